package sc.fiji.boldj.workflow.study;

import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.qc.SteadyState;

/**
 * How participants are processed.
 *
 * @param template empty: built in; else a path or a TemplateFlow name
 * @param voxel edge of the voxels in standard space in mm, 1 to 10
 * @param nonlinear whether normalisation includes a warp
 * @param sliceTiming whether slice times are corrected where they are known
 * @param fwhm of the smoothing of maps in mm, 0 for none
 * @param columns confounds to take out, a preset or a comma list
 * @param low edge of the pass band in Hz, 0: open
 * @param high edge of the pass band in Hz, 0: open
 * @param censor framewise displacement in mm per 2 s above which volumes are censored, 0: none
 * @param sensitivity whether the main maps are also made with the global signal taken out, censored, and not smoothed
 * @param taskModel whether a task model is fitted to runs with events
 * @param contrasts of series with events, beside each condition and the differences of pairs: {@code name = expression}
 *     separated by {@code |}; empty for none
 * @param dummyScans volumes at the start of each series that are not in the steady state and do not count, or
 *     {@link SteadyState#DETECT}: found in the raw series
 * @param seeds of further maps: {@code name = x,y,z} in MNI mm, more places of one joined by {@code +}, separated by
 *     semicolons; empty for none
 * @param components path of spatial maps in MNI space for another dual regression, such as those of a group ICA; empty
 *     for none
 */
public record ParticipantOptions(
        String template,
        double voxel,
        boolean nonlinear,
        boolean sliceTiming,
        double fwhm,
        String columns,
        double low,
        double high,
        double censor,
        boolean sensitivity,
        boolean taskModel,
        String contrasts,
        int dummyScans,
        String seeds,
        String components) {

    /** 3 mm, 6 mm, 24 motion columns and aCompCor, 0.008 to 0.09 Hz. */
    public static final ParticipantOptions DEFAULT = new ParticipantOptions(
            "", 3, true, true, 6, "24P+aCompCor", 0.008, 0.09, 0, true, true, "", SteadyState.DETECT, "", "");

    public ParticipantOptions {
        if (!(voxel >= 1 && voxel <= 10)) throw new IllegalArgumentException("voxel must be 1 to 10 mm, got " + voxel);
        if (!(fwhm >= 0 && fwhm <= 30)) throw new IllegalArgumentException("fwhm must be 0 to 30 mm, got " + fwhm);
        if (!(low >= 0 && high >= 0) || (high > 0 && low >= high))
            throw new IllegalArgumentException(
                    "the pass band must have 0 <= low < high Hz (high 0: open), got " + low + " to " + high);
        if (!(censor >= 0)) throw new IllegalArgumentException("censor must be 0 mm or more, got " + censor);
        SteadyState.requireValid(dummyScans);
        SeedPlaces.parse(seeds);
    }

    /** The same with another band, for maps that need all frequencies. */
    ParticipantOptions withBand(double newLow, double newHigh) {
        return new ParticipantOptions(
                template,
                voxel,
                nonlinear,
                sliceTiming,
                fwhm,
                columns,
                newLow,
                newHigh,
                censor,
                sensitivity,
                taskModel,
                contrasts,
                dummyScans,
                seeds,
                components);
    }

    /** The same with another denoising. */
    public ParticipantOptions withDenoising(String newColumns, double newLow, double newHigh, int newDummyScans) {
        return new ParticipantOptions(
                template,
                voxel,
                nonlinear,
                sliceTiming,
                fwhm,
                newColumns,
                newLow,
                newHigh,
                censor,
                sensitivity,
                taskModel,
                contrasts,
                newDummyScans,
                seeds,
                components);
    }

    /** By key, as in commands and logs. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new TreeMap<>();
        map.put("template", template);
        map.put("voxel", voxel);
        map.put("nonlinear", nonlinear);
        map.put("slice_timing", sliceTiming);
        map.put("fwhm", fwhm);
        map.put("columns", columns);
        map.put("low", low);
        map.put("high", high);
        map.put("censor", censor);
        map.put("sensitivity", sensitivity);
        map.put("task_model", taskModel);
        map.put("contrasts", contrasts);
        map.put("dummy_scans", dummyScans);
        map.put("seeds", seeds);
        map.put("components", components);
        return map;
    }

    /** Some of the options, for a step that depends on no others. */
    Map<String, Object> some(String... keys) {
        Map<String, Object> all = toMap();
        Map<String, Object> some = new TreeMap<>();
        for (String key : keys) some.put(key, all.get(key));
        return some;
    }
}
