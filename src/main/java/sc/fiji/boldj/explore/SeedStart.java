package sc.fiji.boldj.explore;

import java.util.List;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;

/** The first view of the Seed Explorer. */
final class SeedStart {

    private SeedStart() {}

    /** The mean below an empty map; the crosshair on the voxel of the mask that is nearest to its centre. */
    static Scene of(NeuroImage mean, Mask mask, LayerStyle look) {
        double[] centre = new double[3];
        for (int i = 0; i < mask.count(); i++) {
            double[] at = mask.grid().position(mask.voxel(i));
            for (int d = 0; d < 3; d++) centre[d] += at[d] / mask.count();
        }
        double[] best = mask.grid().position(mask.voxel(0));
        for (int i = 1; i < mask.count(); i++) {
            double[] at = mask.grid().position(mask.voxel(i));
            if (squaredDistance(at, centre) < squaredDistance(best, centre)) best = at;
        }
        NeuroImage empty = NeuroImage.floats("map", mean.grid(), 1, SeriesTiming.UNKNOWN);
        Layer below = new Layer(mean);
        return new Scene(
                List.of(below, new Layer(empty)),
                List.of(Layer.anatomy(mean), look),
                Viewpoint.at(best[0], best[1], best[2]));
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < 3; d++) sum += (a[d] - b[d]) * (a[d] - b[d]);
        return sum;
    }
}
