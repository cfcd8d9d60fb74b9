package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import sc.fiji.boldj.connectivity.ConnectivityMatrix;
import sc.fiji.boldj.connectivity.SeedCorrelation;
import sc.fiji.boldj.connectivity.SeedRegion;
import sc.fiji.boldj.denoise.ConfoundPreset;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.denoise.TissueSeries;
import sc.fiji.boldj.ica.DualRegression;
import sc.fiji.boldj.ica.NetworkTemplates;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.io.TsvTable;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.TemplateSymmetry;

/**
 * The measures of connectivity and activity of one run, with variants that show how they depend on denoising choices.
 *
 * <p>Each map has a sidecar; where the data do not permit a map the sidecar gives the reason, see {@link MapFiles}.
 */
final class MapStep {

    /** Seeds in the posterior cingulate, MNI mm, of the drug studies. */
    static final Map<String, double[]> SEEDS = seeds();

    /** Radius of seeds and nodes in mm. */
    static final double RADIUS = 6;

    /** Variants beside the main analysis. */
    static final List<String> VARIANTS = List.of("gsr", "censored", "unsmoothed");

    private static final String SEED_WORDS = "Fisher z of the correlation with the mean series of the seed";

    private MapStep() {}

    private static Map<String, double[]> seeds() {
        Map<String, double[]> seeds = new LinkedHashMap<>();
        seeds.put("PCC", new double[] {0, -52, 18});
        seeds.put("PCC2", new double[] {-8, -56, 26});
        seeds.put("PCC3", new double[] {1, -61, 38});
        return Collections.unmodifiableMap(seeds);
    }

    static Path seed(ScanFiles files, String seed) {
        return files.map("seed-" + seed + "_stat-z_statmap");
    }

    static Path variant(ScanFiles files, String variant) {
        return files.map("seed-PCC_desc-" + variant + "_stat-z_statmap");
    }

    static Path nodes(ScanFiles files, String variant) {
        return files.standard((variant.isEmpty() ? "" : "desc-" + variant + "_") + "atlas-nodes_relmat.tsv");
    }

    /** The dual regression on the built-in networks, a volume each. */
    static Path dual(ScanFiles files) {
        return files.map("desc-dualregression_networks");
    }

    private static Path dualNames(ScanFiles files) {
        return files.standard("desc-dualregression_networks.tsv");
    }

    /** The maps and tables, each of which has a sidecar. */
    static List<Path> maps(ScanFiles files, ParticipantOptions options) {
        List<Path> maps = new ArrayList<>();
        for (String seed : SEEDS.keySet()) maps.add(seed(files, seed));
        for (String name : LocalMaps.names()) maps.add(LocalMaps.file(files, name));
        maps.add(dual(files));
        maps.add(nodes(files, ""));
        maps.add(NodeTables.networks(files));
        if (options.get(ParticipantOption.SENSITIVITY)) {
            for (String variant : VARIANTS) maps.add(variant(files, variant));
            maps.add(nodes(files, "gsr"));
            maps.add(nodes(files, "censored"));
        }
        return maps;
    }

