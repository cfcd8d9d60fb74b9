package sc.fiji.boldj.workflow;

import java.util.List;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.registration.Diffeomorphism;
import sc.fiji.boldj.registration.SynRegistration;
import sc.fiji.boldj.run.Progress;

/**
 * The way between a template and a space in which it is its own mirror image, so that homotopic places of an asymmetric
 * brain can be found.
 *
 * <p>The template's brain is registered (SyN) to the average of itself and its mirror image about x = 0, twice: the second
 * average is of the warped brain, so it is sharp. The symmetric space is that of the second average. DPABI does the same
 * with a study's mean T1. Safe for several threads.
 */
public final class TemplateSymmetry {

    /** Edge of the voxels that the registration works on, mm: the asymmetry of an average brain is smooth. */
    private static final double VOXEL = 4;

    private static final int ROUNDS = 2;

    /** SyN's usual choices on the levels that so coarse a grid has. */
    private static final SynRegistration.Options WARP = new SynRegistration.Options(
            2,
            List.of(100, 70, 30),
            List.of(4, 2, 1),
            List.of(2.0, 1.0, 0.0),
            SynRegistration.Options.DEFAULT.step(),
            List.of(3.0, 3.0, 3.0),
            0,
            SynRegistration.Options.DEFAULT.threshold(),
            SynRegistration.Options.DEFAULT.window(),
            0,
            SynRegistration.Options.DEFAULT.lowQuantile(),
            SynRegistration.Options.DEFAULT.highQuantile());

    /** Both ways. */
    private record Ways(SpatialMap toTemplate, SpatialMap fromTemplate) {}

    private final Template template;
    private Ways ways;

    private TemplateSymmetry(Template template, Ways ways) {
        this.template = template;
        this.ways = ways;
    }

    /**
     * @param toTemplate from places in the symmetric space to places in the template, RAS+ mm
     * @param fromTemplate its inverse
     */
    public TemplateSymmetry(SpatialMap toTemplate, SpatialMap fromTemplate) {
        this(null, new Ways(toTemplate, fromTemplate));
    }

    /** Computes the transform once, on first use; as {@link #of(Template, Progress)} otherwise. */
    public static TemplateSymmetry of(Template template) {
        return new TemplateSymmetry(template, null);
    }

    /**
     * Finds the way for a template whose midsagittal plane is near x = 0.
     *
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static TemplateSymmetry of(Template template, Progress progress) {
        return new TemplateSymmetry(template, find(template, progress));
    }

    private static Ways find(Template template, Progress progress) {
        VoxelGrid grid = Template.grid(VOXEL);
        NeuroImage brain = image(grid, onGrid(template.brain().volume(0), template.grid(), grid, Affine.IDENTITY));
        float[] aligned = brain.volume(0);
        Diffeomorphism found = null;
        for (int round = 0; round < ROUNDS; round++) {
            float[] target = symmetric(aligned, grid);
            found = SynRegistration.of(
                    image(grid, target),
                    brain,
                    Affine.IDENTITY,
                    WARP,
                    progress.stage(round / (double) ROUNDS, (round + 1.0) / ROUNDS));
            aligned = onGrid(brain.volume(0), grid, grid, found.fixedToMoving());
        }
        return new Ways(found.fixedToMoving(), found.movingToFixed());
    }

    private static float[] onGrid(float[] values, VoxelGrid from, VoxelGrid to, SpatialMap map) {
        float[] result = new float[to.voxels()];
        Resampler.resample(values, from, to, map, Interpolation.LINEAR, result, Progress.NONE);
        return result;
    }

    /** The average of a volume and its mirror image; the grid is symmetric about x = 0. */
    private static float[] symmetric(float[] values, VoxelGrid grid) {
        float[] average = new float[values.length];
        int width = grid.sizeX();
        for (int v = 0; v < values.length; v++)
            average[v] = (values[v] + values[v - v % width + width - 1 - v % width]) / 2;
        return average;
    }

    private static NeuroImage image(VoxelGrid grid, float[] values) {
        NeuroImage image = NeuroImage.floats("the template's brain", grid, 1, SeriesTiming.UNKNOWN);
        image.writeVolume(0, values);
        return image;
    }

    /** From places in the symmetric space to places in the template, RAS+ mm. */
    public SpatialMap toTemplate() {
        return ways().toTemplate;
    }

    /** From places in the template to places in the symmetric space, RAS+ mm. */
    public SpatialMap fromTemplate() {
        return ways().fromTemplate;
    }

    private synchronized Ways ways() {
        if (ways == null) ways = find(template, Progress.NONE);
        return ways;
    }
}
