package sc.fiji.boldj.workflow;

import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeparableGaussian;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.registration.LinearRegistration;
import sc.fiji.boldj.run.Progress;

/**
 * Whether the left of a scan is the left of the template.
 *
 * <p>An affine map lays any brain so that its asymmetry looks a little like the template's, be it flipped or not. So the scan
 * is registered to the template and to its mirror image alike, and the two are compared: flipping the scan changes the sign.
 *
 * @param agreement half the difference of two correlations, -1 to 1: of the scan's differences between left and right with the
 *     template's, and with those of its mirror image. Above 0 if left is left
 */
record SideTest(double agreement) {

    /** Details narrower than this differ from head to head, mm. */
    private static final double FWHM = 10;

    /**
     * @param space whose affine map lays the brain over the template
     * @param stripped the brain, 0 elsewhere
     */
    static SideTest of(StandardSpace space, NeuroImage stripped, Progress progress) {
        Template template = space.template();
        NeuroImage mirrored = mirrored(template.brain());
        Affine other = LinearRegistration.of(
                        mirrored,
                        stripped,
                        LinearRegistration.Weights.brain(mirrored(template.maskImage())),
                        LinearRegistration.Options.DEFAULT.withDof(12).from(space.affine()),
                        new QuietProgress(progress))
                .fixedToMoving();
        double same = agreement(space.affineOnly(), stripped, template.brain(), progress);
        double flipped = agreement(StandardSpace.of(template, other), stripped, mirrored, progress);
        return new SideTest((same - flipped) / 2);
    }

    private static double agreement(StandardSpace space, NeuroImage scan, NeuroImage target, Progress progress) {
        VoxelGrid grid = target.grid();
        float[] values = space.bringScan(scan, grid, Interpolation.LINEAR, new QuietProgress(progress))
                .volume(0);
        return SpaceFigures.correlation(
                asymmetry(values, grid),
                asymmetry(target.volume(0), grid),
                space.template().mask());
    }

    private static float[] asymmetry(float[] values, VoxelGrid grid) {
        SeparableGaussian.of(grid, FWHM, SeparableGaussian.Border.ZERO).apply(values);
        float[] difference = new float[values.length];
        for (int v = 0; v < values.length; v++) difference[v] = values[v] - values[mirror(v, grid)];
        return difference;
    }

    private static NeuroImage mirrored(NeuroImage image) {
        float[] values = image.volume(0);
        float[] result = new float[values.length];
        for (int v = 0; v < values.length; v++) result[v] = values[mirror(v, image.grid())];
        NeuroImage mirrored = NeuroImage.floats(image.name() + " mirrored", image.grid(), 1, SeriesTiming.UNKNOWN);
        mirrored.writeVolume(0, result);
        return mirrored;
    }

    private static int mirror(int v, VoxelGrid grid) {
        int x = v % grid.sizeX();
        return v - x + grid.sizeX() - 1 - x;
    }
}
