package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.Sidecar;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.Verdict;
import sc.fiji.boldj.workflow.physio.PhysioModel;
import sc.fiji.boldj.workflow.physio.PhysioRecordings;
import sc.fiji.boldj.workflow.physio.SeriesPhysiology;
import sc.fiji.boldj.workflow.physio.SliceReference;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.study.MapFiles;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFigure;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;

/**
 * Pulse and breathing of a run, where they were recorded: a table of regressors with the rates in its sidecar. A recording
 * that cannot be used does not stop the run; the sidecar gives the reason.
 */
final class PhysioStep {

    private PhysioStep() {}

    /** The recordings of a run that are used; none if the options say so. */
    static List<Path> recordings(BidsScan scan, ParticipantOptions options) throws IOException {
        return options.get(ParticipantOption.PHYSIO)
                ? List.copyOf(BidsDataset.physiology(scan).values())
                : List.of();
    }

    /** The recordings with their sidecars. */
    private static List<Path> inputs(List<Path> recordings) {
        List<Path> inputs = new ArrayList<>(recordings);
        for (Path file : recordings)
            for (Path sidecar : Sidecar.find(file).files()) if (!inputs.contains(sidecar)) inputs.add(sidecar);
        return inputs;
    }

    /** @param recordings of the run, one or more */
    static Step of(ScanFiles files, List<Path> recordings) {
        List<Path> inputs = inputs(recordings);
        inputs.add(files.scan().file());
        inputs.addAll(Sidecar.find(files.scan().file()).files());
        return Step.of(
                files.scan().name() + "/physio",
                Map.of(),
                inputs,
                List.of(ScanFiles.sidecar(files.physio())),
                List.of(files.physio()),
                progress -> run(files, recordings));
    }

    private static void run(ScanFiles files, List<Path> recordings) throws IOException {
        NeuroImage source = NiftiReader.read(files.scan().file(), NiftiReader.Options.DEFAULT, Progress.NONE);
        SeriesTiming timing = source.timing();
        Map<String, Object> about = MapFiles.about("regressors of heart beat and breathing", "arbitrary");
        try {
            if (!timing.isKnown()) throw new DataException("the repetition time is not known");
            double duration = source.volumes() * timing.repetitionTime();
            PhysioModel model = model(recordings, duration);
            double reference = SliceReference.of(timing);
            Confounds columns = model.columns(source.volumes(), timing.repetitionTime(), reference);
            Table.Builder table = Table.builder();
            for (String name : columns.names()) table.add(name, columns.column(name));
            TsvFiles.write(table.build(), files.physio());
            about.putAll(model.about(duration, reference));
            StudyFiles.describe(files.physio(), about);
        } catch (DataException e) {
            MapFiles.missing(files.physio(), about, e);
        }
    }

    private static PhysioModel model(List<Path> recordings, double duration) {
        try {
            return PhysioModel.of(PhysioRecordings.read(recordings), duration);
        } catch (IOException e) {
            throw new DataException(e.getMessage());
        }
    }

    /** What later steps read of it; empty without recordings. */
    static List<Path> results(ScanFiles files, List<Path> recordings) {
        if (recordings.isEmpty()) return List.of();
        List<Path> results = inputs(recordings);
        results.add(ScanFiles.sidecar(files.physio()));
        return results;
    }

    /** The series without cardiac and respiratory fluctuations, where there are usable recordings. */
    static NeuroImage corrected(
            ScanFiles files,
            List<Path> recordings,
            ParticipantOptions options,
            NeuroImage source,
            int skip,
            Map<String, Object> about,
            Progress progress)
            throws IOException {
        if (recordings.isEmpty() || MapFiles.whyNot(files.physio()).isPresent()) return source;
        double repetitionTime = source.timing().repetitionTime();
        double[][] later = SeriesPhysiology.later(
                DenoiseSteps.motion(files.motion()), repetitionTime, options.get(ParticipantOption.LOW));
        return SeriesPhysiology.corrected(
                source, model(recordings, source.volumes() * repetitionTime), later, skip, about, progress);
    }

    /** Columns for the table of confounds; none without usable recordings. */
    static Optional<Confounds> columns(ScanFiles files, List<Path> recordings) throws IOException {
        return recordings.isEmpty() || !Files.exists(files.physio())
                ? Optional.empty()
                : Optional.of(StudyFiles.confounds(files.physio()));
    }

    /** What the page of the run says. */
    static List<Verdict> notes(ScanFiles files, List<Path> recordings, Map<String, Object> resampled)
            throws IOException {
        if (recordings.isEmpty()) return List.of();
        Map<String, Object> about = JsonFile.readMap(ScanFiles.sidecar(files.physio()));
        if (about.get(MapFiles.NOT_MADE) instanceof String reason)
            return List.of(new Verdict(Verdict.Light.AMBER, "Physiology", "recordings not used", reason + "."));
        List<String> rates = new ArrayList<>();
        if (about.get("HeartRatePerMinute") instanceof Number rate)
            rates.add(String.format(java.util.Locale.ROOT, "%.0f beats", rate.doubleValue()));
        if (about.get("BreathingPerMinute") instanceof Number rate)
            rates.add(String.format(java.util.Locale.ROOT, "%.1f breaths", rate.doubleValue()));
        boolean applied = Boolean.TRUE.equals(resampled.get("RetroicorApplied"));
        String words = applied
                ? resampled.get("RetroicorColumns")
                        + " columns of RETROICOR were fitted slice by slice together with drift and"
                        + " motion, before slice timing correction, and subtracted."
                : "RETROICOR was not applied: " + resampled.getOrDefault("RetroicorReason", "it is not known why")
                        + ".";
        if (about.get("NotUsed") instanceof List<?> reasons) words += " Not used: " + reasons + ".";
        return List.of(new Verdict(
                applied ? Verdict.Light.NONE : Verdict.Light.AMBER,
                "Physiology",
                String.join(", ", rates) + " a minute",
                words));
    }

    /** The rates for the figures of the run. */
    static Map<String, Object> figures(ScanFiles files, List<Path> recordings) throws IOException {
        Map<String, Object> figures = new TreeMap<>();
        if (recordings.isEmpty()) return figures;
        Map<String, Object> about = JsonFile.readMap(ScanFiles.sidecar(files.physio()));
        for (ScanFigure figure : List.of(ScanFigure.HEART_RATE, ScanFigure.BREATHING_RATE))
            if (about.get(figure.key()) instanceof Number number) figures.put(figure.key(), number);
        return figures;
    }
}
