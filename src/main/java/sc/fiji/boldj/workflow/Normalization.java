package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import sc.fiji.boldj.anatomy.BiasField;
import sc.fiji.boldj.anatomy.BrainExtraction;
import sc.fiji.boldj.anatomy.TissueMaps;
import sc.fiji.boldj.anatomy.TissuePriors;
import sc.fiji.boldj.anatomy.TissueSegmentation;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.MeanVolume;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeparableGaussian;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.preprocess.BrainMask;
import sc.fiji.boldj.registration.LinearRegistration;
import sc.fiji.boldj.registration.SynRegistration;
import sc.fiji.boldj.run.Progress;

/**
 * Finds where a head lies in the space of a template, from a T1-weighted scan or straight from an echo-planar series.
 *
 * <p>T1: the head is registered to the template's brain by an affine map; the template's brain, transformed to the scan, says where
 * to correct the bias field and what to expect of the brain's edge; the brain that is found is registered again, affine
 * and by a diffeomorphism; the template's tissues, transformed to the scan by it, are the priors of its tissues.
 *
 * <p>Echo-planar: the mean volume, corrected for shading, is registered to the template as such a scan would show it.
 */
public final class Normalization {

    /** Width of the Gaussian that makes a probability of the template's mask, mm: how far an affine map may be off. */
    private static final double DOUBT_FWHM = 8;

    /** Size of the voxels of the finest level of a warp from an echo-planar scan, mm. */
    private static final double EPI_FINEST = 2;

    /** Radius of its local correlation, voxels of a level. */
    private static final int EPI_RADIUS = 2;

    /** Variance of the Gaussian on its steps, voxels squared; half of it on the finest level. */
    private static final double EPI_UPDATE_VARIANCE = 40;

    /** Variance of the Gaussian on its whole field after each step, voxels squared. */
    private static final double EPI_TOTAL_VARIANCE = 0.5;

    /** Width of the Gaussian on the template's tissues before they are expectations, mm. */
    private static final double PRIOR_FWHM = 4;

    /**
     * Choices.
     *
     * @param nonlinear whether to follow the affine registration with a warp
     * @param warp how the warp is found
     */
    public record Options(boolean nonlinear, SynRegistration.Options warp) {

        /** With a warp. */
        public static final Options DEFAULT = new Options(true, SynRegistration.Options.DEFAULT);

        /** @throws NullPointerException if there are no choices for the warp */
        public Options {
            Objects.requireNonNull(warp, "warp");
        }
    }

    /**
     * What a T1-weighted scan gave; all images on its own grid.
     *
     * @param space where it lies
     * @param corrected the whole scan without its bias field
     * @param brain the brain
     * @param gm share of grey matter, 0 to 1
     * @param wm share of white matter
     * @param csf share of fluid
     * @param figures how well it lies on the template
     * @param side whether left is left
     */
    public record Anatomy(
            StandardSpace space,
            NeuroImage corrected,
            Mask brain,
            NeuroImage gm,
            NeuroImage wm,
            NeuroImage csf,
            SpaceFigures figures,
            SideTest side) {}

    /**
     * What an echo-planar series gave.
     *
     * @param space where it lies
     * @param mean its mean volume, on its own grid
     * @param corrected the mean without its shading
     * @param brain the brain in it
     * @param figures how well it lies on the template
     */
    public record Functional(
            StandardSpace space, NeuroImage mean, NeuroImage corrected, Mask brain, SpaceFigures figures) {}

    private Normalization() {}

