package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.qc.BreathingPeak;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.JudgedDisplacement;
import sc.fiji.boldj.workflow.ModelCost;
import sc.fiji.boldj.workflow.ScanMotion;
import sc.fiji.boldj.workflow.ScanQuality;
import sc.fiji.boldj.workflow.Verdict;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.study.MapFiles;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFigure;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;

/** The page of a series and the figures that the group level reads. */
final class PageStep {

    private static final String[] MOTION = {"trans_x", "trans_y", "trans_z", "rot_x", "rot_y", "rot_z"};

    private PageStep() {}

    static Step of(
            ScanFiles files,
            ParticipantOptions options,
            List<Path> tissues,
            Path anatomy,
            List<Path> recordings,
            StudyPages pages) {
        List<Path> maps = MapStep.files(files, options);
        List<Path> inputs = new ArrayList<>(List.of(
                files.bold(),
                ScanFiles.sidecar(files.bold()),
                files.denoised(),
                ScanFiles.sidecar(files.denoised()),
                files.mask(),
                files.confounds()));
        inputs.addAll(tissues);
        if (anatomy != null) inputs.add(anatomy);
        if (!recordings.isEmpty()) inputs.add(ScanFiles.sidecar(files.physio()));
        maps.forEach(map -> inputs.add(ScanFiles.sidecar(map)));
        return Step.of(
                files.scan().name() + "/page",
                pages.options(),
                inputs,
                List.of(files.page(), files.quality()),
                progress -> run(files, maps, tissues, anatomy, recordings, pages, progress));
    }

    private static void run(
            ScanFiles files,
            List<Path> maps,
            List<Path> tissues,
            Path anatomy,
            List<Path> recordings,
            StudyPages pages,
            Progress progress)
            throws IOException {
        List<Verdict> notes = notes(JsonFile.readMap(ScanFiles.sidecar(files.bold())));
        notes.addAll(PhysioStep.notes(files, recordings, JsonFile.readMap(ScanFiles.sidecar(files.bold()))));
        notes.addAll(absent(files, maps));
        NeuroImage source = StudyFiles.read(files.bold(), progress.stage(0, 0.2));
        Confounds confounds = StudyFiles.confounds(files.confounds());
        ScanQuality quality = ScanQuality.of(
                new ScanQuality.Inputs(
                        files.scan().name(),
                        source,
                        StudyFiles.read(files.denoised(), progress.stage(0.2, 0.4)),
                        StudyFiles.mask(files.mask()),
                        StudyFiles.read(tissues.get(0), Progress.NONE),
                        StudyFiles.read(tissues.get(1), Progress.NONE),
                        StudyFiles.read(tissues.get(2), Progress.NONE),
                        anatomy == null ? null : StudyFiles.read(anatomy, Progress.NONE),
                        confounds,
                        applied(JsonFile.readMap(ScanFiles.sidecar(files.denoised()))),
                        notes),
                progress.stage(0.4, 0.95));
        Map<String, Object> figures = new TreeMap<>();
        figures.put("Light", quality.light().name());
        Map<String, String> verdicts = new LinkedHashMap<>();
        for (Verdict verdict : quality.verdicts())
            verdicts.put(verdict.topic(), verdict.light() + ": " + verdict.figure());
        figures.put("Verdicts", verdicts);
        int skip = ScanMotion.skip(confounds);
        double[] displacement = changes(confounds.column("framewise_displacement"), skip);
        JudgedDisplacement judged =
                JudgedDisplacement.of(confounds, source.timing().repetitionTime());
        figures.put("MeanFramewiseDisplacement", mean(displacement));
        figures.put(ScanFigure.DISPLACEMENT.key(), mean(changes(judged.perReference(), skip)));
        figures.put("FramewiseDisplacementJudgedBy", judged.column());
        figures.put(
                "VolumesAboveHalfMillimetre",
                share(changes(judged.values(), skip), judged.perVolume(ScanMotion.OUTLIER_MM)));
        figures.put("HalfMillimetrePer2sIsPerVolume", judged.perVolume(ScanMotion.OUTLIER_MM));
        figures.put("MedianTsnr", quality.pictures().medianTsnr());
        figures.put("GlobalSignalStandardDeviationPercent", relative(steady(confounds.column("global_signal"), skip)));
        figures.put("Volumes", source.volumes());
        figures.put("RepetitionTime", source.timing().repetitionTime());
        figures.put("BreathingHz", breathing(confounds, source.timing().repetitionTime()));
        figures.putAll(PhysioStep.figures(files, recordings));
        Map<String, Object> left = JsonFile.readMap(ScanFiles.sidecar(files.denoised()));
        figures.put("DegreesOfFreedom", left.get("DegreesOfFreedom"));
        figures.put("VolumesKept", left.get("VolumesKept"));
        Map<String, Object> resampled = JsonFile.readMap(ScanFiles.sidecar(files.bold()));
        figures.put("CoverageOfTemplateBrain", resampled.get("CoverageOfTemplateBrain"));
        figures.put("SliceTimingCorrected", resampled.get("SliceTimingCorrected"));
        for (String key : List.of(EarlyVolumes.NUMBER, EarlyVolumes.ORIGIN)) figures.put(key, resampled.get(key));
        if (resampled.containsKey("Warning")) figures.put("Warning", resampled.get("Warning"));
        JsonFile.write(files.quality(), figures);
        AtomicFile.writeText(files.page(), pages.scan(quality));
    }

