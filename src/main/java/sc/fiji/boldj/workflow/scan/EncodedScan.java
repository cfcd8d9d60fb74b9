package sc.fiji.boldj.workflow.scan;

import java.util.Optional;
import java.util.OptionalDouble;
import sc.fiji.boldj.distortion.EncodedImage;
import sc.fiji.boldj.distortion.PhaseEncoding;
import sc.fiji.boldj.image.MeanVolume;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.io.Sidecar;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;

/** A scan with the phase encoding that its sidecar states. */
public final class EncodedScan {

    private static final String DIRECTION = "PhaseEncodingDirection";
    private static final String READOUT = "TotalReadoutTime";
    private static final String SPACING = "EffectiveEchoSpacing";

    private EncodedScan() {}

    /**
     * The mean of a scan over its volumes, with its encoding.
     *
     * @throws IllegalArgumentException if the sidecar does not state it, with the key that is missing
     */
    public static EncodedImage of(NeuroImage scan, Sidecar sidecar, Progress progress) {
        PhaseEncoding encoding = encoding(scan, sidecar);
        if (scan.volumes() == 1) return new EncodedImage(scan, encoding);
        NeuroImage mean = NeuroImage.floats(scan.name(), scan.grid(), 1, SeriesTiming.UNKNOWN);
        MeanVolume.of(scan, mean, progress);
        return new EncodedImage(mean, encoding);
    }

    /** Whether a sidecar states the encoding. */
    public static boolean isStated(Sidecar sidecar) {
        return sidecar.text(DIRECTION).isPresent()
                && (sidecar.number(READOUT).isPresent()
                        || sidecar.number(SPACING).isPresent());
    }

    /**
     * The encoding alone. Without {@code TotalReadoutTime} it is {@code EffectiveEchoSpacing} times one less than
     * {@code ReconMatrixPE}, or than the voxels along the axis.
     *
     * @throws IllegalArgumentException if the sidecar does not state it, with the key that is missing
     */
    public static PhaseEncoding encoding(NeuroImage scan, Sidecar sidecar) {
        Optional<String> direction = sidecar.text(DIRECTION);
        if (direction.isEmpty()) throw missing(scan, DIRECTION);
        OptionalDouble readout = sidecar.number(READOUT);
        if (readout.isPresent()) return named(scan, direction.get(), readout.getAsDouble());
        OptionalDouble spacing = sidecar.number(SPACING);
        if (spacing.isEmpty()) throw missing(scan, READOUT);
        int axis = named(scan, direction.get(), PhaseEncoding.LONGEST).axis();
        int voxels = axis == 0
                ? scan.grid().sizeX()
                : axis == 1 ? scan.grid().sizeY() : scan.grid().sizeZ();
        double steps = sidecar.number("ReconMatrixPE").orElse(voxels);
        return named(scan, direction.get(), spacing.getAsDouble() * (steps - 1));
    }

    private static PhaseEncoding named(NeuroImage scan, String direction, double readout) {
        try {
            return PhaseEncoding.of(direction, readout);
        } catch (IllegalArgumentException e) {
            throw new DataException(scan.name() + ": " + e.getMessage());
        }
    }

    private static DataException missing(NeuroImage scan, String key) {
        return new DataException("the sidecar of " + scan.name() + " has no " + key
                + ", which distortion correction needs: add it to the .json file beside the scan");
    }
}
