package sc.fiji.boldj.io;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * Which space a file's millimetres belong to.
 *
 * <p>The first of these that says anything decides: the entity {@code space}
 * or {@code tpl} in the name (BIDS), {@code SpatialReference}
 * or {@code Space} in a sidecar, the code of the form that gives the place (4: MNI152, 3: Talairach), the grid of a
 * published template. Codes 1 (scanner) and 2 (aligned) are no proof of the contrary, as many programs leave them in
 * what they have normalised.
 */
final class ImageSpace {

    private static final int TALAIRACH = 3;
    static final int MNI152 = 4;
    private static final double EXACT_MM = 1e-3;

    /** Lowest voxel centres, in mm, of the grids of FSL, SPM (two boxes), the symmetric and the asymmetric MNI152 2009. */
    private static final double[][] CORNERS = {
        {-90, -126, -72}, {-91, -126, -72}, {-78, -112, -70}, {-78, -112, -50}, {-98, -134, -72}, {-96, -132, -78}
    };

    /** A template holds the cerebrum. */
    private static final double[] LEAST_MM = {140, 170, 110};

    private ImageSpace() {}

    /** The space of an image that was read from a file. */
    static Space of(Path file, NiftiHeader header, boolean sidecars) {
        BidsName name = BidsName.of(file);
        for (String key : List.of("space", "tpl")) {
            String entity = name.entities().get(key);
            if (entity != null) return Space.named(entity, "its name says " + key + "-" + entity);
        }
        Space coded = coded(header);
        Space stated = sidecars ? stated(Sidecar.find(file)) : Space.UNKNOWN;
        if (stated.kind() != Space.Kind.UNKNOWN) return stated;
        if (coded.kind() != Space.Kind.UNKNOWN) return coded;
        return isTemplateGrid(header.grid()) ? Space.mni("MNI152", "its grid is that of a template of the MNI") : coded;
    }

    private static Space stated(Sidecar sidecar) {
        for (String key : List.of("SpatialReference", "Space")) {
            Optional<String> value = sidecar.words(key);
            if (value.isPresent()) return Space.named(value.get(), "its sidecar says " + key + ": " + value.get());
        }
        return Space.UNKNOWN;
    }

    private static Space coded(NiftiHeader header) {
        String source = NiftiSpace.of(header).source();
        if (source.equals("pixdim")) return new Space(Space.Kind.UNKNOWN, "", "its header names no space");
        int code = (int) header.number(source.equals("sform") ? NiftiField.SFORM_CODE : NiftiField.QFORM_CODE);
        String evidence = source + "_code = " + code + " in its header, " + meaning(code);
        if (code == MNI152) return Space.mni("MNI152", evidence);
        return code == TALAIRACH ? Space.named("Talairach", evidence) : new Space(Space.Kind.UNKNOWN, "", evidence);
    }

    private static String meaning(int code) {
        return switch (code) {
            case 1 -> "the scanner's space";
            case 2 -> "aligned to another image";
            case TALAIRACH -> "Talairach space";
            case MNI152 -> "MNI152 space";
            default -> "another template";
        };
    }

    /** Whether a grid lies along the axes with equal voxels, begins where a template begins and holds a cerebrum. */
    static boolean isTemplateGrid(VoxelGrid grid) {
        Affine affine = grid.affine();
        int[] size = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        double[] low = new double[3];
        double edge = Math.abs(affine.get(0, 0));
        for (int axis = 0; axis < 3; axis++) {
            for (int other = 0; other < 3; other++)
                if (axis != other && Math.abs(affine.get(axis, other)) > EXACT_MM) return false;
            double step = affine.get(axis, axis);
            double length = step * (size[axis] - 1);
            if (Math.abs(Math.abs(step) - edge) > EXACT_MM || Math.abs(length) < LEAST_MM[axis]) return false;
            low[axis] = affine.get(axis, 3) + Math.min(0, length);
        }
        for (double[] corner : CORNERS) {
            double most = 0;
            for (int axis = 0; axis < 3; axis++) most = Math.max(most, Math.abs(low[axis] - corner[axis]));
            if (most <= EXACT_MM) return true;
        }
        return false;
    }
}
