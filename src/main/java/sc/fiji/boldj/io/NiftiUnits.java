package sc.fiji.boldj.io;

/** The unit codes of {@code xyzt_units}. */
final class NiftiUnits {

    private static final int HERTZ = 32;

    private NiftiUnits() {}

    private static int code(NiftiHeader header) {
        return (int) header.number(NiftiField.XYZT_UNITS);
    }

    static int space(NiftiHeader header) {
        return code(header) & 7;
    }

    static int time(NiftiHeader header) {
        return code(header) & 0x38;
    }

    /** Millimetres in one unit of space; unknown units count as millimetres. */
    static double millimetres(NiftiHeader header) {
        int code = space(header);
        return code == 1 ? 1000 : code == 3 ? 0.001 : 1;
    }

    /** Whether the fourth axis is time: seconds, milliseconds, microseconds or unknown. */
    static boolean isTime(NiftiHeader header) {
        return time(header) < HERTZ;
    }

    /** How many units of time make one second; unknown units count as seconds. */
    static double perSecond(NiftiHeader header) {
        int code = time(header);
        return code == 16 ? 1e3 : code == 24 ? 1e6 : 1;
    }

    static String spaceName(NiftiHeader header) {
        return switch (space(header)) {
            case 0 -> "unknown";
            case 1 -> "m";
            case 2 -> "mm";
            case 3 -> "um";
            default -> "code " + space(header);
        };
    }

    static String timeName(NiftiHeader header) {
        return switch (time(header)) {
            case 0 -> "unknown";
            case 8 -> "s";
            case 16 -> "ms";
            case 24 -> "us";
            case HERTZ -> "Hz";
            case 40 -> "ppm";
            default -> "rad/s";
        };
    }
}
