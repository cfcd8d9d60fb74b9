package sc.fiji.boldj.distortion;

/**
 * How an echo-planar image was encoded, as BIDS says it.
 *
 * <p>Off resonance by {@code f} Hz, signal appears {@code sign * readout * f} voxels along {@code axis} from where it is:
 * with {@code "j"}, a positive field moves it towards larger indices of the second voxel axis. The same convention as topup's
 * and sdcflows'.
 *
 * @param axis voxel axis 0 to 2 of the image as stored
 * @param sign 1 or -1
 * @param readout {@code TotalReadoutTime}, s
 */
public record PhaseEncoding(int axis, int sign, double readout) {

    /** The longest total readout time, s. */
    public static final double LONGEST = 1;

    /** @throws IllegalArgumentException if a value is outside its range */
    public PhaseEncoding {
        if (axis < 0 || axis > 2) throw new IllegalArgumentException("the axis must be 0, 1 or 2, got " + axis);
        if (sign != 1 && sign != -1) throw new IllegalArgumentException("the sign must be 1 or -1, got " + sign);
        if (!(readout > 0 && readout <= LONGEST))
            throw new IllegalArgumentException("TotalReadoutTime must be above 0 and at most 1 s, got " + readout);
    }

    /**
     * The encoding that a sidecar states.
     *
     * @param direction {@code PhaseEncodingDirection}: i, j or k, or one of them with a minus sign
     * @param readout {@code TotalReadoutTime}, s
     * @throws IllegalArgumentException if one of them is no such value
     */
    public static PhaseEncoding of(String direction, double readout) {
        if (!direction.matches("[ijk]-?"))
            throw new IllegalArgumentException(
                    "PhaseEncodingDirection must be i, j or k, or one of them with a minus sign, got '" + direction
                            + "'");
        return new PhaseEncoding(direction.charAt(0) - 'i', direction.length() == 1 ? 1 : -1, readout);
    }

    /** The signed displacement of 1 Hz, voxels along the axis. */
    public double voxelsPerHertz() {
        return sign * readout;
    }

    /** The direction as BIDS writes it. */
    public String direction() {
        return (char) ('i' + axis) + (sign > 0 ? "" : "-");
    }
}
