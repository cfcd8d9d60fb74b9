package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.TemplateSymmetry;
import sc.fiji.boldj.workflow.option.Option;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.study.ComponentMap;
import sc.fiji.boldj.workflow.study.ComputedMap;
import sc.fiji.boldj.workflow.study.MapFiles;
import sc.fiji.boldj.workflow.study.NetworkMap;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.RunSeries;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.SeedMap;
import sc.fiji.boldj.workflow.study.SpatialMaps;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TrialMap;
import sc.fiji.boldj.workflow.study.Variant;

/**
 * The maps of one run: a step for those that are always computed, with the tables of connections and the variants that show
 * how they depend on denoising choices; and one each for the user's seeds and spatial maps, so that another seed does not
 * repeat the rest.
 *
 * <p>Each file has a sidecar; where the data do not permit a map the sidecar gives the reason, see {@link MapFiles}.
 */
public final class MapStep {

    /** What the name of the step ends with that takes the user's spatial maps. */
    public static final String COMPONENTS = "/components";

    /** Grey matter above this probability is cortex. */
    private static final double CORTEX = 0.25;

    private final ScanFiles files;
    private final ParticipantOptions options;
    private final List<Path> tissues;
    private final TemplateSymmetry symmetry;

    /**
     * @param tissues grey matter, white matter and CSF on the grid of the results
     * @param symmetry of the template
     */
    public MapStep(ScanFiles files, ParticipantOptions options, List<Path> tissues, TemplateSymmetry symmetry) {
        this.files = files;
        this.options = options;
        this.tissues = List.copyOf(tissues);
        this.symmetry = symmetry;
    }

    /** The steps that the options ask for. */
    public List<Step> steps() throws IOException {
        List<Step> steps = new ArrayList<>(List.of(main()));
        List<ComputedMap> seeds = List.copyOf(SeedMap.ofUser(options));
        if (!seeds.isEmpty()) steps.add(step("/seeds", seeds, List.of()));
        List<ComputedMap> components = List.copyOf(SpatialMaps.components(options));
        if (!components.isEmpty())
            steps.add(step(COMPONENTS, components, List.of(Path.of(options.get(ParticipantOption.COMPONENTS)))));
        return steps;
    }

    /** The files that the options ask for, each of which has a sidecar. */
    public static List<Path> files(ScanFiles files, ParticipantOptions options) {
        List<Path> all = mainFiles(files, options);
        for (SeedMap seed : SeedMap.ofUser(options)) all.add(seed.file(files));
        if (!options.get(ParticipantOption.NODES).isEmpty()) all.add(NodeTables.custom(files));
        if (!options.get(ParticipantOption.COMPONENTS).isEmpty()) all.add(ComponentMap.allIn(files));
        return all;
    }

    private static List<Path> mainFiles(ScanFiles files, ParticipantOptions options) {
        Set<Path> all = new LinkedHashSet<>();
        for (TrialMap map : TrialMap.builtIn()) all.add(map.file(files));
        all.add(NodeTables.nodes(files, Variant.MAIN));
        all.add(NodeTables.networks(files));
        if (options.get(ParticipantOption.SENSITIVITY)) {
            for (Variant variant : Variant.others()) all.add(SeedMap.PCC.variant(files, variant));
            for (Variant variant : Variant.otherTables()) all.add(NodeTables.nodes(files, variant));
        }
        return new ArrayList<>(all);
    }

    private Step main() {
        List<Path> all = mainFiles(files, options);
        List<Path> outputs = new ArrayList<>();
        for (Path file : all) outputs.add(ScanFiles.sidecar(file));
        outputs.add(NetworkMap.names(files));
        List<Path> inputs = new ArrayList<>(List.of(files.bold(), files.denoised(), files.mask(), files.confounds()));
        inputs.addAll(tissues);
        return Step.of(
                files.scan().name() + "/maps", options.some(mainOptions()), inputs, outputs, all, this::computeMain);
    }

    private static List<Option<?>> mainOptions() {
        List<Option<?>> all = new ArrayList<>(List.of(ParticipantOption.TEMPLATE, ParticipantOption.SENSITIVITY));
        all.addAll(Denoising.options());
        for (ComputedMap map : TrialMap.builtIn()) all.addAll(map.options());
        return all;
    }

    /** A step that computes maps of the smoothed series. */
    private Step step(String end, List<ComputedMap> maps, List<Path> more) {
        List<Path> all = maps.stream().map(map -> map.file(files)).distinct().toList();
        String name = files.scan().name() + end;
        List<Path> inputs = new ArrayList<>(List.of(files.denoised(), files.mask()));
        inputs.addAll(more);
        return Step.of(
                name,
                options.some(maps.get(0).options()),
                inputs,
                all.stream().map(ScanFiles::sidecar).toList(),
                all,
                progress -> compute(maps, progress));
    }

