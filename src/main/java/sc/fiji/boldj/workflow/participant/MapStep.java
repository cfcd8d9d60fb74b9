package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.TemplateSymmetry;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.study.ComponentMap;
import sc.fiji.boldj.workflow.study.LocalMeasure;
import sc.fiji.boldj.workflow.study.MapFiles;
import sc.fiji.boldj.workflow.study.NetworkMap;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.SeedMap;
import sc.fiji.boldj.workflow.study.SeedPlaces;
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
    private final Supplier<TemplateSymmetry> symmetry;

    /**
     * @param tissues grey matter, white matter and CSF on the grid of the results
     * @param symmetry of the template, found when it is first needed
     */
    public MapStep(
            ScanFiles files, ParticipantOptions options, List<Path> tissues, Supplier<TemplateSymmetry> symmetry) {
        this.files = files;
        this.options = options;
        this.tissues = List.copyOf(tissues);
        this.symmetry = symmetry;
    }

    /** The steps that the options ask for. */
    public List<Step> steps() throws IOException {
        List<Step> steps = new ArrayList<>(List.of(main()));
        List<SeedMap> seeds = seeds(options);
        if (!seeds.isEmpty()) steps.add(step("/seeds", options.some(SeedMaps.options()), List.of(), seeds));
        List<ComponentMap> components = SpatialMaps.components(options);
        if (!components.isEmpty())
            steps.add(step(
                    COMPONENTS,
                    options.some(ParticipantOption.FWHM),
                    List.of(Path.of(options.get(ParticipantOption.COMPONENTS))),
                    components));
        return steps;
    }

    /** The files that the options ask for, each of which has a sidecar. */
    public static List<Path> files(ScanFiles files, ParticipantOptions options) {
        List<Path> all = mainFiles(files, options);
        for (SeedMap seed : seeds(options)) all.add(seed.file(files));
        if (!options.get(ParticipantOption.COMPONENTS).isEmpty()) all.add(ComponentMap.allIn(files));
        return all;
    }

    private static List<SeedMap> seeds(ParticipantOptions options) {
        return SeedPlaces.parse(options.get(ParticipantOption.SEEDS)).stream()
                .map(seed -> new SeedMap(seed.name()))
                .toList();
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
                        files.scan().name() + "/maps",
                        options.some(
                                ParticipantOption.FWHM,
                                ParticipantOption.TEMPLATE,
                                ParticipantOption.COLUMNS,
                                ParticipantOption.LOW,
                                ParticipantOption.HIGH,
                                ParticipantOption.FILTER,
                                ParticipantOption.CENSOR,
                                ParticipantOption.SENSITIVITY),
                        inputs,
                        outputs,
                        this::computeMain)
                .optional(all);
    }

    /** A step that computes maps of the smoothed series. */
    private Step step(String name, Map<String, Object> keys, List<Path> more, List<? extends TrialMap> maps) {
        List<Path> all = maps.stream().map(map -> map.file(files)).distinct().toList();
        List<Path> inputs = new ArrayList<>(List.of(files.denoised(), files.mask()));
        inputs.addAll(more);
        return Step.of(
                        files.scan().name() + name,
                        keys,
                        inputs,
                        all.stream().map(ScanFiles::sidecar).toList(),
                        progress -> {
                            Mask mask = StudyFiles.mask(files.mask());
                            SeriesMaps series =
                                    new SeriesMaps(smooth(mask, progress.stage(0, 0.6)), mask, mask, options);
                            compute(maps, TrialMap.Source.SMOOTHED, series, progress.stage(0.6, 1));
                        })
                .optional(all);
    }

    private NeuroImage smooth(Mask mask, Progress progress) throws IOException {
        NeuroImage denoised = StudyFiles.read(files.denoised(), progress.stage(0, 0.5));
        return LocalMaps.smoothed(denoised, mask, options.get(ParticipantOption.FWHM), progress.stage(0.5, 1));
    }

    /** Computes all that is built in; no more than two series are in memory at a time. */
    private void computeMain(Progress progress) throws IOException {
        List<TrialMap> maps = TrialMap.builtIn();
        double fwhm = options.get(ParticipantOption.FWHM);
        Mask mask = StudyFiles.mask(files.mask());
        NeuroImage grey = StudyFiles.read(tissues.get(0), Progress.NONE);
        Mask cortex = Mask.above(grey.grid(), grey.volume(0), CORTEX).and(mask);
        NeuroImage denoised = StudyFiles.read(files.denoised(), progress.stage(0, 0.05));
        SeriesMaps unsmoothed = new SeriesMaps(denoised, mask, cortex, options);
        compute(maps, TrialMap.Source.DENOISED, unsmoothed, progress.stage(0.05, 0.1));
        NodeTables.write(files, Variant.MAIN, denoised, mask, progress.stage(0.1, 0.12));
        if (options.get(ParticipantOption.SENSITIVITY))
            writeVariant(
                    Variant.UNSMOOTHED,
                    new SeriesMaps(denoised, mask, mask, options.with(ParticipantOption.FWHM, 0.0)));
        NeuroImage smooth = LocalMaps.smoothed(denoised, mask, fwhm, progress.stage(0.12, 0.2));
        denoised = null;
        unsmoothed = null;
        compute(
                maps,
                TrialMap.Source.SMOOTHED,
                new SeriesMaps(smooth, mask, cortex, options),
                progress.stage(0.2, 0.56));
        smooth = null;
        computeAllFrequencies(maps, mask, cortex, progress.stage(0.56, 0.7));
        if (!options.get(ParticipantOption.SENSITIVITY)) return;
        double done = 0.7;
        for (Variant variant : Variant.otherTables()) {
            computeVariant(variant, mask, progress.stage(done, done + 0.15));
            done += 0.15;
        }
    }

    /** Computes those of some maps that come from a series. */
    private void compute(List<? extends TrialMap> maps, TrialMap.Source source, SeriesMaps series, Progress progress)
            throws IOException {
        Set<Path> made = new LinkedHashSet<>();
        List<? extends TrialMap> own =
                maps.stream().filter(map -> map.source() == source).toList();
        for (int i = 0; i < own.size(); i++)
            if (made.add(own.get(i).file(files)))
                compute(own.get(i), series, progress.stage(i / (double) own.size(), (i + 1.0) / own.size()));
    }

    /** Computes the file of a map, with the other maps that are in it or follow from it. */
    private void compute(TrialMap map, SeriesMaps series, Progress progress) throws IOException {
        if (map instanceof SeedMap seed) SeedMaps.write(seed.file(files), seed, series);
        else if (map instanceof NetworkMap) DualRegressionMaps.networks(files, series, progress);
        else if (map instanceof ComponentMap)
            DualRegressionMaps.components(files, series, Path.of(options.get(ParticipantOption.COMPONENTS)), progress);
        else if (map instanceof LocalMeasure measure)
            switch (measure) {
                case REHO -> LocalMaps.homogeneity(files, series, progress);
                case ALFF -> LocalMaps.amplitude(files, series, progress);
                case GBC -> LocalMaps.global(files, series, progress);
                case VMHC -> LocalMaps.homotopic(files, series, symmetry.get(), progress);
                case ZREHO, FALFF, MALFF, MFALFF -> {} // with the raw measure, or with ALFF
            }
    }

    private void computeAllFrequencies(List<TrialMap> maps, Mask mask, Mask cortex, Progress progress)
            throws IOException {
        List<Path> outputs = maps.stream()
                .filter(map -> map.source() == TrialMap.Source.ALL_FREQUENCIES)
                .map(map -> map.file(files))
                .toList();
        MapFiles.permitted(outputs, "amplitude of low-frequency fluctuations", () -> {
            NeuroImage clean = clean(Denoising.of(options).allFrequencies(), mask, progress.stage(0, 0.5));
            NeuroImage smooth =
                    LocalMaps.smoothed(clean, mask, options.get(ParticipantOption.FWHM), progress.stage(0.5, 0.8));
            compute(
                    maps,
                    TrialMap.Source.ALL_FREQUENCIES,
                    new SeriesMaps(smooth, mask, cortex, options),
                    progress.stage(0.8, 1));
        });
    }

    /** The table of nodes and the seed map under another denoising choice. */
    private void computeVariant(Variant variant, Mask mask, Progress progress) throws IOException {
        List<String> columns = StudyFiles.confounds(files.confounds()).names();
        List<NeuroImage> cleaned = new ArrayList<>();
        boolean permitted = MapFiles.permitted(
                List.of(SeedMap.PCC.variant(files, variant), NodeTables.nodes(files, variant)),
                "Fisher z, " + variant.label(),
                () -> cleaned.add(clean(Denoising.of(options).with(variant, columns), mask, progress)));
        if (!permitted) return;
        NodeTables.write(files, variant, cleaned.get(0), mask, Progress.NONE);
        NeuroImage smooth =
                LocalMaps.smoothed(cleaned.get(0), mask, options.get(ParticipantOption.FWHM), Progress.NONE);
        writeVariant(variant, new SeriesMaps(smooth, mask, mask, options));
    }

    private void writeVariant(Variant variant, SeriesMaps series) throws IOException {
        SeedMaps.write(SeedMap.PCC.variant(files, variant), SeedMap.PCC, series);
    }

    /** The preprocessed series without some confounds; it is read again, so that no more than two series are in memory. */
    private NeuroImage clean(Denoising denoising, Mask mask, Progress progress) throws IOException {
        Confounds confounds = StudyFiles.confounds(files.confounds());
        NeuroImage bold = DenoiseSteps.steady(StudyFiles.read(files.bold(), progress.stage(0, 0.4)), confounds);
        return DenoiseSteps.clean(bold, mask, confounds, denoising, progress.stage(0.4, 1))
                .series();
    }
}
