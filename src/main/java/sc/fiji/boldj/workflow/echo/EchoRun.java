package sc.fiji.boldj.workflow.echo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.MeanVolume;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.preprocess.EchoCombination;
import sc.fiji.boldj.preprocess.EchoFit;
import sc.fiji.boldj.preprocess.EchoMaps;
import sc.fiji.boldj.preprocess.EchoSeries;
import sc.fiji.boldj.qc.SteadyState;
import sc.fiji.boldj.qc.TemporalSnr;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.study.StudyFiles;

/**
 * The combination of the echoes of a run.
 *
 * @param first the mean of the first echo
 * @param mask where T2* was fitted
 * @param maps T2*, S0 and weights
 * @param echoTimes seconds
 * @param tsnr median temporal signal-to-noise ratio of each echo, and of the combination last
 * @param method of the fit
 * @param skip volumes before the steady state, without influence on the fit
 */
public record EchoRun(
        NeuroImage first,
        Mask mask,
        EchoMaps maps,
        double[] echoTimes,
        double[] tsnr,
        EchoFit.Method method,
        int skip) {

    /**
     * Fits T2* to the means over the steady state and combines the echoes.
     *
     * @param target receives the combination; all 0 before
     * @throws IllegalArgumentException if the series are not echoes of one run, or the numbers of series and times differ
     */
    public static EchoRun of(
            List<NeuroImage> echoes,
            double[] echoTimes,
            Mask mask,
            EchoFit.Method method,
            NeuroImage target,
            Progress progress) {
        if (echoTimes.length != echoes.size())
            throw new IllegalArgumentException(echoes.size() + " series but " + echoTimes.length + " echo times");
        EchoSeries.requireAlike(echoes);
        mask.requireNotEmpty("the mask");
        NeuroImage first = echoes.get(0);
        int skip = SteadyState.of(first, SteadyState.DETECT);
        List<float[]> means = new ArrayList<>();
        for (NeuroImage echo : echoes) means.add(MeanVolume.between(echo, skip, echo.volumes(), Progress.NONE));
        EchoMaps maps = EchoMaps.of(means, mask, echoTimes, method, progress.stage(0, 0.3));
        EchoCombination.of(echoes, volume -> maps.weights(), target, progress.stage(0.3, 0.7));
        double[] tsnr = new double[echoes.size() + 1];
        boolean enough = first.volumes() - skip >= 3;
        for (int e = 0; e <= echoes.size(); e++)
            tsnr[e] = enough
                    ? TemporalSnr.of(e < echoes.size() ? echoes.get(e) : target, mask, skip, Progress.NONE)
                            .median()
                    : Double.NaN;
        NeuroImage mean = first.createLike("first echo", 1).withTiming(SeriesTiming.UNKNOWN);
        mean.writeVolume(0, means.get(0));
        return new EchoRun(mean, mask, maps, echoTimes.clone(), tsnr, method, skip);
    }

    /** Writes {@code t2star}, {@code s0} and {@code weights}, each with a sidecar that gives the unit. */
    public void write(Path folder) throws IOException {
        write(t2star(), folder.resolve("t2star.nii.gz"), "effective transverse relaxation time", "s");
        write(s0(), folder.resolve("s0.nii.gz"), "signal at echo time 0", "that of the series");
        NeuroImage weights = first.createLike("weights", echoTimes.length).withTiming(SeriesTiming.UNKNOWN);
        for (int e = 0; e < echoTimes.length; e++)
            weights.writeVolume(e, maps.weights().get(e));
        write(weights, folder.resolve("weights.nii.gz"), "weight of each echo, one volume each", "1");
    }

    private void write(NeuroImage image, Path file, String description, String units) throws IOException {
        StudyFiles.write(image, file, Progress.NONE);
        Map<String, Object> about = new TreeMap<>();
        about.put("Description", description);
        about.put("Units", units);
        about.put("EchoTimes", echoTimes);
        about.put("Fit", method.toString());
        about.put("NonSteadyStateVolumes", skip);
        StudyFiles.describe(file, about);
    }

    public NeuroImage t2star() {
        return maps.image("T2*", maps.t2star(), first);
    }

    public NeuroImage s0() {
        return maps.image("S0", maps.s0(), first);
    }

    /** What was done, in sentences. */
    public String words() {
        double[] sorted = Arrays.stream(mask.indices())
                .mapToDouble(v -> maps.t2star()[v])
                .sorted()
                .toArray();
        return String.format(
                Locale.ROOT,
                "T2* was fitted to the mean of each of %d echoes over %s (%s) in %d voxels; its median is %.1f ms. The echoes were combined with the weights TE exp(-TE/T2*) (Posse 1999). Where T2* is not known, and outside the mask, the result is the first echo.",
                echoTimes.length,
                skip == 0 ? "all volumes" : "the volumes after the first " + skip,
                method == EchoFit.Method.LOGLINEAR
                        ? "log-linear, weighted by the squared signals"
                        : "nonlinear least squares",
                sorted.length,
                1000 * sorted[sorted.length / 2]);
    }

    /** Echo times and temporal signal-to-noise ratios. */
    public Table summary() {
        List<List<String>> rows = new ArrayList<>();
        for (int e = 0; e < tsnr.length; e++)
            rows.add(List.of(
                    e < echoTimes.length ? "echo " + (e + 1) : "combined",
                    e < echoTimes.length ? String.format(Locale.ROOT, "%.1f", 1000 * echoTimes[e]) : "",
                    String.format(Locale.ROOT, "%.1f", tsnr[e])));
        return Table.of(List.of("series", "echo time (ms)", "median tSNR"), rows);
    }
}
