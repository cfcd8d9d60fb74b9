package sc.fiji.boldj.command;

import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.atlas.Coordinate;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;

/** Roughly where the brain is, to be drawn behind regions; nothing is computed from it. */
final class BrainShadow {

    private static final double BRIGHT = 0.3;
    private static final double FULL = 0.8;
    private static final double AROUND = 20;

    private BrainShadow() {}

    /**
     * The bright voxels of the first volume, or those that are not 0 if it has values below 0; if that is nearly every
     * voxel, those within 20 mm of a place.
     */
    static Mask of(NeuroImage source, List<Coordinate> places) {
        float[] first = source.volume(0);
        float[] sorted = first.clone();
        Arrays.sort(sorted); // NaN last
        int finite = sorted.length;
        while (finite > 0 && Float.isNaN(sorted[finite - 1])) finite--;
        double least = finite == 0 || sorted[0] < 0 ? 0 : BRIGHT * sorted[(int) (0.98 * (finite - 1))];
        boolean[] inside = new boolean[first.length];
        int count = 0;
        for (int v = 0; v < inside.length; v++) {
            inside[v] = least > 0 ? first[v] > least : first[v] != 0 && !Float.isNaN(first[v]);
            if (inside[v]) count++;
        }
        return count < FULL * inside.length ? Mask.of(source.grid(), inside) : around(source, places);
    }

    private static Mask around(NeuroImage source, List<Coordinate> places) {
        boolean[] inside = new boolean[source.grid().voxels()];
        double[] point = new double[3];
        for (int v = 0; v < inside.length; v++) {
            point[0] = v % source.grid().sizeX();
            point[1] = v / source.grid().sizeX() % source.grid().sizeY();
            point[2] = source.grid().z(v);
            source.grid().affine().apply(point, point);
            for (Coordinate place : places)
                inside[v] |= StrictMath.hypot(
                                StrictMath.hypot(point[0] - place.x(), point[1] - place.y()), point[2] - place.z())
                        < AROUND;
        }
        return Mask.of(source.grid(), inside);
    }
}
