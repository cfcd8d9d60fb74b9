package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
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
import sc.fiji.boldj.workflow.study.LocalMeasure;
import sc.fiji.boldj.workflow.study.MapFiles;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;

/** Computes and writes the maps of {@link LocalMeasure}. */
final class LocalMaps {

    private LocalMaps() {}

    /** Computes the values of a raw measure from a series. */
    @FunctionalInterface
    private interface Computing {
        /** @return one value per voxel of the grid */
        float[] run() throws IOException;
    }

    /** Changes values in place and returns what they were divided by. */
    @FunctionalInterface
    private interface Change {
        double apply(float[] values);
    }

    /** Regional homogeneity: smoothing the series would make neighbours similar, so the map is smoothed instead. */
    static void homogeneity(ScanFiles files, SeriesMaps maps, Progress progress) throws IOException {
        write(files, LocalMeasure.REHO, maps, () -> {
            NeuroImage map =
                    RegionalHomogeneity.of(maps.series(), maps.mask(), RegionalHomogeneity.Options.DEFAULT, progress);
            return smoothed(map, maps.mask(), maps.fwhm(), Progress.NONE).volume(0);
        });
        standardise(files, LocalMeasure.ZREHO, maps, values -> standardised(values, maps.mask()));
    }

    /** @param maps from a series without confounds, with all frequencies and smoothed */
    static void amplitude(ScanFiles files, SeriesMaps maps, Progress progress) throws IOException {
        LowFrequencyAmplitude.Maps found =
                LowFrequencyAmplitude.of(maps.series(), maps.mask(), LowFrequencyAmplitude.Options.DEFAULT, progress);
        write(files, LocalMeasure.ALFF, maps, () -> found.alff().volume(0));
        write(files, LocalMeasure.FALFF, maps, () -> found.falff().volume(0));
        standardise(files, LocalMeasure.MALFF, maps, values -> overMean(values, maps.mask()));
        standardise(files, LocalMeasure.MFALFF, maps, values -> overMean(values, maps.mask()));
    }

    static void global(ScanFiles files, SeriesMaps maps, Progress progress) throws IOException {
        write(files, LocalMeasure.GBC, maps, () -> GlobalBrainConnectivity.of(maps.series(), maps.cortex(), progress)
                .volume(0));
    }

    static void homotopic(ScanFiles files, SeriesMaps maps, TemplateSymmetry symmetry, Progress progress)
            throws IOException {
        write(
                files,
                LocalMeasure.VMHC,
                maps,
                () -> SymmetricHomotopic.compute(maps.series(), maps.mask(), symmetry, progress));
    }

    private static Map<String, Object> about(LocalMeasure measure, SeriesMaps maps) {
        return maps.about(measure.description(), measure.unit(), ParticipantOption.FWHM);
    }

    private static void write(ScanFiles files, LocalMeasure measure, SeriesMaps maps, Computing computing)
            throws IOException {
        Path file = measure.file(files);
        MapFiles.make(file, about(measure, maps), () -> StudyFiles.write(computing.run(), maps.series(), file));
    }

    /** Computes a map from the values of the raw one in place, or gives the reason why that is missing. */
    private static void standardise(ScanFiles files, LocalMeasure measure, SeriesMaps maps, Change change)
            throws IOException {
        Path from = measure.raw().orElseThrow().file(files);
        Path to = measure.file(files);
        Map<String, Object> about = about(measure, maps);
        Optional<String> reason = MapFiles.whyNot(from);
        if (reason.isPresent()) {
            about.put(MapFiles.NOT_MADE, reason.get());
            StudyFiles.describe(to, about);
            return;
        }
        NeuroImage map = StudyFiles.read(from, Progress.NONE);
        float[] values = map.volume(0);
        about.put("Divisor", change.apply(values));
        StudyFiles.write(values, map, to);
        StudyFiles.describe(to, about);
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
        GaussianSmoothing.apply(source, Optional.of(mask), new GaussianSmoothing.Options(fwhm), target, progress);
        return target;
    }
}
