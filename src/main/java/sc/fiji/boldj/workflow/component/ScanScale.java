package sc.fiji.boldj.workflow.component;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.preprocess.GrandMean;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;

/**
 * Scales several scans in the same way, so that their maps do not depend on the gain of the scanner.
 *
 * @param way {@code grand-mean}, {@code variability} or {@code none}
 * @param factors what each scan is multiplied by
 */
public record ScanScale(String way, List<Double> factors) {

    /** A choice of the key: the grand mean, or the variability of scans without one. */
    public static final String AUTO = "auto";

    /** A choice of the key: the mean over mask and time becomes 10000. */
    public static final String GRAND_MEAN = "grand-mean";
    /** A choice of the key: by the standard deviations over time. */
    public static final String VARIABILITY = "variability";
    /** A choice of the key: as the scans are. */
    public static final String NONE = "none";

    /** The root mean square over the mask of the standard deviations over time of a scan scaled by its variability. */
    static final double DEVIATION = 100;

    /**
     * Measures scans.
     *
     * @param asked {@code auto}: the grand mean if all scans have one, the variability if none has
     * @throws DataException if a scan cannot be scaled as asked, or some have a mean and others none; names the scan
     */
    public static ScanScale of(String asked, GroupScans scans, Mask within, NeuroImage grid, Progress progress)
            throws IOException {
        List<Double> factors = new ArrayList<>();
        if (asked.equals(NONE)) {
            for (int i = 0; i < scans.size(); i++) factors.add(1.0);
            return new ScanScale(NONE, factors);
        }
        List<GrandMean> found = new ArrayList<>();
        for (int i = 0; i < scans.size(); i++) {
            NeuroImage scan = scans.read(i, Progress.NONE);
            scan.grid().requireSameAs(grid.grid(), "'" + scan.name() + "'", "the maps '" + grid.name() + "'");
            found.add(
                    GrandMean.of(scan, within, 0, progress.stage(i / (double) scans.size(), (i + 1.0) / scans.size())));
        }
        String way = asked.equals(AUTO) ? common(scans, found) : asked;
        for (int i = 0; i < found.size(); i++) {
            String name = "scan " + (i + 1) + " (" + scans.names().get(i) + ")";
            factors.add(way.equals(GRAND_MEAN) ? found.get(i).factor(name) : variability(found.get(i), name));
        }
        return new ScanScale(way, factors);
    }

    private static String common(GroupScans scans, List<GrandMean> found) {
        boolean first = found.get(0).isThere();
        for (int i = 1; i < found.size(); i++)
            if (found.get(i).isThere() != first)
                throw new DataException("scans 1 (" + scans.names().get(0) + ") and " + (i + 1) + " ("
                        + scans.names().get(i) + ") cannot be scaled alike: "
                        + (first ? "the second" : "the first")
                        + " has no mean over the brain (demeaned or denoised), but the"
                        + " other has one. Preprocess all scans in the same way, or set scale to " + VARIABILITY
                        + " or " + NONE);
        return first ? GRAND_MEAN : VARIABILITY;
    }

    private static double variability(GrandMean found, String name) {
        if (!(found.deviation() > 0)) throw new DataException(name + " is constant over time in the mask");
        return DEVIATION / found.deviation();
    }

    /** The unit of a scaled scan. */
    public String units() {
        return switch (way) {
            case GRAND_MEAN -> "arbitrary; the mean of the scan over the mask and over time is 10000 (100 = 1 %)";
            case VARIABILITY ->
                "arbitrary; the root mean square over the mask of the temporal standard deviations of the scan is 100";
            default -> "that of the scan, which depends on the gain of the scanner";
        };
    }

    /** What was done, in a sentence. */
    public String words() {
        return switch (way) {
            case GRAND_MEAN ->
                "Each scan was scaled to a mean of 10000 over the mask and over time (100 = 1 %), so that the maps do"
                        + " not depend on the gain of the scanner.";
            case VARIABILITY ->
                "The scans have no mean (demeaned or denoised), so each was scaled to a root mean square of the temporal"
                        + " standard deviations of 100: the maps depend neither on the gain of the scanner nor on a change"
                        + " in the overall amplitude of fluctuations.";
            default ->
                "The scans were not scaled: maps are in the unit of the scan and depend on the gain of the scanner.";
        };
    }

    /** {@code 1.234}. */
    public String factor(int scan) {
        return String.format(Locale.ROOT, "%.4g", factors.get(scan));
    }
}
