package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.workflow.Verdict.Light;

/**
 * What the figures of a scan mean, in plain words. The limits stand in {@code docs/steps/quality-report.md} with their
 * sources; where no paper has one it is ours and said to be.
 */
final class ScanFindings {

    private static final double STILL_MM = 0.25;
    private static final double RESTLESS_MM = 0.55;
    private static final double JUMP_MM = 2;
    private static final double HUGE_MM = 5;
    private static final double[] MINUTES = {5, 4};
    private static final double[] SNR = {40, 25};
    private static final double[] SPIKES_PERCENT = {5, 20};
    private static final double STD_DVARS = 1.5;
    /** Below the second the group level excludes the scan (min_dof); at the first the standard error of Fisher's z is .21. */
    private static final double[] FREEDOM = {25, 15};

    private static final double[] SHIFT = {0.1, 0.2};
    private static final double[] BRAIN_ML = {800, 2000, 400, 3000};

    private ScanFindings() {}

    static List<Verdict> of(ScanQuality scan) {
        List<Verdict> all = new ArrayList<>();
        if (scan.run().motion() != null) motion(scan, all);
        spikes(scan, all);
        double median = scan.pictures().medianTsnr();
        Light signal = Verdict.from(median, SNR[0], SNR[1]);
        all.add(new Verdict(
                signal,
                "Signal",
                text("tSNR %.0f", median),
                signal == Light.GREEN
                        ? "The signal is well above the noise."
                        : "The signal is weak relative to the noise: look for dark regions in the tSNR map."));
        all.add(new Verdict(
                Light.GREEN,
                "Steady state",
                scan.run().skip() == 0
                        ? "from the first volume"
                        : scan.run().skip() + (scan.run().skip() == 1 ? " volume" : " volumes"),
                scan.run().skip() == 0
                        ? "The first volumes do not differ from the rest."
                        : "The first volumes are not in the steady state. They are excluded from all measures on this page;"
                                + " exclude them from the analysis too, or regress out their indicator columns."));
        mask(scan, all);
        freedom(scan, all);
        if (scan.cleaning().after() != null) denoising(scan, all);
        return List.copyOf(all);
    }

    private static void motion(ScanQuality scan, List<Verdict> all) {
        ScanMotion motion = scan.run().motion();
        double mean = ScanMotion.mean(
                steady(motion.judged().perReference(), scan.run().skip()));
        double largest = ScanMotion.largest(steady(motion.jumps(), scan.run().skip()));
        Light light = largest > HUGE_MM ? Light.RED : Verdict.upTo(mean, STILL_MM, RESTLESS_MM);
        boolean jumps = light == Light.GREEN && largest > JUMP_MM;
        if (jumps) light = Light.AMBER;
        String words = jumps
                ? "There was little motion apart from sudden movements."
                : light == Light.GREEN
                        ? "There was little motion."
                        : light == Light.AMBER
                                ? "There was moderate motion."
                                : "There was strong motion: most studies would exclude this scan.";
        all.add(new Verdict(
                light,
                "Motion",
                text("%.2f mm per 2 s", mean),
                words
                        + text(
                                " The value is the mean %s; the largest displacement within 2 s (or one volume, if that is"
                                        + " longer) is %.2f mm.",
                                motion.judged().words(), largest)));
        int left = motion.left(ScanMotion.OUTLIER_MM, scan.run().skip());
        int above = scan.run().volumes() - scan.run().skip() - left;
        if (scan.run().repetitionTime() > 0) {
            double minutes = left * scan.run().repetitionTime() / 60;
            all.add(new Verdict(
                    Verdict.from(minutes, MINUTES[0], MINUTES[1]),
                    "Usable time",
                    text("%.1f min", minutes),
                    text(
                            "%d of %d volumes have a displacement below %.1f mm per 2 s (%.3g mm per volume); %d would be censored.",
                            left,
                            scan.run().volumes() - scan.run().skip(),
                            ScanMotion.OUTLIER_MM,
                            motion.judged().perVolume(ScanMotion.OUTLIER_MM),
                            above)));
        }
        if (motion.breathes() && motion.filtered() != null)
            all.add(new Verdict(
                    Light.NONE,
                    "Breathing",
                    text("%.2f Hz", motion.breathingHz()),
                    text(
                            "The motion parameters show %.0f breaths per minute: mean displacement is %.3f mm per volume before and"
                                    + " %.3f mm after filtering.",
                            60 * motion.breathingHz(),
                            ScanMotion.mean(steady(motion.raw(), scan.run().skip())),
                            ScanMotion.mean(steady(motion.filtered(), scan.run().skip())))));
    }

