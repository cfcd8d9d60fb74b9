package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.denoise.Censoring;
import sc.fiji.boldj.denoise.ConfoundPreset;
import sc.fiji.boldj.denoise.ConfoundRegression;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/**
 * What a denoising leaves of a run.
 *
 * @param preset the set of confounds, and the band where it is not 0.008-0.09 Hz
 * @param columns of confounds
 * @param degreesOfFreedom that are left
 * @param standardError of Fisher's z of a correlation
 */
public record ModelCost(String preset, int columns, double degreesOfFreedom, double standardError) {

    private static final List<String> PRESETS =
            List.of("24P", "24P+GS", "24P+WM+CSF", "24P+WM+CSF+GS", "24P+aCompCor", "24P+aCompCor+GS", "32P", "36P");

    /**
     * The cost of each known set that the table has and the run can bear. Only the number of volumes and the design
     * matter, no voxel is read.
     *
     * @param timing of the run; nothing comes back if the repetition time is not known or the band reaches Nyquist
     */
    public static List<ModelCost> of(Confounds confounds, SeriesTiming timing) {
        List<ModelCost> costs = new ArrayList<>();
        if (!timing.isKnown() || confounds.volumes() < 3) return costs;
        NeuroImage run = NeuroImage.floats("run", new VoxelGrid(1, 1, 1, Affine.IDENTITY), confounds.volumes(), timing);
        for (String preset : PRESETS) {
            try {
                Confounds chosen = confounds
                        .select(ConfoundPreset.columns(preset, confounds.names()))
                        .withFirstFilled();
                ConfoundRegression.Result left = ConfoundRegression.apply(
                        run,
                        chosen,
                        Mask.all(run.grid()),
                        Censoring.NONE,
                        ConfoundRegression.Options.DEFAULT,
                        run.createLike("clean", run.volumes()),
                        Progress.NONE);
                costs.add(new ModelCost(preset, chosen.size(), left.degreesOfFreedom(), left.fisherZStandardError()));
            } catch (IllegalArgumentException e) {
                // the table lacks its columns, or nothing would be left of the run: no row for this set

            }
        }
        return costs;
    }
}
