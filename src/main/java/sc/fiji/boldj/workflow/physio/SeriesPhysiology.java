package sc.fiji.boldj.workflow.physio;

import java.util.Map;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.denoise.MotionExpansion;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.physio.RetroicorRemoval;
import sc.fiji.boldj.preprocess.SliceTiming;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.signal.DriftBasis;

/**
 * RETROICOR on a raw run, before slice timing correction.
 *
 * <p>It is fitted together with the later regressors that are known by then: linear trend, slow cosines, and the 24 motion
 * columns. The upper edge of the pass band is not among them: with it the fit would rest on the little that cardiac and respiratory columns have
 * within the band, and be noise. It is applied later, to the corrected series, once.
 */
public final class SeriesPhysiology {

    private SeriesPhysiology() {}

    /**
     * The later regressors.
     *
     * @param motion shape (T, 6)
     * @param low lower edge of the pass band, Hz; 0: none
     * @return shape (T, columns), without a constant
     */
    public static double[][] later(double[][] motion, double repetitionTime, double low) {
        int volumes = motion.length;
        Confounds expanded = MotionExpansion.expand(motion).withFirstFilled();
        double[] slow = low > 0 ? DriftBasis.cosine(volumes, repetitionTime, low) : new double[0];
        int cosines = slow.length / volumes;
        double[][] rows = new double[volumes][1 + cosines + expanded.size()];
        for (int t = 0; t < volumes; t++) {
            rows[t][0] = 2.0 * t / (volumes - 1) - 1;
            System.arraycopy(slow, t * cosines, rows[t], 1, cosines);
        }
        for (int c = 0; c < expanded.size(); c++) {
            double[] column = expanded.column(c);
            for (int t = 0; t < volumes; t++) rows[t][1 + cosines + c] = column[t];
        }
        return rows;
    }

    /**
     * Corrects a run.
     *
     * @param later what {@link #later} gives
     * @param skip volumes at the start that are not in the steady state
     * @param about receives what was done
     * @return a new series, or the source if slice times are not known or the run is too short, with the reason in {@code about}
     */
    public static NeuroImage corrected(
            NeuroImage source,
            PhysioModel model,
            double[][] later,
            int skip,
            Map<String, Object> about,
            Progress progress) {
        about.put("RetroicorApplied", false);
        try {
            SliceTiming times = SliceTiming.of(source.timing())
                    .orElseThrow(() -> new DataException("slice times are not known, and RETROICOR needs them"));
            double[] slices = new double[source.grid().sizeZ()];
            for (int z = 0; z < slices.length; z++) slices[z] = times.time(z);
            NeuroImage target = source.createLike(source.name(), source.volumes());
            RetroicorRemoval.apply(
                    source,
                    model.retroicor(),
                    new RetroicorRemoval.Times(slices, source.timing().repetitionTime(), skip),
                    later,
                    target,
                    progress);
            about.put("RetroicorApplied", true);
            about.put("RetroicorColumns", model.retroicor().names().size());
            return target;
        } catch (IllegalArgumentException e) {
            about.put("RetroicorReason", e.getMessage());
            return source;
        }
    }
}
