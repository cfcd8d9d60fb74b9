package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.denoise.Censoring;
import sc.fiji.boldj.denoise.ConfoundPreset;
import sc.fiji.boldj.denoise.ConfoundRegression;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.denoise.IndicatorColumns;
import sc.fiji.boldj.denoise.MotionExpansion;
import sc.fiji.boldj.denoise.Scrub;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.Sidecar;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.signal.Standardize;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.ConfoundTable;
import sc.fiji.boldj.workflow.JudgedDisplacement;
import sc.fiji.boldj.workflow.ScanMotion;
import sc.fiji.boldj.workflow.physio.FreedomTaken;
import sc.fiji.boldj.workflow.physio.SeriesPhysiology;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;

/** Confounds of the preprocessed series, and the series without them. */
final class DenoiseSteps {

    /** Key of a sidecar: how many independent columns were regressed out. */
    static final String RANK = "DesignMatrixRank";

    private DenoiseSteps() {}

    /**
     * @param tissues grey, white and CSF probabilities on the standard grid
     * @param recordings of pulse and breathing; may be empty
     */
    static Step confounds(ScanFiles files, ParticipantOptions options, List<Path> tissues, List<Path> recordings) {
        List<Path> inputs =
                new ArrayList<>(List.of(files.bold(), files.mask(), files.motion(), EarlyVolumes.file(files)));
        inputs.addAll(tissues);
        inputs.addAll(PhysioStep.results(files, recordings));
        return Step.of(
                files.scan().name() + "/confounds",
                Map.of("motion_filter", "notch"),
                inputs,
                List.of(files.confounds(), ScanFiles.sidecar(files.confounds())),
                progress -> {
                    NeuroImage source = StudyFiles.read(files.bold(), progress.stage(0, 0.2));
                    ConfoundTable found = ConfoundTable.of(
                            new ConfoundTable.Inputs(
                                    source,
                                    StudyFiles.mask(files.mask()),
                                    StudyFiles.read(tissues.get(0), Progress.NONE),
                                    StudyFiles.read(tissues.get(1), Progress.NONE),
                                    StudyFiles.read(tissues.get(2), Progress.NONE),
                                    motion(files.motion())),
                            ConfoundTable.Filter.NOTCH,
                            EarlyVolumes.count(files),
                            progress.stage(0.2, 1));
                    Table.Builder table = Table.builder();
                    for (String name : found.confounds().names())
                        table.add(name, found.confounds().column(name));
                    Map<String, Object> about = new TreeMap<>(found.notes());
                    PhysioStep.columns(files, recordings).ifPresent(physio -> {
                        for (String name : physio.names()) table.add(name, physio.column(name));
                    });
                    TsvFiles.write(table.build(), files.confounds());
                    about.put(EarlyVolumes.NUMBER, EarlyVolumes.count(files));
                    about.put(EarlyVolumes.ORIGIN, EarlyVolumes.origin(options));
                    StudyFiles.describe(files.confounds(), about);
                });
    }

    static double[][] motion(Path file) throws IOException {
        Table table = TsvFiles.read(file);
        double[][] motion = new double[table.rows()][6];
        String[] names = {"trans_x", "trans_y", "trans_z", "rot_x", "rot_y", "rot_z"};
        for (int c = 0; c < 6; c++) {
            double[] column = table.numbers(names[c]);
            for (int t = 0; t < motion.length; t++) motion[t][c] = column[t];
        }
        return motion;
    }

    static Step denoise(ScanFiles files, ParticipantOptions options) {
        return Step.of(
                files.scan().name() + "/denoise",
                options.some(Denoising.options()),
                List.of(files.bold(), ScanFiles.sidecar(files.bold()), files.mask(), files.confounds()),
                List.of(files.denoised(), ScanFiles.sidecar(files.denoised())),
                progress -> {
                    Confounds all = StudyFiles.confounds(files.confounds());
                    NeuroImage source = steady(StudyFiles.read(files.bold(), progress.stage(0, 0.2)), all);
                    Cleaned cleaned = clean(
                            source,
                            StudyFiles.mask(files.mask()),
                            all,
                            Denoising.of(options),
                            progress.stage(0.2, 0.7));
                    StudyFiles.write(cleaned.series(), files.denoised(), progress.stage(0.7, 1));
                    Map<String, Object> about =
                            new TreeMap<>(Sidecar.keysOf(cleaned.series().timing()));
                    about.putAll(cleaned.toMap(taken(files, all, source, options)));
                    about.put("Confounds", cleaned.columns());
                    about.putAll(options.recorded(Denoising.options()));
                    about.put(
                            "PassBandHz",
                            new double[] {options.get(ParticipantOption.LOW), options.get(ParticipantOption.HIGH)});
                    Denoising.of(options).scrub().ifPresent(scrub -> about.put("Scrubbed", scrubbed(scrub)));
                    JudgedDisplacement judged =
                            JudgedDisplacement.of(all, source.timing().repetitionTime());
                    about.put("CensoredAboveMillimetresMeaning", "per 2 s; 0: none");
                    about.put(
                            "CensoredAboveMillimetresPerVolume",
                            judged.perVolume(options.get(ParticipantOption.CENSOR)));
                    about.put("CensoredBy", judged.column());
                    about.put(EarlyVolumes.NUMBER, ScanMotion.skip(all));
                    StudyFiles.describe(files.denoised(), about);
                });
    }

