package sc.fiji.boldj.workflow;

import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeparableGaussian;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/**
 * Whether the left of a scan is the left of the template.
 *
 * @param agreement correlation of the scan's differences between left and right with the template's: above 0 if they go the
 *     same way
 */
public record SideTest(double agreement) {

    /** Details narrower than this differ from head to head, mm. */
    private static final double FWHM = 10;

    static SideTest of(StandardSpace space, NeuroImage stripped, Progress progress) {
        Template template = space.template();
        VoxelGrid grid = template.grid();
        float[] scan = space.affineOnly()
                .bringScan(stripped, grid, Interpolation.LINEAR, new QuietProgress(progress))
                .volume(0);
        return new SideTest(SpaceFigures.correlation(
                asymmetry(scan, grid), asymmetry(template.brain().volume(0), grid), template.mask()));
    }

    private static float[] asymmetry(float[] values, VoxelGrid grid) {
        SeparableGaussian.of(grid, FWHM, SeparableGaussian.Border.ZERO).apply(values);
        float[] difference = new float[values.length];
        for (int v = 0; v < values.length; v++) {
            int x = v % grid.sizeX();
            difference[v] = values[v] - values[v - x + grid.sizeX() - 1 - x];
        }
        return difference;
    }
}
