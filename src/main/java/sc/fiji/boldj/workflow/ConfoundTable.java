package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.denoise.CosineColumns;
import sc.fiji.boldj.denoise.IndicatorColumns;
import sc.fiji.boldj.denoise.MotionExpansion;
import sc.fiji.boldj.denoise.SignalExpansion;
import sc.fiji.boldj.denoise.TissueMasks;
import sc.fiji.boldj.denoise.TissueSeries;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.qc.Dvars;
import sc.fiji.boldj.qc.SteadyState;
import sc.fiji.boldj.run.Progress;

/**
 * All confounds of a run, with fMRIPrep's column names and what its sidecar says of them.
 *
 * @param confounds the columns
 * @param notes for a column, what to say of it: fMRIPrep's keys for components, otherwise a description
 */
public record ConfoundTable(Confounds confounds, Map<String, Map<String, Object>> notes) {

    /** Cutoff of CompCor's high-pass and of the columns {@code cosineXX}, Hz. */
    public static final double CUTOFF_HZ = 1 / 128.0;

    /** Share of the variance that the components of white matter and CSF together explain. */
    public static final double VARIANCE = 0.5;

    /** Components of white matter, of CSF and of the most variable voxels, each. */
    public static final int COMPONENTS = 10;

    /** Per 2 s. */
    private static final double MOTION_MM = 0.5;

    private static final double STD_DVARS = 1.5;

    /**
     * What there is.
     *
     * @param source realigned series, not smoothed, 3 volumes or more
     * @param brain the brain
     * @param grey probability of grey matter, or null
     * @param white probability or mask of white matter, or null
     * @param fluid probability or mask of CSF, or null
     * @param motion shape (T, 6) in mm and radians, or null
     */
    public record Inputs(
            NeuroImage source, Mask brain, NeuroImage grey, NeuroImage white, NeuroImage fluid, double[][] motion) {}

    /** How motion is filtered for breathing before displacement is computed. */
    public enum Filter {
        /** A notch at the breathing peak. */
        NOTCH,
        /** Only what is slower than 0.1 Hz. */
        LOWPASS,
        /** Not at all. */
        NONE
    }

    /**
     * Computes the table.
     *
     * <p>In this order: motion and its expansion, displacements, DVARS, means of brain, white matter and CSF with
     * expansions, components, cosines, outliers. What needs an input that is null is excluded, as are components and
     * cosines if the repetition time is not known.
     *
     * @throws IllegalArgumentException if an input does not fit the series, with the reason
     */
    public static ConfoundTable of(Inputs inputs, Filter filter, Progress progress) {
        return of(inputs, filter, SteadyState.DETECT, progress);
    }

    /**
     * The same with the number of volumes before the steady state.
     *
     * @param dummyScans that many at the start; or {@link SteadyState#DETECT}: found in the means over all voxels of the
     *     series, which is what one wants of a series that has not been masked
     */
    public static ConfoundTable of(Inputs inputs, Filter filter, int dummyScans, Progress progress) {
        NeuroImage source = inputs.source();
        int skip = SteadyState.of(source, dummyScans);
        Map<String, Map<String, Object>> notes = new LinkedHashMap<>();
        Confounds all = Confounds.none(source.volumes());
        if (inputs.motion() != null) {
            all = MotionExpansion.expand(inputs.motion());
            all = MotionColumns.add(
                    all,
                    inputs.motion(),
                    source.timing().repetitionTime(),
                    source.grid().centre(),
                    filter,
                    notes);
        }
        Dvars dvars = Dvars.of(source, inputs.brain(), skip, progress.stage(0, 0.35));
        all = all.with("dvars", dvars.dvars()).with("std_dvars", dvars.standardized());
        List<Mask> masks = new ArrayList<>(List.of(inputs.brain()));
        List<String> names = new ArrayList<>(List.of(TissueSeries.GLOBAL_SIGNAL));
        if (inputs.white() != null) {
            masks.add(TissueMasks.of(inputs.white(), null, inputs.brain()));
            names.add(TissueSeries.WHITE_MATTER);
        }
        if (inputs.fluid() != null) {
            masks.add(TissueMasks.of(inputs.fluid(), inputs.grey(), inputs.brain()));
            names.add(TissueSeries.CSF);
        }
        List<double[]> means = TissueSeries.means(source, masks, names, progress.stage(0.35, 0.5));
        for (int i = 0; i < names.size(); i++) {
            all = SignalExpansion.add(all, names.get(i), means.get(i), skip);
            int voxels = masks.get(i).count();
            notes.put(names.get(i), Map.of("Description", "mean over " + voxels + " voxels", "Voxels", voxels));
        }
        if (source.timing().isKnown()) {
            all = CompCorColumns.components(all, source, masks, names, skip, notes, progress.stage(0.5, 1));
            all = CosineColumns.add(all, skip, source.timing().repetitionTime(), CUTOFF_HZ);
        }
        if (all.names().contains(MotionColumns.DISPLACEMENT)) {
            JudgedDisplacement judged =
                    JudgedDisplacement.of(all, source.timing().repetitionTime());
            notes.put(
                    IndicatorColumns.MOTION,
                    Map.of(
                            "Description",
                            "1 in one volume whose " + judged.column()
                                    + " or standardised DVARS is above its threshold",
                            "DisplacementMillimetresPer2s",
                            MOTION_MM,
                            "DisplacementMillimetresPerVolume",
                            judged.perVolume(MOTION_MM),
                            "StandardisedDVARS",
                            STD_DVARS));
        }
        return new ConfoundTable(outliers(all, skip, source.timing().repetitionTime()), notes);
    }

    private static Confounds outliers(Confounds confounds, int skip, double repetitionTime) {
        boolean[] unsteady = new boolean[confounds.volumes()];
        boolean[] outliers = new boolean[confounds.volumes()];
        double[] change = confounds.column("std_dvars");
        JudgedDisplacement judged = confounds.names().contains(MotionColumns.DISPLACEMENT)
                ? JudgedDisplacement.of(confounds, repetitionTime)
                : JudgedDisplacement.of(MotionColumns.DISPLACEMENT, new double[change.length], repetitionTime);
        double[] moved = judged.values();
        double limit = judged.perVolume(MOTION_MM);
        for (int t = 0; t < unsteady.length; t++) {
            unsteady[t] = t < skip;
            // the brightness of the first steady volume is compared with one that is not
            boolean changed = (skip == 0 || t > skip) && change[t] > STD_DVARS;
            outliers[t] = t >= skip && (moved[t] > limit || changed);
        }
        Confounds all = IndicatorColumns.add(confounds, IndicatorColumns.NON_STEADY_STATE, unsteady);
        return IndicatorColumns.add(all, IndicatorColumns.MOTION, outliers);
    }
}