    /** What the resampling wrote for participants to read. */
    private static List<Verdict> notes(Map<String, Object> about) {
        List<Verdict> notes = new ArrayList<>();
        if (about.get("Warning") instanceof String words)
            notes.add(new Verdict(Verdict.Light.AMBER, "Slice times", "not corrected", words));
        notes.add(new Verdict(
                Verdict.Light.NONE,
                "Non-steady-state volumes",
                about.get(EarlyVolumes.NUMBER) + " " + about.get(EarlyVolumes.ORIGIN),
                EarlyVolumes.words(about)));
        if (about.get(EchoStep.TIMES) instanceof List<?> times)
            notes.add(new Verdict(
                    Verdict.Light.NONE,
                    "Echoes",
                    times.size() + " combined",
                    "Echo times " + times + " s; " + about.get("EchoesCombinedBy")
                            + ". Head motion was estimated from the first echo."));
        if (about.get(DerivedStep.PROGRAM) instanceof String program)
            notes.add(new Verdict(
                    Verdict.Light.NONE,
                    "Preprocessing",
                    program,
                    "Series, brain mask, tissues and confounds were read from the derivatives of " + program
                            + "; its report says how they were made."));
        if (about.get("SusceptibilityDistortion") instanceof String words)
            notes.add(new Verdict(
                    Verdict.Light.NONE,
                    "Distortion",
                    Boolean.TRUE.equals(about.get(ResampleStep.CORRECTED)) ? "corrected" : "not corrected",
                    words));
        return notes;
    }

    /** The maps that the data do not permit, with the reasons. */
    private static List<Verdict> absent(ScanFiles files, List<Path> maps) throws IOException {
        List<Verdict> absent = new ArrayList<>();
        for (Path map : maps) {
            String name = files.rest(map);
            MapFiles.whyNot(map)
                    .ifPresent(reason -> absent.add(
                            new Verdict(Verdict.Light.AMBER, "Map", name + ": none", "Because " + reason + ".")));
        }
        return absent;
    }

    /** What the denoising of this series left, from its sidecar. */
    private static ModelCost applied(Map<String, Object> about) {
        if (!(about.get("DegreesOfFreedom") instanceof Number freedom)) return null;
        StringBuilder words = new StringBuilder(String.valueOf(about.getOrDefault("ConfoundSet", "Denoising")));
        if (about.get("PassBandHz") instanceof List<?> band && band.size() == 2)
            words.append(String.format(Locale.ROOT, " and a band-pass filter of %s-%s Hz", band.get(0), band.get(1)));
        if (about.containsKey("Scrubbed")) words.append(", scrubbed");
        if (about.get("CensoredAboveMillimetres") instanceof Number limit && limit.doubleValue() > 0)
            words.append(String.format(Locale.ROOT, ", censored above %s mm per 2 s", limit));
        if (about.get("CensoredAboveMillimetresPerVolume") instanceof Number limit && limit.doubleValue() > 0)
            words.append(String.format(Locale.ROOT, " (%.3g mm per volume)", limit.doubleValue()));
        Object rank = about.getOrDefault(DenoiseSteps.RANK, about.get("ColumnsTakenOut")); // results before that key
        return new ModelCost(
                words.toString(),
                rank instanceof Number columns ? columns.intValue() : 0,
                freedom.doubleValue(),
                about.get("StandardErrorOfFisherZ") instanceof Number error ? error.doubleValue() : Double.NaN);
    }

    private static Object breathing(Confounds confounds, double repetitionTime) {
        double[][] motion = new double[confounds.volumes()][6];
        for (int c = 0; c < 6; c++) {
            double[] column = confounds.column(MOTION[c]);
            for (int t = 0; t < motion.length; t++) motion[t][c] = column[t];
        }
        if (!(repetitionTime > 0) || 0.5 / repetitionTime < BreathingPeak.LEAST_NYQUIST_HZ) return null;
        BreathingPeak peak = BreathingPeak.of(motion, repetitionTime);
        return peak.found() ? peak.frequency() : null;
    }

    private static double[] steady(double[] column, int skip) {
        return Arrays.copyOfRange(column, skip, column.length);
    }

    /** Changes from one steady volume to the next, the first not known. */
    private static double[] changes(double[] column, int skip) {
        double[] changes = steady(column, skip);
        changes[0] = Double.NaN;
        return changes;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).filter(Double::isFinite).average().orElse(Double.NaN);
    }

    private static double share(double[] values, double above) {
        return Arrays.stream(values).filter(value -> value > above).count() / (double) values.length;
    }

    private static double relative(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values)
                .filter(Double::isFinite)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(Double.NaN);
        return 100 * Math.sqrt(squares) / mean;
    }
}
