package sc.fiji.boldj.workflow.check;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.io.Finding;
import sc.fiji.boldj.io.NiftiHeader;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.preprocess.BrainMask;
import sc.fiji.boldj.preprocess.SliceTiming;
import sc.fiji.boldj.qc.SteadyState;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.Verdict;
import sc.fiji.boldj.workflow.participant.ResampleStep;
import sc.fiji.boldj.workflow.participant.SeriesLength;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** What is wrong with one scan of a dataset: it is read to its end; times, volumes and coverage are looked at. */
public final class ScanInspection {

    private static final int MEAN_OF = 20;
    private static final double LEAST_BRAIN_ML = 700;
    private static final double MOST_BRAIN_ML = 2600;

    private ScanInspection() {}

    /** Looks at a scan by itself; nothing if it cannot be read. */
    public static Optional<SeenScan> of(BidsScan scan, ParticipantOptions options, List<DatasetCheck.Row> rows) {
        String name = SeenScan.name(scan);
        NeuroImage image;
        String digest;
        try {
            image = NiftiReader.read(scan.file(), NiftiReader.Options.DEFAULT, Progress.NONE);
            digest = FileDigest.of(scan.file());
        } catch (IOException | IllegalArgumentException e) {
            DatasetCheck.add(rows, Verdict.Light.RED, name, "file", "cannot be read: " + e.getMessage());
            return Optional.empty();
        }
        for (Finding finding : ((NiftiHeader) image.header().orElseThrow()).findings())
            if (finding.level() != Finding.Level.INFO)
                DatasetCheck.add(rows, Verdict.Light.AMBER, name, "header", finding.text());
        if (scan.isBold()) series(scan, image, options, rows);
        else if (image.volumes() != 1)
            DatasetCheck.add(
                    rows,
                    Verdict.Light.RED,
                    name,
                    "volumes",
                    "has " + image.volumes() + " volumes, an anatomical scan has one");
        NeuroImage mean = mean(image);
        if (scan.isBold() && image.volumes() > 1) coverage(name, mean, rows);
        return Optional.of(new SeenScan(scan, mean, image.volumes(), image.timing(), digest));
    }

    private static void series(
            BidsScan scan, NeuroImage image, ParticipantOptions options, List<DatasetCheck.Row> rows) {
        String name = SeenScan.name(scan);
        if (image.volumes() < 5) {
            DatasetCheck.add(
                    rows,
                    Verdict.Light.RED,
                    name,
                    "volumes",
                    "has " + image.volumes() + (image.volumes() == 1 ? " volume" : " volumes")
                            + ", a series needs 5 or more: is it a reference scan, or was the run stopped?");
            return;
        }
        int early = SteadyState.of(image, SteadyState.DETECT);
        if (early > 0)
            DatasetCheck.add(
                    rows,
                    Verdict.Light.GREEN,
                    name,
                    "steady state",
                    (early == 1 ? "1 volume" : early + " volumes")
                            + " at the start not in the steady state, judged by the mean over the whole image: the participant level excludes them; dummy_scans sets another number");
        SeriesTiming timing = image.timing();
        SeriesLength.problem(image.volumes(), timing.repetitionTime(), options)
                .ifPresent(reason -> DatasetCheck.add(rows, Verdict.Light.RED, name, "volumes", reason));
        if (!timing.isKnown()) {
            DatasetCheck.add(
                    rows,
                    Verdict.Light.RED,
                    name,
                    "repetition time",
                    "is not known: neither header nor sidecar gives it");
            return;
        }
        double tr = timing.repetitionTime();
        if (tr < 0.2 || tr > 10)
            DatasetCheck.add(
                    rows,
                    Verdict.Light.RED,
                    name,
                    "repetition time",
                    "is " + tr + " s: is it in milliseconds, or wrong?");
        else if (tr < 0.3 || tr > 5)
            DatasetCheck.add(rows, Verdict.Light.AMBER, name, "repetition time", "is unusual: " + tr + " s");
        if (!timing.hasSliceTimes()) {
            DatasetCheck.add(
                    rows, Verdict.Light.AMBER, name, "slice times", "are not known, so they cannot be corrected");
            return;
        }
        try {
            SliceTiming times = SliceTiming.of(timing).orElseThrow();
            int together = times.slicesTogether();
            if (together < 1 || times.slices() % together != 0)
                DatasetCheck.add(
                        rows,
                        Verdict.Light.RED,
                        name,
                        "slice times",
                        "do not occur equally often: the list is not that of a multiband scan of " + times.slices()
                                + " slices");
        } catch (IllegalArgumentException e) {
            DatasetCheck.add(rows, Verdict.Light.RED, name, "slice times", e.getMessage());
        }
    }

    private static NeuroImage mean(NeuroImage image) {
        int volumes = Math.min(MEAN_OF, image.volumes());
        double[] sum = new double[image.grid().voxels()];
        for (int i = 0; i < volumes; i++) {
            float[] volume = image.volume((int) ((i + 0.5) * image.volumes() / volumes));
            for (int v = 0; v < sum.length; v++) if (Float.isFinite(volume[v])) sum[v] += volume[v];
        }
        float[] mean = new float[sum.length];
        for (int v = 0; v < sum.length; v++) mean[v] = (float) (sum[v] / volumes);
        return ResampleStep.volume(image.name(), image.grid(), mean);
    }

    private static void coverage(String name, NeuroImage mean, List<DatasetCheck.Row> rows) {
        try {
            Mask brain = BrainMask.epi(mean, BrainMask.Options.DEFAULT, Progress.NONE);
            double ml = brain.count() * Math.abs(mean.grid().affine().determinant()) / 1000;
            if (ml < LEAST_BRAIN_ML)
                DatasetCheck.add(
                        rows,
                        Verdict.Light.AMBER,
                        name,
                        "coverage",
                        String.format(Locale.ROOT, "only %.0f ml of brain in the field of view", ml));
            else if (ml > MOST_BRAIN_ML)
                DatasetCheck.add(
                        rows,
                        Verdict.Light.AMBER,
                        name,
                        "coverage",
                        String.format(Locale.ROOT, "%.0f ml of brain: are the voxel sizes in the header right?", ml));
        } catch (IllegalArgumentException e) {
            DatasetCheck.add(rows, Verdict.Light.RED, name, "brain", "none is found: " + e.getMessage());
        }
    }
}
