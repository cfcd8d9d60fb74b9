package sc.fiji.boldj.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.qc.VoxelCorrelations;
import sc.fiji.boldj.signal.Periodogram;
import sc.fiji.boldj.workflow.JudgedDisplacement;
import sc.fiji.boldj.workflow.ModelCost;
import sc.fiji.boldj.workflow.ScanMotion;
import sc.fiji.boldj.workflow.ScanQuality;

/** The plots of a scan's page. */
final class ScanPlots {

    private static final String[] COLOURS = {"#b2362b", "#2b7a3f", "#2b5fb2"};
    private static final String MAIN = "#1f4e79";
    private static final String OTHER = "#b2362b";

    private final ScanQuality scan;
    private final double[] time;
    private final String unit;

    ScanPlots(ScanQuality scan) {
        this.scan = scan;
        boolean timed = scan.run().repetitionTime() > 0;
        time = new double[scan.run().volumes()];
        for (int t = 0; t < time.length; t++) time[t] = t * (timed ? scan.run().repetitionTime() : 1);
        unit = timed ? "seconds" : "volumes";
    }

    /** Displacement, DVARS, global signal and the carpet, one above the other. */
    Element[] glance() {
        List<Element> all = new ArrayList<>();
        if (scan.run().motion() != null) {
            LinePlot plot = plot("Framewise displacement (mm)", "", 96)
                    .line(
                            "volume to volume",
                            "#8a9bb0",
                            time,
                            scan.run().motion().raw());
            double most = ScanMotion.largest(scan.run().motion().raw());
            JudgedDisplacement judged = scan.run().motion().judged();
            if (judged.isFiltered()) {
                plot.line("filtered for breathing, used for thresholds", MAIN, time, judged.values());
                most = Math.max(most, ScanMotion.largest(judged.values()));
            }
            double threshold = judged.perVolume(ScanMotion.OUTLIER_MM);
            all.add(censored(plot)
                    .level(threshold, String.format(Locale.ROOT, "threshold: %.3g mm (0.5 mm per 2 s)", threshold))
                    .up(0, Math.max(1.2 * threshold, 1.05 * most))
                    .toElement());
        }
        if (scan.run().columns().containsKey("std_dvars"))
            all.add(censored(plot("Standardised DVARS", "", 90)
                            .line(
                                    "Standardised DVARS",
                                    MAIN,
                                    time,
                                    steady(scan.run().columns().get("std_dvars"))))
                    .level(1.5, "abrupt: 1.5")
                    .toElement());
        if (scan.run().columns().containsKey("global_signal"))
            all.add(censored(plot("Global signal (% of its mean)", "", 90)
                            .line("Global signal (% of its mean)", MAIN, time, percent("global_signal")))
                    .toElement());
        all.add(CarpetPlot.of(scan.cleaning().carpet(), "Carpet before denoising"));
        if (scan.cleaning().cleanCarpet() != null)
            all.add(CarpetPlot.of(scan.cleaning().cleanCarpet(), "Carpet after denoising"));
        all.add(plot("", unit, 46)
                .up(0, 1)
                .line("", "none", time, new double[time.length])
                .toElement());
        return all.toArray(Element[]::new);
    }

    private LinePlot plot(String title, String axis, int height) {
        double half = time.length > 1 ? (time[1] - time[0]) / 2 : 0.5;
        return new LinePlot(title, axis, height).across(time[0] - half, time[time.length - 1] + half);
    }

    private LinePlot censored(LinePlot plot) {
        double half = time.length > 1 ? (time[1] - time[0]) / 2 : 0.5;
        if (scan.run().skip() > 0) plot.band(time[0] - half, time[scan.run().skip() - 1] + half);
        if (scan.run().motion() != null) {
            JudgedDisplacement judged = scan.run().motion().judged();
            double threshold = judged.perVolume(ScanMotion.OUTLIER_MM);
            for (int t = scan.run().skip(); t < time.length; t++)
                if (judged.values()[t] > threshold) plot.band(time[t] - half, time[t] + half);
        }
        return plot;
    }

    /** NaN before the steady state, where values would hide the rest. */
    private double[] steady(double[] column) {
        double[] copy = column.clone();
        Arrays.fill(
                copy,
                0,
                Math.min(copy.length, scan.run().skip() == 0 ? 0 : scan.run().skip() + 1),
                Double.NaN);
        return copy;
    }

    private double[] percent(String name) {
        double[] column = steady(scan.run().columns().get(name));
        double mean = ScanMotion.mean(column);
        return Arrays.stream(column).map(v -> 100 * (v / mean - 1)).toArray();
    }