    /** Changes from one steady volume to the next; the change into the first of them is not used. */
    private static double[] steady(double[] column, int skip) {
        return Arrays.copyOfRange(column, skip == 0 ? 0 : skip + 1, column.length);
    }

    private static void spikes(ScanQuality scan, List<Verdict> all) {
        if (!scan.run().columns().containsKey("std_dvars")) return;
        double[] dvars = scan.run().columns().get("std_dvars");
        long count = Arrays.stream(steady(dvars, scan.run().skip()))
                .filter(v -> v > STD_DVARS)
                .count();
        double percent = 100.0 * count / Math.max(1, dvars.length - scan.run().skip());
        Light light = Verdict.upTo(percent, SPIKES_PERCENT[0], SPIKES_PERCENT[1]);
        all.add(new Verdict(
                light,
                "Sudden changes",
                text("%.1f %%", percent),
                (count == 0
                                ? "No sudden changes: no"
                                : (light == Light.GREEN ? "Few" : "Many") + " sudden changes: " + count)
                        + (count > 1 ? " volumes have" : " volume has")
                        + " a standardised DVARS above " + STD_DVARS + "."));
    }

    private static void mask(ScanQuality scan, List<Verdict> all) {
        double millilitres =
                scan.run().brain().count() * Math.abs(scan.run().grid().affine().determinant()) / 1000;
        boolean usual = millilitres >= BRAIN_ML[0] && millilitres <= BRAIN_ML[1];
        boolean possible = millilitres >= BRAIN_ML[2] && millilitres <= BRAIN_ML[3];
        all.add(new Verdict(
                usual ? Light.GREEN : possible ? Light.AMBER : Light.RED,
                "Brain mask",
                text("%.0f ml", millilitres),
                usual
                        ? "The mask has the volume of an adult brain; check that its outline follows the edge of the brain."
                        : "The mask does not have the volume of an adult brain: does the scan cover the whole brain?"));
    }

    private static void freedom(ScanQuality scan, List<Verdict> all) {
        boolean known = scan.cleaning().applied() != null;
        if (!known && scan.cleaning().costs().isEmpty()) return;
        ModelCost cost = known
                ? scan.cleaning().applied()
                : scan.cleaning().costs().stream()
                        .filter(c -> c.preset().equals("24P+aCompCor"))
                        .findFirst()
                        .orElse(scan.cleaning().costs().get(0));
        all.add(new Verdict(
                Verdict.from(cost.degreesOfFreedom(), FREEDOM[0], FREEDOM[1]),
                "Degrees of freedom",
                text("%.0f", cost.degreesOfFreedom()),
                text(
                                "%s%s %.0f degrees of freedom out of %d volumes",
                                cost.preset(),
                                known ? " left" : " and a band-pass filter of 0.008-0.09 Hz would leave",
                                cost.degreesOfFreedom(),
                                scan.run().volumes())
                        + (Double.isNaN(cost.standardError())
                                ? ", too few to compute correlations."
                                : text("; the standard error of Fisher's z is %.3f.", cost.standardError()))));
    }

    private static void denoising(ScanQuality scan, List<Verdict> all) {
        double mean = scan.cleaning().after().mean();
        Light light = Verdict.upTo(Math.abs(mean), SHIFT[0], SHIFT[1]);
        all.add(new Verdict(
                light,
                "Denoising",
                text("mean r %.2f", mean),
                text(
                        "The mean correlation between voxels was %.2f before and %.2f after denoising%s.",
                        scan.cleaning().before().mean(),
                        mean,
                        light == Light.GREEN ? "" : ": the whole brain still shares a common signal")));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
