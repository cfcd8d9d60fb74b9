package sc.fiji.boldj.workflow.scan;

import java.util.Locale;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.MeanVolume;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.registration.BoundaryFit;
import sc.fiji.boldj.registration.BoundaryRegistration;
import sc.fiji.boldj.registration.LinearFit;
import sc.fiji.boldj.registration.LinearRegistration;
import sc.fiji.boldj.registration.WhiteSurface;
import sc.fiji.boldj.run.Progress;

/**
 * A scan registered to another by a rigid or affine map, refined at the border of white matter if asked.
 *
 * @param mean of the moving scan over time
 * @param fixedToMoving maps places of the fixed scan to places of the moving scan, RAS+ mm
 * @param words how well they fit, line by line
 * @param warning why the refinement was not accepted; empty if it was
 */
public record Coregistration(NeuroImage mean, Affine fixedToMoving, String words, String warning) {

    /**
     * How they are registered to each other.
     *
     * @param linear of the first map
     * @param border whether the map is refined at the border of white matter
     * @param brain of the fixed scan; null: found if needed for the border, else the scan as it is
     * @param surface of the fixed scan's white matter; null: found if needed
     */
    public record Options(LinearRegistration.Options linear, boolean border, Mask brain, WhiteSurface surface) {}

    /** Registers {@code moving}, the mean of a series, to {@code fixed}. */
    public static Coregistration of(NeuroImage moving, NeuroImage fixed, Options options, Progress progress) {
        Mask brain = options.brain;
        WhiteSurface surface = options.surface;
        String found = "";
        double begin = 0;
        if (options.border && surface == null) {
            FixedAnatomy anatomy = FixedAnatomy.of(fixed, brain, progress.stage(0, 0.5));
            brain = anatomy.brain();
            surface = WhiteSurface.of(anatomy.tissues().white());
            found = String.format(
                    Locale.ROOT, "\nwhite matter segmented in '%s', brain of %.2f litres", fixed.name(), litres(brain));
            begin = 0.5;
        }
        Progress rest = progress.stage(begin, 1);
        NeuroImage mean = mean(moving, rest.stage(0, 0.1));
        LinearRegistration.Weights weights = brain == null
                ? LinearRegistration.Weights.NONE
                : LinearRegistration.Weights.brain(brain.toImage(fixed, "brain"));
        LinearFit fit = LinearRegistration.of(fixed, mean, weights, options.linear, rest.stage(0.1, 0.7));
        String words = String.format(
                        Locale.ROOT,
                        "%d degrees of freedom, cost %.5f, overlap %.0f %%",
                        options.linear.dof(),
                        fit.cost(),
                        100 * fit.overlap())
                + found;
        if (surface == null) return new Coregistration(mean, fit.fixedToMoving(), words, "");
        BoundaryFit refined = BoundaryRegistration.of(
                mean, surface, fit.fixedToMoving(), BoundaryRegistration.Options.DEFAULT, rest.stage(0.7, 0.9));
        return new Coregistration(
                mean,
                refined.fixedToMoving(),
                words + "\n" + refined.finding(),
                refined.accepted() ? "" : refined.finding());
    }

    private static double litres(Mask brain) {
        return brain.count()
                * brain.grid().voxelSize(0)
                * brain.grid().voxelSize(1)
                * brain.grid().voxelSize(2)
                / 1e6;
    }

    private static NeuroImage mean(NeuroImage source, Progress progress) {
        if (source.volumes() == 1) return source;
        NeuroImage mean = source.createLike(source.name(), 1);
        MeanVolume.of(source, mean, progress);
        return mean;
    }
}