    /** @param symmetry of the template, found when it is first needed */
    static Step of(
            ScanFiles files, ParticipantOptions options, List<Path> tissues, Supplier<TemplateSymmetry> symmetry) {
        List<Path> maps = maps(files, options);
        List<Path> outputs = new ArrayList<>();
        for (Path map : maps) outputs.add(ScanFiles.sidecar(map));
        outputs.add(dualNames(files));
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
                                ParticipantOption.CENSOR,
                                ParticipantOption.SENSITIVITY),
                        inputs,
                        outputs,
                        progress -> run(files, options, tissues, symmetry, progress))
                .optional(maps);
    }

    private static void run(
            ScanFiles files,
            ParticipantOptions options,
            List<Path> tissues,
            Supplier<TemplateSymmetry> symmetry,
            Progress progress)
            throws IOException {
        double fwhm = options.get(ParticipantOption.FWHM);
        Mask mask = StudyFiles.mask(files.mask());
        NeuroImage grey = StudyFiles.read(tissues.get(0), Progress.NONE);
        Mask cortex = Mask.above(grey.grid(), grey.volume(0), 0.25).and(mask);
        NeuroImage denoised = StudyFiles.read(files.denoised(), progress.stage(0, 0.05));
        LocalMaps.homogeneity(files, denoised, mask, fwhm, progress.stage(0.05, 0.1));
        writeNodes(files, "", denoised, mask, progress.stage(0.1, 0.12));
        NeuroImage smooth = LocalMaps.smoothed(denoised, mask, fwhm, progress.stage(0.12, 0.2));
        if (options.get(ParticipantOption.SENSITIVITY))
            writeSeed(variant(files, "unsmoothed"), "PCC", denoised, mask, 0);
        denoised = null;
        for (String seed : SEEDS.keySet()) writeSeed(seed(files, seed), seed, smooth, mask, fwhm);
        LocalMaps.homotopic(files, smooth, mask, symmetry.get(), fwhm, progress.stage(0.2, 0.24));
        LocalMaps.global(files, smooth, cortex, fwhm, progress.stage(0.24, 0.5));
        writeNetworks(files, smooth, mask, fwhm, progress.stage(0.5, 0.56));
        smooth = null;
        writeAmplitude(files, options, mask, progress.stage(0.56, 0.7));
        if (options.get(ParticipantOption.SENSITIVITY)) {
            writeVariant(files, options, mask, "gsr", progress.stage(0.7, 0.85));
            writeVariant(files, options, mask, "censored", progress.stage(0.85, 1));
        }
    }

    private static void writeSeed(Path file, String seed, NeuroImage source, Mask mask, double fwhm)
            throws IOException {
        double[] centre = SEEDS.get(seed);
        Map<String, Object> about = MapFiles.about(SEED_WORDS, "Fisher z");
        about.put("Seed", new double[][] {centre});
        about.put("RadiusMillimetres", RADIUS);
        about.put("SmoothingFWHMMillimetres", fwhm);
        MapFiles.make(file, about, () -> {
            SeedRegion region = SeedRegion.sphere(mask, centre[0], centre[1], centre[2], RADIUS);
            about.put("Voxels", region.count());
            writeSeed(file, source, region, mask);
        });
    }

    /** Writes the Fisher z of each voxel of the mask with the mean series of a seed. */
    static void writeSeed(Path file, NeuroImage source, SeedRegion region, Mask mask) throws IOException {
        double[] series = region.series(source, Progress.NONE);
        double[] z = SeedCorrelation.values(source, series, mask, SeedCorrelation.Measure.Z, Progress.NONE);
        float[] map = new float[z.length];
        for (int v = 0; v < map.length; v++) map[v] = (float) z[v];
        StudyFiles.write(map, source, file);
    }

    /** The table of nodes and, of the main analysis, that of networks. */
    private static void writeNodes(ScanFiles files, String variant, NeuroImage source, Mask mask, Progress progress)
            throws IOException {
        Map<String, Object> about =
                MapFiles.about("Fisher z between the mean series of spheres, from the series not smoothed", "Fisher z");
        List<ConnectivityMatrix> found = new ArrayList<>();
        MapFiles.make(
                nodes(files, variant),
                about,
                () -> found.add(NodeTables.nodes(files, variant, source, mask, about, progress)));
        if (!variant.isEmpty()) return;
        Map<String, Object> means = MapFiles.about("mean Fisher z over the pairs of nodes of two networks", "Fisher z");
        if (found.isEmpty()) means.put(MapFiles.NOT_MADE, about.get(MapFiles.NOT_MADE));
        else NodeTables.networks(files, found.get(0), mask, means);
        StudyFiles.describe(NodeTables.networks(files), means);
    }

    private static void writeNetworks(ScanFiles files, NeuroImage source, Mask mask, double fwhm, Progress progress)
            throws IOException {
        NetworkTemplates templates = NetworkTemplates.builtIn(mask);
        float[][] maps = new float[templates.names().size()][];
        for (int k = 0; k < maps.length; k++) maps[k] = templates.map(k);
        writeDual(dual(files), source, mask, maps, fwhm, progress);
        TsvTable.builder().add("network", templates.names()).build().write(dualNames(files));
    }

    /**
     * Writes the dual regression of spatial maps, a volume each.
     *
     * @param maps shape (count, V) in the order of the mask
     */
    static void writeDual(Path file, NeuroImage source, Mask mask, float[][] maps, double fwhm, Progress progress)
            throws IOException {
        int count = maps.length;
        float[] joined = new float[count * mask.count()];
        for (int k = 0; k < count; k++) System.arraycopy(maps[k], 0, joined, k * mask.count(), mask.count());
        Map<String, Object> about = MapFiles.about(
                "stage 2 of a dual regression: coefficients of the time courses, which have unit variance",
                ResampleStep.UNITS);
        about.put("SmoothingFWHMMillimetres", fwhm);
        MapFiles.make(file, about, () -> {
            float[] fitted = DualRegression.fit(source, mask, joined, count, DualRegression.Options.DEFAULT, progress)
                    .maps();
            NeuroImage image = NeuroImage.floats("networks", mask.grid(), count, SeriesTiming.UNKNOWN);
            for (int k = 0; k < count; k++) {
                float[] volume = new float[mask.grid().voxels()];
                for (int i = 0; i < mask.count(); i++) volume[mask.voxel(i)] = fitted[k * mask.count() + i];
                image.writeVolume(k, volume);
            }
            StudyFiles.write(image, file, Progress.NONE);
        });
    }

    /** The preprocessed series without some confounds; it is read anew, so that no more than two series are in memory. */
    private static NeuroImage clean(
            ScanFiles files, Mask mask, String columns, double censor, ParticipantOptions options, Progress progress)
            throws IOException {
        Confounds confounds = StudyFiles.confounds(files.confounds());
        NeuroImage bold = DenoiseSteps.steady(StudyFiles.read(files.bold(), progress.stage(0, 0.4)), confounds);
        return DenoiseSteps.clean(bold, mask, confounds, columns, censor, options, progress.stage(0.4, 1))
                .series();
    }

    private static void writeAmplitude(ScanFiles files, ParticipantOptions options, Mask mask, Progress progress)
            throws IOException {
        MapFiles.permitted(LocalMaps.amplitudes(files), "amplitude of low-frequency fluctuations", () -> {
            ParticipantOptions open = options.with(ParticipantOption.LOW, 0.0, ParticipantOption.HIGH, 0.0);
            NeuroImage clean =
                    clean(files, mask, options.get(ParticipantOption.COLUMNS), 0, open, progress.stage(0, 0.5));
            NeuroImage smooth =
                    LocalMaps.smoothed(clean, mask, options.get(ParticipantOption.FWHM), progress.stage(0.5, 0.8));
            LocalMaps.amplitude(files, smooth, mask, options.get(ParticipantOption.FWHM), progress.stage(0.8, 1));
        });
    }

    private static void writeVariant(
            ScanFiles files, ParticipantOptions options, Mask mask, String variant, Progress progress)
            throws IOException {
        boolean global = variant.equals("gsr");
        String all = options.get(ParticipantOption.COLUMNS);
        if (global) {
            List<String> names = new ArrayList<>(ConfoundPreset.columns(
                    all, StudyFiles.confounds(files.confounds()).names()));
            if (!names.contains(TissueSeries.GLOBAL_SIGNAL)) names.add(TissueSeries.GLOBAL_SIGNAL);
            all = String.join(",", names);
        }
        String columns = all;
        double censor = global ? options.get(ParticipantOption.CENSOR) : DenoiseSteps.VARIANT_CENSOR;
        List<NeuroImage> cleaned = new ArrayList<>();
        boolean permitted = MapFiles.permitted(
                List.of(variant(files, variant), nodes(files, variant)),
                "Fisher z, " + variant,
                () -> cleaned.add(clean(files, mask, columns, censor, options, progress)));
        if (!permitted) return;
        writeNodes(files, variant, cleaned.get(0), mask, Progress.NONE);
        NeuroImage smooth =
                LocalMaps.smoothed(cleaned.get(0), mask, options.get(ParticipantOption.FWHM), Progress.NONE);
        writeSeed(variant(files, variant), "PCC", smooth, mask, options.get(ParticipantOption.FWHM));
    }
}