    /** Computes maps of the smoothed series. */
    private void compute(List<ComputedMap> maps, Progress progress) throws IOException {
        Mask mask = StudyFiles.mask(files.mask());
        RunSeries series = denoised(new RunSeries.Brain(mask, mask, symmetry), progress.stage(0, 0.3))
                .smoothed(progress.stage(0.3, 0.6));
        write(maps, series, progress.stage(0.6, 1));
    }

    /** Computes all that is built in; no more than two series are in memory at a time. */
    private void computeMain(Progress progress) throws IOException {
        boolean sensitivity = options.get(ParticipantOption.SENSITIVITY);
        RunSeries.Brain brain = brain();
        RunSeries denoised = denoised(brain, progress.stage(0, 0.05));
        write(from(TrialMap.Source.DENOISED), denoised, progress.stage(0.05, 0.1));
        NodeTables.write(files, Variant.MAIN, denoised, progress.stage(0.1, 0.12));
        if (sensitivity) writeVariant(Variant.UNSMOOTHED, denoised.unsmoothed());
        RunSeries smoothed = denoised.smoothed(progress.stage(0.12, 0.2));
        denoised = null;
        write(from(TrialMap.Source.SMOOTHED), smoothed, progress.stage(0.2, 0.56));
        NetworkMap.writeNames(files);
        smoothed = null;
        Confounds confounds = StudyFiles.confounds(files.confounds());
        writeAllFrequencies(brain, confounds, progress.stage(0.56, 0.7));
        if (!sensitivity) return;
        double done = 0.7;
        for (Variant variant : Variant.otherTables()) {
            writeVariant(variant, brain, confounds, progress.stage(done, done + 0.15));
            done += 0.15;
        }
    }

    private RunSeries.Brain brain() throws IOException {
        Mask mask = StudyFiles.mask(files.mask());
        NeuroImage grey = StudyFiles.read(tissues.get(0), Progress.NONE);
        return new RunSeries.Brain(
                mask, Mask.above(grey.grid(), grey.volume(0), CORTEX).and(mask), symmetry);
    }

    private static List<ComputedMap> from(TrialMap.Source source) {
        return TrialMap.builtIn().stream().filter(map -> map.source() == source).toList();
    }

    private RunSeries denoised(RunSeries.Brain brain, Progress progress) throws IOException {
        return new RunSeries(files, StudyFiles.read(files.denoised(), progress), brain, options);
    }

    /** The preprocessed series without some confounds; it is read again, so that no more than two series are in memory. */
    private RunSeries clean(Denoising denoising, RunSeries.Brain brain, Confounds confounds, Progress progress)
            throws IOException {
        NeuroImage bold = DenoiseSteps.steady(StudyFiles.read(files.bold(), progress.stage(0, 0.4)), confounds);
        NeuroImage clean = DenoiseSteps.clean(bold, brain.mask(), confounds, denoising, progress.stage(0.4, 1))
                .series();
        return new RunSeries(files, clean, brain, options);
    }

    /** Writes the files of some maps, each once: several maps may be volumes of one file. */
    private void write(List<ComputedMap> maps, RunSeries series, Progress progress) throws IOException {
        Set<Path> written = new LinkedHashSet<>();
        for (int i = 0; i < maps.size(); i++) {
            Path file = maps.get(i).file(files);
            if (written.add(file))
                MapFiles.write(
                        maps.get(i), file, series, progress.stage(i / (double) maps.size(), (i + 1.0) / maps.size()));
        }
    }

    private void writeAllFrequencies(RunSeries.Brain brain, Confounds confounds, Progress progress) throws IOException {
        List<ComputedMap> maps = from(TrialMap.Source.ALL_FREQUENCIES);
        try {
            RunSeries series = clean(Denoising.of(options).allFrequencies(), brain, confounds, progress.stage(0, 0.5))
                    .smoothed(progress.stage(0.5, 0.8));
            series.amplitude(progress.stage(0.8, 1));
            write(maps, series, Progress.NONE);
        } catch (DataException e) {
            for (ComputedMap map : maps) missing(map.file(files), "amplitude of low-frequency fluctuations", e);
        }
    }

    /** The table of nodes and the seed map under another denoising choice. */
    private void writeVariant(Variant variant, RunSeries.Brain brain, Confounds confounds, Progress progress)
            throws IOException {
        Denoising denoising = Denoising.of(options).with(variant, confounds.names());
        RunSeries cleaned;
        try {
            cleaned = clean(denoising, brain, confounds, progress);
        } catch (DataException e) {
            missing(SeedMap.PCC.variant(files, variant), "Fisher z, " + variant.label(), e);
            missing(NodeTables.nodes(files, variant), "Fisher z, " + variant.label(), e);
            return;
        }
        NodeTables.write(files, variant, cleaned, Progress.NONE);
        writeVariant(variant, cleaned.smoothed(Progress.NONE));
    }

    private static void missing(Path file, String description, DataException reason) throws IOException {
        MapFiles.missing(file, new TreeMap<>(Map.of("Description", description)), reason);
    }

    private void writeVariant(Variant variant, RunSeries series) throws IOException {
        MapFiles.write(SeedMap.PCC, SeedMap.PCC.variant(files, variant), series, Progress.NONE);
    }
}