    private static Map<String, Object> scrubbed(Scrub scrub) {
        return new TreeMap<>(Map.of(
                "FramewiseDisplacementAboveMillimetresPerVolume", scrub.displacement(),
                "StandardisedDVARSAbove", scrub.dvars(),
                "SegmentsShorterThanVolumes", scrub.segment()));
    }

    /** A cleaned series and what cleaning left. */
    record Cleaned(NeuroImage series, List<String> columns, ConfoundRegression.Result result) {
        /** @param taken degrees of freedom that RETROICOR took before */
        Map<String, Object> toMap(double taken) {
            double freedom = result.degreesOfFreedom() - taken;
            double standardError = freedom > 2 ? 1 / Math.sqrt(freedom - 2) : Double.NaN;
            Map<String, Object> map = new TreeMap<>();
            map.put("Volumes", result.volumes());
            map.put("VolumesKept", result.kept());
            map.put(RANK, result.rank());
            map.put("DegreesOfFreedom", freedom);
            map.put("StandardErrorOfFisherZ", standardError);
            if (taken > 0) map.put("DegreesOfFreedomTakenByRetroicor", taken);
            return map;
        }
    }

    /** Degrees of freedom that RETROICOR took from what denoising leaves; 0 where it was not applied. */
    private static double taken(ScanFiles files, Confounds all, NeuroImage source, ParticipantOptions options)
            throws IOException {
        Map<String, Object> about = JsonFile.readMap(ScanFiles.sidecar(files.bold()));
        if (!Boolean.TRUE.equals(about.get("RetroicorApplied"))) return 0;
        Confounds steady = steady(all);
        double[][] motion = new double[steady.volumes()][6];
        for (int c = 0; c < 6; c++) {
            double[] column = steady.column(MotionExpansion.NAMES.get(c));
            for (int t = 0; t < motion.length; t++) motion[t][c] = column[t];
        }
        double repetitionTime = source.timing().repetitionTime();
        return FreedomTaken.of(
                steady,
                SeriesPhysiology.later(motion, repetitionTime, options.get(ParticipantOption.LOW)),
                repetitionTime,
                image -> clean(image, Mask.all(image.grid()), all, Denoising.of(options), Progress.NONE)
                        .series());
    }

    /**
     * Takes confounds out.
     *
     * @param source what {@link #steady} gives: the result has no volumes before the steady state
     * @param table of the whole run
     * @throws sc.fiji.boldj.run.DataException if too few degrees of freedom would be left
     */
    static Cleaned clean(NeuroImage source, Mask mask, Confounds table, Denoising denoising, Progress progress) {
        Confounds all = steady(table);
        List<String> names = ConfoundPreset.columns(denoising.columns(), all.names()).stream()
                .filter(name -> !name.startsWith(IndicatorColumns.NON_STEADY_STATE))
                .toList();
        Confounds chosen = all.select(names).withFirstFilled();
        Censoring censoring = Censoring.NONE;
        if (denoising.censor() > 0) {
            JudgedDisplacement judged =
                    JudgedDisplacement.of(all, source.timing().repetitionTime());
            censoring = Censoring.above(judged.values(), judged.perVolume(denoising.censor()), Censoring.Output.KEPT);
        }
        if (denoising.scrub().isPresent())
            censoring = censoring.excluding(Arrays.copyOfRange(
                    denoising.scrub().get().excluded(table), ScanMotion.skip(table), table.volumes()));
        var how = new ConfoundRegression.Options(
                1, denoising.low(), denoising.high(), denoising.filter(), Standardize.NONE, false);
        NeuroImage target = source.createLike("denoised", censoring.resultVolumes(source.volumes()));
        ConfoundRegression.Result result =
                ConfoundRegression.apply(source, chosen, mask, censoring, how, target, progress);
        return new Cleaned(target, names, result);
    }

    /** A series without the volumes that its confounds mark as not in the steady state. */
    static NeuroImage steady(NeuroImage whole, Confounds all) {
        int skip = ScanMotion.skip(all);
        if (skip == 0) return whole;
        NeuroImage steady = whole.createLike(whole.name(), whole.volumes() - skip);
        for (int t = 0; t < steady.volumes(); t++) steady.writeVolume(t, whole.volume(skip + t));
        return steady;
    }

    /** The rows of a table without those that it marks as not in the steady state. */
    private static Confounds steady(Confounds all) {
        List<double[]> columns = new ArrayList<>();
        for (String name : all.names())
            columns.add(Arrays.copyOfRange(all.column(name), ScanMotion.skip(all), all.volumes()));
        return Confounds.of(all.names(), columns);
    }
}
