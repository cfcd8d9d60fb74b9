package sc.fiji.boldj.io;

import java.util.Optional;
import sc.fiji.boldj.image.ScalarType;

/** The datatype codes of NIfTI. */
final class NiftiType {

    private NiftiType() {}

    /** The storage a code stands for; empty for complex, colour, 128-bit and unknown codes. */
    static Optional<ScalarType> scalar(int code) {
        for (ScalarType type : ScalarType.values()) if (code(type) == code) return Optional.of(type);
        return Optional.empty();
    }

    /** The code of a storage. */
    static int code(ScalarType type) {
        return switch (type) {
            case UINT8 -> 2;
            case INT16 -> 4;
            case INT32 -> 8;
            case FLOAT32 -> 16;
            case FLOAT64 -> 64;
            case INT8 -> 256;
            case UINT16 -> 512;
            case UINT32 -> 768;
            case INT64 -> 1024;
            default -> 1280;
        };
    }

    /** What a code is called. */
    static String name(int code) {
        return switch (code) {
            case 1 -> "binary, 1 bit";
            case 32 -> "complex64";
            case 128 -> "RGB24";
            case 1536 -> "float128";
            case 1792 -> "complex128";
            case 2048 -> "complex256";
            case 2304 -> "RGBA32";
            default ->
                scalar(code)
                        .map(type -> type.name().toLowerCase(java.util.Locale.ROOT))
                        .orElse("unknown");
        };
    }
}
