package sc.fiji.boldj.workflow.methods;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.Sidecar;
import sc.fiji.boldj.workflow.participant.Distortion;

/**
 * What sidecar and header tell of how an image was acquired. A key that neither gives is not in the maps.
 *
 * @param numbers by BIDS key, in the units of BIDS; and {@link #MATRIX_X}, {@link #MATRIX_Y}, {@link #SLICES} (voxels),
 *     {@link #VOXEL_X}, {@link #VOXEL_Y}, {@link #VOXEL_Z} (mm), {@link #VOLUMES} and {@link #MINUTES}
 * @param words by BIDS key, and {@link #SCANNER}; {@code PhaseEncodingDirection} is a direction in the head
 */
record Acquisition(Map<String, Double> numbers, Map<String, String> words) {

    static final String SCANNER = "Scanner";
    static final String SEQUENCE = "PulseSequenceType";
    static final String COIL = "ReceiveCoilName";
    static final String ENCODING = "PhaseEncodingDirection";
    static final String MATRIX_X = "MatrixX";
    static final String MATRIX_Y = "MatrixY";
    static final String SLICES = "Slices";
    static final String VOXEL_X = "VoxelX";
    static final String VOXEL_Y = "VoxelY";
    static final String VOXEL_Z = "VoxelZ";
    static final String VOLUMES = "Volumes";
    static final String MINUTES = "Minutes";

    /** Numbers that are read from sidecars. */
    private static final List<String> NUMBERS = List.of(
            "MagneticFieldStrength",
            "RepetitionTime",
            "EchoTime",
            "InversionTime",
            "FlipAngle",
            "MultibandAccelerationFactor",
            "ParallelReductionFactorInPlane",
            "TotalReadoutTime");

    private static final String[][] HEAD = {
        {"left to right", "right to left"},
        {"posterior to anterior", "anterior to posterior"},
        {"inferior to superior", "superior to inferior"}
    };

    Acquisition {
        numbers = Map.copyOf(numbers);
        words = Map.copyOf(words);
    }

    /**
     * Reads the sidecars of an image.
     *
     * @param grid of the image, in the order of the file; empty if it is not known
     */
    static Acquisition of(Path image, Optional<VoxelGrid> grid) {
        Sidecar sidecar = Sidecar.find(image);
        Map<String, Double> numbers = new TreeMap<>();
        Map<String, String> words = new TreeMap<>();
        for (String key : NUMBERS)
            sidecar.number(key).ifPresent(value -> {
                if (value > 0) numbers.put(key, value);
            });
        for (String key : List.of(SEQUENCE, COIL))
            sidecar.text(key)
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .ifPresent(text -> words.put(key, text));
        String scanner = sidecar.text("Manufacturer").orElse("") + " "
                + sidecar.text("ManufacturersModelName").orElse("");
        if (!scanner.isBlank()) words.put(SCANNER, scanner.strip());
        grid.ifPresent(g -> {
            int slice =
                    Math.max(0, "ijk".indexOf(sidecar.sliceEncodingDirection().charAt(0)));
            int[] size = {g.sizeX(), g.sizeY(), g.sizeZ()};
            numbers.put(MATRIX_X, (double) size[slice == 0 ? 1 : 0]);
            numbers.put(MATRIX_Y, (double) size[slice == 2 ? 1 : 2]);
            numbers.put(SLICES, (double) size[slice]);
            numbers.put(VOXEL_X, g.voxelSize(0));
            numbers.put(VOXEL_Y, g.voxelSize(1));
            numbers.put(VOXEL_Z, g.voxelSize(2));
            sidecar.text(ENCODING)
                    .filter(text -> text.matches("[ijk]-?"))
                    .ifPresent(text -> words.put(ENCODING, inHead(text, g)));
        });
        return new Acquisition(numbers, words);
    }

    /** The same with a number that is known better than from the sidecar. */
    Acquisition with(String key, double value) {
        Map<String, Double> more = new TreeMap<>(numbers);
        more.put(key, value);
        return new Acquisition(more, words);
    }

    /** A direction along a voxel axis, {@code j-}, as a direction in the head. */
    private static String inHead(String direction, VoxelGrid grid) {
        int axis = direction.charAt(0) - 'i';
        int most = Distortion.world(grid, axis);
        boolean backwards = direction.endsWith("-") ^ grid.affine().get(most, axis) < 0;
        return HEAD[most][backwards ? 1 : 0];
    }
}
