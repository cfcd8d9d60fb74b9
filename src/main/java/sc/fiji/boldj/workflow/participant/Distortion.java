package sc.fiji.boldj.workflow.participant;

import java.util.Optional;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.Sidecar;

/**
 * What is said of susceptibility distortion, where it is not corrected: an echo-planar image is stretched along its
 * phase-encoding direction where the field is uneven.
 */
public final class Distortion {

    private static final String[] DIRECTIONS = {"left and right", "back and front", "below and above"};

    private Distortion() {}

    /**
     * The note for a series that is not corrected: where it is stretched, and why it is not corrected.
     *
     * @param reason a sentence without its full stop
     */
    static String note(Sidecar sidecar, VoxelGrid grid, String reason) {
        StringBuilder words =
                new StringBuilder("Not corrected: near the sinuses and the ear canals the image is distorted");
        Optional<String> encoding = sidecar.text("PhaseEncodingDirection").filter(text -> text.matches("[ijk]-?"));
        if (encoding.isPresent())
            words.append(" between ")
                    .append(DIRECTIONS[world(grid, encoding.get().charAt(0) - 'i')])
                    .append(" (phase encoding ")
                    .append(encoding.get())
                    .append(')');
        else words.append(" along the phase-encoding direction, which the sidecars do not give");
        words.append(", and signal is lost.");
        words.append(" ").append(reason).append(".");
        return words.toString();
    }

    /** The direction in space that a voxel axis follows most. */
    public static int world(VoxelGrid grid, int axis) {
        int most = 0;
        for (int r = 1; r < 3; r++)
            if (Math.abs(grid.affine().get(r, axis)) > Math.abs(grid.affine().get(most, axis))) most = r;
        return most;
    }
}
