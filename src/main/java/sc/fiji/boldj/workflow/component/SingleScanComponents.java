package sc.fiji.boldj.workflow.component;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.ica.ComponentDenoising;
import sc.fiji.boldj.ica.Components;
import sc.fiji.boldj.ica.SingleScanIca;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.preprocess.GaussianSmoothing;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.TableFiles;

/**
 * The components of one scan, judged.
 *
 * @param source the scan
 * @param within voxels that were used
 * @param found maps and time courses
 * @param sheet all that lets a person judge them
 */
public record SingleScanComponents(NeuroImage source, Mask within, Components found, ComponentSheet sheet) {

    /**
     * Finds and judges the components of a scan.
     *
     * @param fwhm of the Gaussian, in mm, by which the scan is smoothed within the mask first; 0: not
     * @throws IllegalArgumentException if an option is unusable or the scan too short
     */
    public static SingleScanComponents of(
            NeuroImage source,
            Mask within,
            double fwhm,
            SingleScanIca.Options options,
            ComponentSheet.Evidence evidence,
            Progress progress) {
        Components found = decompose(source, within, fwhm, options, progress.stage(0, 0.88));
        ComponentSheet sheet = ComponentSheet.of(
                new ComponentSheet.Inputs(
                        evidence,
                        new ComponentSheet.Maps(
                                within, found.used(), found.count(), found.z(), ComponentMaps.shown(found)),
                        ComponentMaps.mean(source, progress.stage(0.88, 0.94)),
                        found.explained(),
                        found.stability(),
                        new TimeCourses(found.timeCourses(), source.timing().repetitionTime()),
                        notes(source, within, fwhm, options, found)),
                progress.stage(0.94, 1));
        return new SingleScanComponents(source, within, found, sheet);
    }

    private static Components decompose(
            NeuroImage source, Mask within, double fwhm, SingleScanIca.Options options, Progress progress) {
        var smoothing = new GaussianSmoothing.Options(fwhm);
        if (fwhm == 0) return SingleScanIca.of(source, within, options, progress);
        source.requireSeries(3);
        // no smoothed copy of the whole scan: it would take as much memory again
        float[] series = GaussianSmoothing.matrix(source, within, smoothing, progress.stage(0, 0.2));
        return SingleScanIca.of(series, source.name(), within, options, progress.stage(0.2, 1));
    }

    private static List<String> notes(
            NeuroImage source, Mask within, double fwhm, SingleScanIca.Options options, Components found) {
        List<String> notes = new ArrayList<>();
        notes.add(String.format(
                Locale.ROOT,
                "%d volumes of %d voxels were %s%s, reduced to %d principal components (%s),"
                        + " and separated by FastICA (%s).",
                source.volumes(),
                within.count(),
                fwhm > 0 ? "smoothed by " + fwhm + " mm (FWHM) within the mask, " : "",
                SearchWords.of(options.norm()),
                found.count(),
                found.order().isPresent()
                        ? "number by " + SearchWords.of(options.criterion()) + ", corrected for coloured noise"
                        : "number given",
                SearchWords.of(
                        options.search(),
                        found.search().iterations(),
                        found.search().converged())));
        notes.add(SearchWords.MAPS);
        found.order().flatMap(o -> o.warning()).ifPresent(w -> notes.add("Warning: " + w + "."));
        return notes;
    }

    /** Writes the series without what flagged components alone explain. */
    public void writeCleaned(Path file, Progress progress) throws IOException {
        int[] flagged = sheet.rows().stream()
                .filter(row -> row.features().isArtefact())
                .mapToInt(row -> row.number() - 1)
                .toArray();
        NeuroImage target = source.createLike(source.name() + "-cleaned", source.volumes());
        ComponentDenoising.apply(
                source, within, found.timeCourses(), found.count(), flagged, target, progress.stage(0, 0.5));
        NiftiWriter.write(target, file, NiftiWriter.Options.DEFAULT, progress.stage(0.5, 1));
    }

    /** Writes the time courses. */
    public void writeTimeCourses(Path file) throws IOException {
        TableFiles.write(
                file,
                ComponentTables.courses(Table.builder(), found.timeCourses(), found.count())
                        .build(),
                ComponentTables.courseWords(source.timing(), "in units of the variance-normalised data"));
    }

    /** What was found, in a sentence. */
    public String words() {
        return source.name() + ": " + ComponentTables.words(found) + "; " + sheet.words()
                + found.order()
                        .flatMap(o -> o.warning())
                        .map(w -> "; warning: " + w)
                        .orElse("");
    }
}