    /**
     * From a T1-weighted scan.
     *
     * @param t1 one volume, with or without skull, with or without face
     * @throws IllegalArgumentException if it is a series, has no structure, or does not resemble a head
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static Anatomy t1(NeuroImage t1, Template template, Options options, Progress progress) {
        if (t1.volumes() != 1)
            throw new IllegalArgumentException(
                    t1.name() + " has " + t1.volumes() + " volumes, but a T1-weighted scan has one");
        Affine rough = LinearRegistration.of(HeadAroundTemplate.around(template), t1, linear(), progress.stage(0, 0.08))
                .fixedToMoving();
        float[] expected = expected(StandardSpace.of(template, rough), t1, progress);
        NeuroImage corrected = BiasField.of(
                        t1, Mask.above(t1.grid(), expected, 0.5), BiasField.Options.DEFAULT, progress.stage(0.08, 0.2))
                .corrected();
        NeuroImage prior = NeuroImage.floats("brain prior", t1.grid(), 1, SeriesTiming.UNKNOWN);
        prior.writeVolume(0, expected);
        Mask brain = BrainExtraction.of(corrected, prior, BrainExtraction.Options.DEFAULT, progress.stage(0.2, 0.4));
        NeuroImage stripped = within(corrected, brain);
        Affine affine = LinearRegistration.of(
                        template.brain(),
                        stripped,
                        LinearRegistration.Weights.brain(template.maskImage()),
                        linear().from(rough),
                        progress.stage(0.4, 0.45))
                .fixedToMoving();
        StandardSpace space = StandardSpace.of(template, affine);
        if (options.nonlinear())
            space = StandardSpace.of(
                    template,
                    SynRegistration.of(template.brain(), stripped, affine, options.warp(), progress.stage(0.45, 0.8)));
        TissuePriors priors = new TissuePriors(
                prior(space, template.gm(), t1, progress),
                prior(space, template.wm(), t1, progress),
                prior(space, template.csf(), t1, progress));
        TissueMaps tissues = TissueSegmentation.of(
                corrected, brain, priors, TissueSegmentation.Options.DEFAULT, progress.stage(0.8, 0.97));
        SpaceFigures figures = SpaceFigures.of(
                space,
                stripped,
                template.brain(),
                image(brain, "brain mask"),
                List.of(tissues.grey(), tissues.white()),
                progress);
        SideTest side = SideTest.of(space, stripped, progress);
        progress.update(1, 1);
        return new Anatomy(space, corrected, brain, tissues.grey(), tissues.white(), tissues.fluid(), figures, side);
    }

    /**
     * Straight from an echo-planar series or its mean.
     *
     * @param bold realigned series, or one volume
     * @throws IllegalArgumentException if it has no brain in it
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static Functional bold(NeuroImage bold, Template template, Options options, Progress progress) {
        NeuroImage mean = NeuroImage.floats(bold.name() + " mean", bold.grid(), 1, SeriesTiming.UNKNOWN);
        MeanVolume.of(bold, mean, progress.stage(0, 0.1));
        Mask brain = BrainMask.epi(mean, BrainMask.Options.DEFAULT, progress.stage(0.1, 0.12));
        NeuroImage corrected = BiasField.of(mean, brain, BiasField.Options.DEFAULT, progress.stage(0.12, 0.2))
                .corrected();
        NeuroImage stripped = within(corrected, brain);
        NeuroImage target = template.epiContrast();
        Affine affine = LinearRegistration.of(
                        target,
                        stripped,
                        LinearRegistration.Weights.brain(template.maskImage()),
                        linear(),
                        progress.stage(0.2, 0.4))
                .fixedToMoving();
        StandardSpace space = StandardSpace.of(template, affine);
        if (options.nonlinear())
            space = StandardSpace.of(
                    template,
                    SynRegistration.of(
                            target,
                            stripped,
                            affine,
                            Optional.empty(),
                            Optional.of(SignalLoss.without(affine, brain)),
                            stiff(options.warp()),
                            progress.stage(0.4, 0.97)));
        SpaceFigures figures =
                SpaceFigures.of(space, stripped, target, image(brain, "brain mask"), List.of(), progress);
        progress.update(1, 1);
        return new Functional(space, mean, corrected, brain, figures);
    }

    /** The template's brain on the grid of a scan, blurred, in [0, 1]. */
    private static float[] expected(StandardSpace guess, NeuroImage scan, Progress progress) {
        return guess.bringTemplate(
                        smooth(guess.template().maskImage(), DOUBT_FWHM),
                        scan.grid(),
                        Interpolation.LINEAR,
                        new QuietProgress(progress))
                .volume(0);
    }

    /** For a scan with little detail and noise: wide smooth steps, small windows, and the whole field is smoothed too. */
    private static SynRegistration.Options stiff(SynRegistration.Options warp) {
        List<Double> wide =
                new ArrayList<>(Collections.nCopies(warp.updateVariance().size(), EPI_UPDATE_VARIANCE));
        wide.set(wide.size() - 1, EPI_UPDATE_VARIANCE / 2);
        return new SynRegistration.Options(
                Math.min(warp.radius(), EPI_RADIUS),
                warp.iterations(),
                warp.shrink(),
                warp.smoothing(),
                warp.step(),
                wide,
                Math.max(warp.totalVariance(), EPI_TOTAL_VARIANCE),
                warp.threshold(),
                warp.window(),
                Math.max(warp.finest(), EPI_FINEST),
                warp.lowQuantile(),
                warp.highQuantile());
    }

    private static LinearRegistration.Options linear() {
        return LinearRegistration.Options.DEFAULT.withDof(12);
    }

    private static NeuroImage prior(StandardSpace space, NeuroImage tissue, NeuroImage scan, Progress progress) {
        NeuroImage prior = space.bringTemplate(
                smooth(tissue, PRIOR_FWHM), scan.grid(), Interpolation.LINEAR, new QuietProgress(progress));
        float[] values = prior.volume(0);
        for (int v = 0; v < values.length; v++) values[v] = Math.max(0, Math.min(1, values[v]));
        prior.writeVolume(0, values);
        return prior;
    }

    private static NeuroImage smooth(NeuroImage image, double fwhm) {
        float[] values = image.volume(0);
        SeparableGaussian.of(image.grid(), fwhm, SeparableGaussian.Border.ZERO).apply(values);
        NeuroImage smooth = NeuroImage.floats(image.name(), image.grid(), 1, SeriesTiming.UNKNOWN);
        smooth.writeVolume(0, values);
        return smooth;
    }

    private static NeuroImage within(NeuroImage image, Mask mask) {
        float[] values = image.volume(0);
        for (int v = 0; v < values.length; v++) if (!mask.contains(v) || !Float.isFinite(values[v])) values[v] = 0;
        NeuroImage inside = NeuroImage.floats(image.name(), image.grid(), 1, SeriesTiming.UNKNOWN);
        inside.writeVolume(0, values);
        return inside;
    }

    /** A mask as an image, 1 inside and 0 outside. */
    public static NeuroImage image(Mask mask, String name) {
        float[] values = new float[mask.grid().voxels()];
        for (int v : mask.indices()) values[v] = 1;
        NeuroImage image = NeuroImage.floats(name, mask.grid(), 1, SeriesTiming.UNKNOWN);
        image.writeVolume(0, values);
        return image;
    }
}
