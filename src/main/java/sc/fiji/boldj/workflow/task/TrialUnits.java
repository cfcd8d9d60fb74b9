package sc.fiji.boldj.workflow.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.glm.BetaSeries;
import sc.fiji.boldj.glm.ColumnUnit;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.glm.Hrf;
import sc.fiji.boldj.glm.TypicalEvents;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** The unit in which amplitudes of trials are written: percent of the mean, or that of the series. */
public final class TrialUnits {

    private final boolean percent;
    private final Map<String, ColumnUnit> heights;
    private int withoutBaseline;

    /**
     * The unit of a choice.
     *
     * @param units {@code percent} or {@code signal}
     * @param events of the run
     * @param typical what percent refers to
     */
    public TrialUnits(String units, Events events, TypicalEvents typical, Hrf hrf) {
        percent = units.equals("percent");
        heights = new TreeMap<>(typical.units(hrf));
        heights.keySet().retainAll(events.conditions());
    }

    /** Turns the amplitudes of the trials of a condition into the unit, in place. */
    void apply(NeuroImage source, Mask within, String condition, NeuroImage amplitudes, Progress progress) {
        if (!percent) return;
        double[] signal = new double[amplitudes.volumes()];
        Arrays.fill(signal, heights.get(condition).height());
        withoutBaseline = BetaSeries.toPercent(source, within, signal, amplitudes, progress);
    }

    /** The amplitudes of a seed in the unit; NaN in percent if its mean is no baseline. */
    double[] ofSeed(double[] amplitudes, List<Events.Event> trials, double baseline) {
        double[] column = amplitudes.clone();
        for (int k = 0; percent && k < column.length; k++)
            column[k] *= 100 * heights.get(trials.get(k).condition()).height() / baseline;
        return column;
    }

    /** What stands in sidecars as the unit. */
    String name() {
        return percent ? "%" : "of the series";
    }

    /** What percent means, in a sentence with a blank before it; empty for the unit of the series. */
    String words() {
        if (!percent) return "";
        List<String> parts = new ArrayList<>();
        heights.forEach((condition, unit) -> parts.add(condition + " " + unit.words()));
        return " Amplitudes are in percent of the voxel's mean: " + String.join("; ", parts) + ".";
    }

    /** A warning if most voxels have no percent; else empty. */
    String warning(int voxels) {
        return withoutBaseline * 2 <= voxels
                ? ""
                : "\nwarning: the mean of " + withoutBaseline + " of " + voxels
                        + " voxels is not a baseline, so their amplitudes cannot be given in percent: is the series already"
                        + " denoised? Use units=signal";
    }
}
