package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.connectivity.GlobalBrainConnectivity;
import sc.fiji.boldj.connectivity.LowFrequencyAmplitude;
import sc.fiji.boldj.connectivity.RegionalHomogeneity;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.preprocess.GaussianSmoothing;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.SymmetricHomotopic;
import sc.fiji.boldj.workflow.TemplateSymmetry;

/**
 * Voxelwise measures of a series: amplitude, homogeneity, global and homotopic connectivity.
 *
 * <p>Amplitude and homogeneity are written both raw, so that an effect on the whole brain can be tested, and relative to the
 * mean or standard deviation over the brain, so that a local effect can be distinguished from it.
 */
final class LocalMaps {

    /** A map by its name at the group level. */
    private record Kind(String file, String description, String units) {}

    private static final Map<String, Kind> KINDS = kinds();

    private LocalMaps() {}

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("alff", new Kind("alff", "amplitude of low-frequency fluctuations, 0.01-0.1 Hz", ResampleStep.UNITS));
        kinds.put(
                "malff",
                new Kind(
                        "desc-mean_alff",
                        "ALFF divided by its mean over the brain: an effect on the whole brain is removed",
                        "1"));
        kinds.put("falff", new Kind("falff", "ALFF as a share of the amplitudes of all frequencies", "1"));
        kinds.put(
                "mfalff",
                new Kind(
                        "desc-mean_falff",
                        "fALFF divided by its mean over the brain: an effect on the whole brain is removed",
                        "1"));
        kinds.put(
                "reho",
                new Kind(
                        "reho",
                        "regional homogeneity (Kendall's W over 27 voxels) of the series that was not smoothed,"
                                + " smoothed afterwards",
                        "1"));
        kinds.put(
                "zreho",
                new Kind(
                        "desc-zscore_reho",
                        "regional homogeneity minus its mean over the brain, divided by its standard deviation there: an"
                                + " effect on the whole brain is removed",
                        "standard deviations over the brain"));
        kinds.put("gbc", new Kind("gbc", "mean Fisher z with all grey matter", "Fisher z"));
        kinds.put(
                "vmhc",
                new Kind(
                        "vmhc",
                        "Fisher z with the homotopic voxel, which is found in the template's symmetric space",
                        "Fisher z"));
        return Collections.unmodifiableMap(kinds);
    }

    /** The names of the maps at the group level, in order. */
    static List<String> names() {
        return List.copyOf(KINDS.keySet());
    }

    /** Where a map stands. */
    static Path file(ScanFiles files, String name) {
        return files.map(KINDS.get(name).file());
    }

    /** What a map is, in words. */
    static String description(String name) {
        return KINDS.get(name).description();
    }

    private static Map<String, Object> about(String name, double fwhm) {
        Map<String, Object> about =
                MapFiles.about(KINDS.get(name).description(), KINDS.get(name).units());
        about.put("SmoothingFWHMMillimetres", fwhm);
        return about;
    }

    /** Smoothing the series would make neighbours similar, so the homogeneity map is smoothed instead. */
    static void homogeneity(ScanFiles files, NeuroImage denoised, Mask mask, double fwhm, Progress progress)
            throws IOException {
        MapFiles.make(file(files, "reho"), about("reho", fwhm), () -> {
            NeuroImage map = RegionalHomogeneity.compute(denoised, mask, RegionalHomogeneity.Options.DEFAULT, progress);
            StudyFiles.write(smoothed(map, mask, fwhm, Progress.NONE).volume(0), map, file(files, "reho"));
        });
        standard(files, "reho", "zreho", fwhm, values -> standardised(values, mask));
    }

    /** @param series without confounds, with all frequencies and smoothed */
    static void amplitude(ScanFiles files, NeuroImage series, Mask mask, double fwhm, Progress progress)
            throws IOException {
        LowFrequencyAmplitude.Maps maps =
                LowFrequencyAmplitude.compute(series, mask, LowFrequencyAmplitude.Options.DEFAULT, progress);
        MapFiles.make(
                file(files, "alff"),
                about("alff", fwhm),
                () -> StudyFiles.write(maps.alff().volume(0), series, file(files, "alff")));
        MapFiles.make(
                file(files, "falff"),
                about("falff", fwhm),
                () -> StudyFiles.write(maps.falff().volume(0), series, file(files, "falff")));
        standard(files, "alff", "malff", fwhm, values -> overMean(values, mask));
        standard(files, "falff", "mfalff", fwhm, values -> overMean(values, mask));
    }

    /** The files of {@link #amplitude}. */
    static List<Path> amplitudes(ScanFiles files) {
        return List.of(file(files, "alff"), file(files, "malff"), file(files, "falff"), file(files, "mfalff"));
    }

    static void global(ScanFiles files, NeuroImage smooth, Mask cortex, double fwhm, Progress progress)
            throws IOException {
        MapFiles.make(file(files, "gbc"), about("gbc", fwhm), () -> {
            NeuroImage map = GlobalBrainConnectivity.compute(smooth, cortex, progress);
            StudyFiles.write(map.volume(0), map, file(files, "gbc"));
        });
    }

    static void homotopic(
            ScanFiles files, NeuroImage smooth, Mask mask, TemplateSymmetry symmetry, double fwhm, Progress progress)
            throws IOException {
        MapFiles.make(
                file(files, "vmhc"),
                about("vmhc", fwhm),
                () -> StudyFiles.write(
                        SymmetricHomotopic.compute(smooth, mask, symmetry, progress), smooth, file(files, "vmhc")));
    }

    /** Computes a map from the values of another in place, or gives the reason why the other is missing. */
    private static void standard(ScanFiles files, String from, String to, double fwhm, Change change)
            throws IOException {
        Map<String, Object> about = about(to, fwhm);
        Optional<String> reason = MapFiles.whyNot(file(files, from));
        if (reason.isPresent()) {
            about.put(MapFiles.NOT_MADE, reason.get());
            StudyFiles.describe(file(files, to), about);
            return;
        }
        NeuroImage map = StudyFiles.read(file(files, from), Progress.NONE);
        float[] values = map.volume(0);
        about.put("Divisor", change.apply(values));
        StudyFiles.write(values, map, file(files, to));
        StudyFiles.describe(file(files, to), about);
    }

    /** Changes values in place and returns what they were divided by. */
    @FunctionalInterface
    private interface Change {
        double apply(float[] values);
    }

    private static double overMean(float[] values, Mask mask) {
        double sum = 0;
        int count = 0;
        for (int v : mask.indices())
            if (values[v] > 0) {
                sum += values[v];
                count++;
            }
        for (int v : mask.indices()) values[v] = (float) (values[v] / (sum / count));
        return sum / count;
    }

    private static double standardised(float[] values, Mask mask) {
        double sum = 0;
        for (int v : mask.indices()) sum += values[v];
        double mean = sum / mask.count();
        double squares = 0;
        for (int v : mask.indices()) squares += (values[v] - mean) * (values[v] - mean);
        double deviation = Math.sqrt(squares / mask.count());
        for (int v : mask.indices()) values[v] = deviation == 0 ? 0 : (float) ((values[v] - mean) / deviation);
        return deviation;
    }

    /** Smooths within the mask; the source itself without a width. */
    static NeuroImage smoothed(NeuroImage source, Mask mask, double fwhm, Progress progress) {
        if (fwhm == 0) return source;
        NeuroImage target = source.createLike("smooth", source.volumes());
        GaussianSmoothing.smooth(source, Optional.of(mask), new GaussianSmoothing.Options(fwhm), target, progress);
        return target;
    }
}
