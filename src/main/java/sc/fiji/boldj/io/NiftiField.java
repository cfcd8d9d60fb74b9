package sc.fiji.boldj.io;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The fields of the NIfTI-1 and NIfTI-2 headers, where they stand and how they are stored.
 *
 * <p>Analyze 7.5 has those fields of NIfTI-1 up to {@link #AUX_FILE} that are marked {@code true}, at the same places.
 * Layout: nifti1.h and nifti2.h of the NIfTI Data Format Working Group.
 */
public enum NiftiField {
    SIZEOF_HDR("sizeof_hdr", 'i', 0, 'i', 0, 1, true),
    DATA_TYPE("data_type", 't', 4, '-', 0, 10, true),
    DB_NAME("db_name", 't', 14, '-', 0, 18, true),
    EXTENTS("extents", 'i', 32, '-', 0, 1, true),
    SESSION_ERROR("session_error", 's', 36, '-', 0, 1, true),
    REGULAR("regular", 'c', 38, '-', 0, 1, true),
    DIM_INFO("dim_info", 'c', 39, 'c', 524, 1, false),
    DIM("dim", 's', 40, 'l', 16, 8, true),
    INTENT_P1("intent_p1", 'f', 56, 'd', 80, 1, false),
    INTENT_P2("intent_p2", 'f', 60, 'd', 88, 1, false),
    INTENT_P3("intent_p3", 'f', 64, 'd', 96, 1, false),
    INTENT_CODE("intent_code", 's', 68, 'i', 504, 1, false),
    DATATYPE("datatype", 's', 70, 's', 12, 1, true),
    BITPIX("bitpix", 's', 72, 's', 14, 1, true),
    SLICE_START("slice_start", 's', 74, 'l', 224, 1, false),
    PIXDIM("pixdim", 'f', 76, 'd', 104, 8, true),
    VOX_OFFSET("vox_offset", 'f', 108, 'l', 168, 1, true),
    SCL_SLOPE("scl_slope", 'f', 112, 'd', 176, 1, true),
    SCL_INTER("scl_inter", 'f', 116, 'd', 184, 1, false),
    SLICE_END("slice_end", 's', 120, 'l', 232, 1, false),
    SLICE_CODE("slice_code", 'c', 122, 'i', 496, 1, false),
    XYZT_UNITS("xyzt_units", 'c', 123, 'i', 500, 1, false),
    CAL_MAX("cal_max", 'f', 124, 'd', 192, 1, true),
    CAL_MIN("cal_min", 'f', 128, 'd', 200, 1, true),
    SLICE_DURATION("slice_duration", 'f', 132, 'd', 208, 1, false),
    TOFFSET("toffset", 'f', 136, 'd', 216, 1, false),
    GLMAX("glmax", 'i', 140, '-', 0, 1, true),
    GLMIN("glmin", 'i', 144, '-', 0, 1, true),
    DESCRIP("descrip", 't', 148, 't', 240, 80, true),
    AUX_FILE("aux_file", 't', 228, 't', 320, 24, true),
    QFORM_CODE("qform_code", 's', 252, 'i', 344, 1, false),
    SFORM_CODE("sform_code", 's', 254, 'i', 348, 1, false),
    QUATERN_B("quatern_b", 'f', 256, 'd', 352, 1, false),
    QUATERN_C("quatern_c", 'f', 260, 'd', 360, 1, false),
    QUATERN_D("quatern_d", 'f', 264, 'd', 368, 1, false),
    QOFFSET_X("qoffset_x", 'f', 268, 'd', 376, 1, false),
    QOFFSET_Y("qoffset_y", 'f', 272, 'd', 384, 1, false),
    QOFFSET_Z("qoffset_z", 'f', 276, 'd', 392, 1, false),
    SROW_X("srow_x", 'f', 280, 'd', 400, 4, false),
    SROW_Y("srow_y", 'f', 296, 'd', 432, 4, false),
    SROW_Z("srow_z", 'f', 312, 'd', 464, 4, false),
    INTENT_NAME("intent_name", 't', 328, 't', 508, 16, false),
    MAGIC("magic", 't', 344, 't', 4, 4, false);

    private final String key;
    private final char kind1;
    private final int offset1;
    private final char kind2;
    private final int offset2;
    private final int count;
    private final boolean analyze;

    NiftiField(String key, char kind1, int offset1, char kind2, int offset2, int count, boolean analyze) {
        this.key = key;
        this.kind1 = kind1;
        this.offset1 = offset1;
        this.kind2 = kind2;
        this.offset2 = offset2;
        this.count = count;
        this.analyze = analyze;
    }

    /** The name in the standard. */
    public String key() {
        return key;
    }

    /** How many values it has; for a text, bytes. */
    public int count() {
        return count;
    }

    /** Whether it is a text. */
    public boolean isText() {
        return kind1 == 't';
    }

    boolean isIn(NiftiVersion version) {
        return version == NiftiVersion.NIFTI2 ? kind2 != '-' : version == NiftiVersion.NIFTI1 || analyze;
    }

    private char kind(NiftiVersion version) {
        return version == NiftiVersion.NIFTI2 ? kind2 : kind1;
    }

    private int offset(NiftiVersion version) {
        return version == NiftiVersion.NIFTI2 ? offset2 : offset1;
    }

    /** Whether it is stored as a 32-bit float, so that its shortest decimal is what was meant. */
    boolean isSingle(NiftiVersion version) {
        return kind(version) == 'f';
    }

    double get(ByteBuffer header, NiftiVersion version, int index) {
        int at = offset(version);
        return switch (kind(version)) {
            case 'c' -> header.get(at + index) & 0xff;
            case 's' -> header.getShort(at + 2 * index);
            case 'i' -> header.getInt(at + 4 * index);
            case 'l' -> header.getLong(at + 8 * index);
            case 'f' -> header.getFloat(at + 4 * index);
            case 'd' -> header.getDouble(at + 8 * index);
            default -> throw new IllegalArgumentException(key + " is not a number in " + version);
        };
    }

    long getLong(ByteBuffer header, NiftiVersion version, int index) {
        return kind(version) == 'l' ? header.getLong(offset(version) + 8 * index) : (long) get(header, version, index);
    }

    void set(ByteBuffer header, NiftiVersion version, int index, double value) {
        int at = offset(version);
        switch (kind(version)) {
            case 'c' -> header.put(at + index, (byte) value);
            case 's' -> header.putShort(at + 2 * index, (short) value);
            case 'i' -> header.putInt(at + 4 * index, (int) value);
            case 'l' -> header.putLong(at + 8 * index, (long) value);
            case 'f' -> header.putFloat(at + 4 * index, (float) value);
            case 'd' -> header.putDouble(at + 8 * index, value);
            default -> throw new IllegalArgumentException(key + " is not a number in " + version);
        }
    }

    /** The bytes up to the first 0, as Latin-1. */
    String text(ByteBuffer header, NiftiVersion version) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            int c = header.get(offset(version) + i) & 0xff;
            if (c == 0) break;
            text.append((char) c);
        }
        return text.toString();
    }

    /** Writes a text, cut to the length of the field and padded with 0. */
    void setText(ByteBuffer header, NiftiVersion version, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < count; i++) header.put(offset(version) + i, i < bytes.length ? bytes[i] : 0);
    }
}
