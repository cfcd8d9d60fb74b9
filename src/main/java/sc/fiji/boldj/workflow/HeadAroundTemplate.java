package sc.fiji.boldj.workflow;

import java.util.Arrays;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.Morphology;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.image.VoxelNeighbourhood;

/**
 * A head around a template that is a brain alone: dark fluid and bone, then a bright scalp where it is thin. A whole head
 * is registered to it, because registered to a brain alone it would shrink until its scalp is the brain's edge.
 */
final class HeadAroundTemplate {

    private static final double BONE_MM = 8;
    private static final double SCALP_MM = 6;
    private static final float BONE = 0.1f;
    private static final float SCALP = 0.7f;

    /** Below this height in MNI space, mm, neck and face are no thin layer. */
    private static final double LOWEST = -30;

    private HeadAroundTemplate() {}

    /** T1-weighted, on the template's grid. */
    static NeuroImage around(Template template) {
        VoxelGrid grid = template.grid();
        float[] values = template.brain().volume(0);
        float[] sorted = new float[template.mask().count()];
        for (int i = 0; i < sorted.length; i++)
            sorted[i] = values[template.mask().voxel(i)];
        Arrays.sort(sorted);
        float white = sorted[(int) (0.95 * (sorted.length - 1))];
        double edge = StrictMath.cbrt(Math.abs(grid.affine().determinant()));
        int bone = (int) Math.round(BONE_MM / edge);
        int layers = bone + (int) Math.round(SCALP_MM / edge);
        Mask head = template.mask();
        for (int layer = 0; layer < layers; layer++) {
            Mask grown =
                    Morphology.dilate(head, layer % 2 == 0 ? VoxelNeighbourhood.FACES : VoxelNeighbourhood.CORNERS);
            for (int v : grown.indices()) {
                if (head.contains(v)) continue;
                double height = grid.position(v)[2];
                if (layer < bone) values[v] = BONE * white;
                else if (height > LOWEST) values[v] = SCALP * white;
            }
            head = grown;
        }
        NeuroImage shape = NeuroImage.floats(template.name() + " head", grid, 1, SeriesTiming.UNKNOWN);
        shape.writeVolume(0, values);
        return shape;
    }
}
