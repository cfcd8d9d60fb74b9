package sc.fiji.boldj.atlas;

import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeparableGaussian;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * What a T2*-weighted echo-planar image at 3 T would show of a template: tissues of slightly different brightness, less
 * signal above the sinuses and the ear canals, edges as soft as its voxels.
 *
 * <p>The brightness is that of the three tissues in the EPI reference of MNI152NLin2009cAsym, an average of many heads
 * (ventricles 107, grey matter 100, white matter 93), and in a head of another scanner (111, 100, 93).
 */
final class EpiContrast {

    private static final double CSF = 110;
    private static final double GREY = 100;
    private static final double WHITE = 93;

    /** What three places lose, at most. */
    private static final double LOSS = 0.8;

    /** Their middle in MNI mm and the standard deviations of the loss along x, y and z: orbitofrontal, inferior temporal. */
    private static final double[][] PLACES = {
        {0, 32, -26, 14, 18, 9}, {52, -28, -28, 12, 12, 8}, {-52, -28, -28, 12, 12, 8}
    };

    private static final double FWHM = 3;

    private EpiContrast() {}

    /** On the template's grid, 0 outside its mask but for the softness of the edge. */
    static NeuroImage of(Template template) {
        VoxelGrid grid = template.grid();
        float[] c = template.csf().volume(0);
        float[] g = template.gm().volume(0);
        float[] w = template.wm().volume(0);
        float[] epi = new float[c.length];
        for (int v : template.mask().indices()) {
            float sum = c[v] + g[v] + w[v];
            if (!(sum > 0)) continue;
            double[] p = grid.position(v);
            epi[v] = (float) (signal(p) * (CSF * c[v] + GREY * g[v] + WHITE * w[v]) / sum);
        }
        SeparableGaussian.of(grid, FWHM, SeparableGaussian.Border.ZERO).apply(epi);
        NeuroImage image = NeuroImage.floats(template.name() + " EPI", grid, 1, SeriesTiming.UNKNOWN);
        image.writeVolume(0, epi);
        return image;
    }

    /** The share of the signal that is left at a place in MNI mm. */
    private static double signal(double[] p) {
        double left = 1;
        for (double[] place : PLACES) {
            double square = 0;
            for (int d = 0; d < 3; d++) square += Math.pow((p[d] - place[d]) / place[3 + d], 2);
            left *= 1 - LOSS * Math.exp(-square / 2);
        }
        return left;
    }
}