    Element[] motion() {
        String[] axes = {"x (right)", "y (anterior)", "z (superior)"};
        String[] rotations = {"x (pitch)", "y (roll)", "z (yaw)"};
        LinePlot shifts = plot("Translation (mm)", "", 130);
        LinePlot turns = plot("Rotation (degrees)", unit, 150);
        for (int p = 0; p < 3; p++) {
            double[] shift = new double[time.length];
            double[] turn = new double[time.length];
            for (int t = 0; t < time.length; t++) {
                shift[t] = scan.run().motion().motion()[t][p];
                turn[t] = Math.toDegrees(scan.run().motion().motion()[t][p + 3]);
            }
            shifts.line(axes[p], COLOURS[p], time, shift);
            turns.line(rotations[p], COLOURS[p], time, turn);
        }
        List<Element> all = new ArrayList<>(List.of(shifts.toElement(), turns.toElement()));
        Periodogram spectrum = scan.run().motion().spectrum();
        if (spectrum != null) {
            double[] hz = new double[spectrum.power().length];
            double[] level = new double[hz.length];
            for (int k = 0; k < hz.length; k++) {
                hz[k] = spectrum.frequency(k);
                level[k] = k == 0 || !(spectrum.power()[k] > 0) ? Double.NaN : 10 * Math.log10(spectrum.power()[k]);
            }
            LinePlot plot = new LinePlot("Power spectrum of volume-to-volume motion (dB, mm\u00b2/Hz)", "Hz", 160)
                    .line("power", MAIN, hz, level);
            if (scan.run().motion().breathes())
                plot.band(
                        scan.run().motion().breathingHz() - 0.004,
                        scan.run().motion().breathingHz() + 0.004);
            all.add(plot.toElement());
            all.add(Element.of(
                            "p",
                            scan.run().motion().breathes()
                                    ? String.format(
                                            Locale.ROOT,
                                            "The shaded line is breathing at %.3f Hz.",
                                            scan.run().motion().breathingHz())
                                    : "No breathing peak was found (one is visible only with a repetition time below 1.25 s).")
                    .set("class", "quiet"));
        }
        return all.toArray(Element[]::new);
    }

    Element[] left() {
        double[] thresholds = new double[101];
        double[] share = new double[101];
        for (int i = 0; i <= 100; i++) {
            thresholds[i] = i / 100.0;
            share[i] = 100.0
                    * scan.run().motion().left(thresholds[i], scan.run().skip())
                    / (scan.run().volumes() - scan.run().skip());
        }
        return new Element[] {
            new LinePlot(
                            "Volumes kept (%)",
                            "threshold of the " + scan.run().motion().judged().words() + " (mm)", 170)
                    .line("Volumes kept (%)", MAIN, thresholds, share)
                    .band(0.495, 0.505)
                    .up(0, 103)
                    .toElement(),
            Element.of(
                            "p",
                            String.format(
                                    Locale.ROOT,
                                    "Of %d steady-state volumes, %d are kept at 0.2 mm per 2 s, %d at 0.3 mm and %d at 0.5"
                                            + " mm.",
                                    scan.run().volumes() - scan.run().skip(),
                                    scan.run().motion().left(0.2, scan.run().skip()),
                                    scan.run().motion().left(0.3, scan.run().skip()),
                                    scan.run().motion().left(0.5, scan.run().skip())))
                    .set("class", "quiet")
        };
    }

    Element[] correlations() {
        double[] r = new double[VoxelCorrelations.BINS];
        for (int i = 0; i < r.length; i++) r[i] = (i + 0.5) / r.length * 2 - 1;
        LinePlot plot = new LinePlot("Voxel pairs (%)", "correlation", 190)
                .line(
                        scan.cleaning().after() == null ? "Voxel pairs (%)" : "before",
                        OTHER,
                        r,
                        shares(scan.cleaning().before()));
        if (scan.cleaning().after() != null)
            plot.line("after", MAIN, r, shares(scan.cleaning().after()));
        String words = String.format(
                Locale.ROOT,
                "The mean correlation before denoising is %.2f",
                scan.cleaning().before().mean());
        words += scan.cleaning().after() == null
                ? "; the effect of denoising is shown where the denoised series is given."
                : String.format(
                        Locale.ROOT,
                        " and after denoising %.2f. After denoising, the distribution should be centred near 0; the fewer the degrees of freedom, the wider it is.",
                        scan.cleaning().after().mean());
        return new Element[] {
            plot.across(-1, 1).toElement(), Element.of("p", words).set("class", "quiet")
        };
    }

    private static double[] shares(VoxelCorrelations correlations) {
        return Arrays.stream(correlations.shares()).map(v -> 100 * v).toArray();
    }

    Element confounds() {
        List<String> wanted = new ArrayList<>(ScanMotion.names());
        wanted.addAll(List.of(
                "framewise_displacement",
                "framewise_displacement_filtered",
                "std_dvars",
                "global_signal",
                "white_matter",
                "csf"));
        for (String prefix : List.of("w_comp_cor_0", "c_comp_cor_0", "t_comp_cor_0"))
            for (int j = 0; j < 5; j++) wanted.add(prefix + j);
        List<String> names =
                wanted.stream().filter(scan.run().columns()::containsKey).toList();
        List<double[]> series = new ArrayList<>();
        for (String name : names) series.add(steady(scan.run().columns().get(name)));
        return MatrixPicture.correlations("Correlations between confounds", names, series);
    }

    Element costs() {
        Element table = Element.of("table");
        Element head = Element.of("tr");
        for (String word : new String[] {
            "Confounds (0.008-0.09 Hz unless stated otherwise)",
            "confound columns",
            "degrees of freedom",
            "standard error of Fisher's z"
        }) head.add(Element.of("th", word));
        table.add(head);
        List<ModelCost> costs = new ArrayList<>(scan.cleaning().costs());
        if (scan.cleaning().applied() != null) costs.add(0, scan.cleaning().applied());
        for (int i = 0; i < costs.size(); i++) {
            ModelCost cost = costs.get(i);
            boolean used = i == 0 && scan.cleaning().applied() != null;
            String which = used ? cost.preset() + " (used here)" : cost.preset();
            table.add(Element.of("tr")
                    .add(
                            Element.of("td", which),
                            Element.of("td", cost.columns() + (used ? " (all regressors)" : "")),
                            Element.of("td", String.format(Locale.ROOT, "%.0f", cost.degreesOfFreedom())),
                            Element.of(
                                    "td",
                                    Double.isNaN(cost.standardError())
                                            ? "n/a"
                                            : String.format(Locale.ROOT, "%.3f", cost.standardError()))));
        }
        return table;
    }
}
