package sc.fiji.boldj.workflow.physio;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.physio.Beats;
import sc.fiji.boldj.physio.Breaths;
import sc.fiji.boldj.physio.PulseDetection;
import sc.fiji.boldj.physio.RateRegressors;
import sc.fiji.boldj.physio.Recording;
import sc.fiji.boldj.physio.Retroicor;
import sc.fiji.boldj.run.DataException;

/**
 * Heart beats and breaths of a run, as far as they were recorded and can be seen.
 *
 * @param beats null without a usable pulse
 * @param breaths null without a usable recording of breathing
 * @param reasons why a recording is not used
 */
public record PhysioModel(Beats beats, Breaths breaths, List<String> reasons) {

    /** The heart rate convolved with the cardiac response. */
    public static final String HEART = "hrv_crf";

    /** Respiration volume per time convolved with the respiratory response. */
    public static final String BREATHING = "rvt_rrf";

    /** A recording is used if the trace shows this share of the beats well. */
    private static final double LEAST_CLEAR = 0.5;

    public PhysioModel {
        reasons = List.copyOf(reasons);
    }

    /**
     * Finds beats and breaths.
     *
     * @param duration of the run, seconds from the start of the first volume
     * @throws DataException if no recording can be used; says why
     */
    public static PhysioModel of(PhysioRecordings recordings, double duration) {
        List<String> reasons = new ArrayList<>();
        Beats beats = null;
        Breaths breaths = null;
        if (recordings.pulse().isPresent())
            try {
                Recording pulse = recordings.pulse().get();
                pulse.requireCovers(0, duration);
                beats = requireClear("pulse", "beats", PulseDetection.of(pulse));
            } catch (IllegalArgumentException e) {
                reasons.add("pulse: " + e.getMessage());
            }
        if (recordings.breathing().isPresent())
            try {
                Recording breathing = recordings.breathing().get();
                breathing.requireCovers(0, duration);
                Breaths found = Breaths.of(breathing);
                requireClear("breathing", "breaths", found.peaks());
                breaths = found;
            } catch (IllegalArgumentException e) {
                reasons.add("breathing: " + e.getMessage());
            }
        if (beats == null && breaths == null) throw new DataException(String.join("; ", reasons));
        return new PhysioModel(beats, breaths, reasons);
    }

    private static Beats requireClear(String what, String noun, Beats found) {
        if (found.times().length < 10 || found.clear() < LEAST_CLEAR * found.times().length)
            throw new DataException("the trace shows " + found.clear() + " clear " + noun + " of "
                    + found.times().length + ": 10 or more, and half of all, are needed. Was the sensor of the " + what
                    + " in place?");
        return found;
    }

    /** RETROICOR with what there is. */
    public Retroicor retroicor() {
        return Retroicor.of(beats, breaths);
    }

    /**
     * Columns for a table of confounds: {@code hrv_crf} and {@code rvt_rrf}, and RETROICOR at one time of each volume.
     *
     * @param reference seconds from the start of a volume
     */
    public Confounds columns(int volumes, double repetitionTime, double reference) {
        Confounds all = Confounds.none(volumes);
        if (beats != null) all = all.with(HEART, RateRegressors.heart(beats, volumes, repetitionTime, reference));
        if (breaths != null)
            all = all.with(BREATHING, RateRegressors.breathing(breaths, volumes, repetitionTime, reference));
        double[] times = new double[volumes];
        for (int t = 0; t < volumes; t++) times[t] = t * repetitionTime + reference;
        double[][] rows = retroicor().columns(times);
        List<String> names = retroicor().names();
        for (int c = 0; c < names.size(); c++) {
            double[] column = new double[volumes];
            for (int t = 0; t < volumes; t++) column[t] = rows[t][c];
            all = all.with(names.get(c), column);
        }
        return all;
    }

    /** Rates over the run and what was found, for a sidecar. */
    public Map<String, Object> about(double duration, double reference) {
        Map<String, Object> about = new TreeMap<>();
        if (beats != null) {
            about.put("HeartRatePerMinute", finite(beats.perMinute(0, duration)));
            about.put("Beats", beats.times().length);
            about.put("BeatsDoubtful", beats.times().length - beats.clear());
            about.put(
                    HEART,
                    Map.of(
                            "Description",
                            "heart rate (mean over 6 s) convolved with the cardiac response (Chang 2009)"));
        }
        if (breaths != null) {
            Beats peaks = breaths.peaks();
            about.put("BreathingPerMinute", finite(peaks.perMinute(0, duration)));
            about.put("Breaths", peaks.times().length);
            about.put("BreathsDoubtful", peaks.times().length - peaks.clear());
            about.put(
                    BREATHING,
                    Map.of(
                            "Description",
                            "respiration volume per time convolved with the respiratory response (Birn 2008)"));
        }
        if (!reasons.isEmpty()) about.put("NotUsed", reasons);
        for (String name : retroicor().names())
            about.put(
                    name,
                    Map.of(
                            "Description",
                            "RETROICOR (Glover 2000; Harvey 2008) of the slice at ReferenceSeconds, not of other slices"));
        about.put("ReferenceSeconds", reference);
        return about;
    }

    private static Object finite(double value) {
        return Double.isFinite(value) ? value : "n/a";
    }
}
