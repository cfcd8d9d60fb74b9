package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.connectivity.ConnectivityMatrix;
import sc.fiji.boldj.connectivity.GlobalBrainConnectivity;
import sc.fiji.boldj.connectivity.LowFrequencyAmplitude;
import sc.fiji.boldj.connectivity.MirroredHomotopic;
import sc.fiji.boldj.connectivity.NetworkMeans;
import sc.fiji.boldj.connectivity.RegionSeries;
import sc.fiji.boldj.connectivity.RegionalHomogeneity;
import sc.fiji.boldj.connectivity.SeedCorrelation;
import sc.fiji.boldj.connectivity.SeedRegion;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.ica.DualRegression;
import sc.fiji.boldj.ica.NetworkTemplates;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.io.TsvTable;
import sc.fiji.boldj.preprocess.GaussianSmoothing;
import sc.fiji.boldj.run.Progress;

/** The measures of connectivity and activity of one series, with the variants that show how they hang on the choices. */
final class MapStep {

    /** Seeds in the posterior cingulate, MNI mm, of the drug studies. */
    static final Map<String, double[]> SEEDS = seeds();

    /** Radius of seeds and nodes in mm. */
    static final double RADIUS = 6;

    /** Variants beside the main analysis. */
    static final List<String> VARIANTS = List.of("gsr", "censored", "unsmoothed");

    /** Framewise displacement of the censored variant, mm. */
    private static final double CENSOR = 0.5;

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

    static Step of(ScanFiles files, ParticipantOptions options, List<Path> tissues) {
        List<Path> outputs = new ArrayList<>();
        for (String seed : SEEDS.keySet()) outputs.add(seed(files, seed));
        for (String name : List.of("alff", "falff", "reho", "gbc", "vmhc")) outputs.add(files.map(name));
        outputs.add(files.map("desc-dualregression_networks"));
        outputs.add(files.standard("desc-dualregression_networks.tsv"));
        outputs.add(nodes(files, ""));
        outputs.add(files.standard("atlas-networks_relmat.tsv"));
        if (options.sensitivity()) {
            for (String variant : VARIANTS) outputs.add(variant(files, variant));
            outputs.add(nodes(files, "gsr"));
            outputs.add(nodes(files, "censored"));
        }
        List<Path> inputs = new ArrayList<>(List.of(files.bold(), files.denoised(), files.mask(), files.confounds()));
        inputs.addAll(tissues);
        return Step.of(
                files.scan().name() + "/maps",
                options.some("fwhm", "columns", "low", "high", "censor", "sensitivity"),
                inputs,
                outputs,
                progress -> run(files, options, tissues, progress));
    }

    private static void run(ScanFiles files, ParticipantOptions options, List<Path> tissues, Progress progress)
            throws IOException {
        Mask mask = StudyFiles.mask(files.mask());
        NeuroImage grey = StudyFiles.read(tissues.get(0), Progress.NONE);
        Mask cortex = Mask.above(grey.grid(), grey.volume(0), 0.25).and(mask);
        NeuroImage denoised = StudyFiles.read(files.denoised(), progress.stage(0, 0.05));
        NeuroImage reho = RegionalHomogeneity.compute(
                denoised, mask, RegionalHomogeneity.Options.DEFAULT, progress.stage(0.05, 0.1));
        StudyFiles.write(standardised(reho, mask), reho, files.map("reho"));
        nodes(files, "", denoised, mask, progress.stage(0.1, 0.12));
        NeuroImage smooth = smoothed(denoised, mask, options.fwhm(), progress.stage(0.12, 0.2));
        if (options.sensitivity()) seed(variant(files, "unsmoothed"), denoised, cingulate(mask), mask);
        denoised = null;
        for (Map.Entry<String, double[]> seed : SEEDS.entrySet())
            seed(seed(files, seed.getKey()), smooth, sphere(mask, seed.getValue()), mask);
        NeuroImage vmhc = MirroredHomotopic.compute(smooth, mask, progress.stage(0.2, 0.24))
                .z();
        StudyFiles.write(vmhc.volume(0), vmhc, files.map("vmhc"));
        NeuroImage gbc = GlobalBrainConnectivity.compute(smooth, cortex, progress.stage(0.24, 0.5));
        StudyFiles.write(gbc.volume(0), gbc, files.map("gbc"));
        dual(files, smooth, mask, progress.stage(0.5, 0.56));
        smooth = null;
        amplitude(files, options, mask, progress.stage(0.56, 0.7));
        if (options.sensitivity()) {
            variant(files, options, mask, "gsr", progress.stage(0.7, 0.85));
            variant(files, options, mask, "censored", progress.stage(0.85, 1));
        }
    }

    static NeuroImage smoothed(NeuroImage source, Mask mask, double fwhm, Progress progress) {
        if (fwhm == 0) return source;
        NeuroImage target = source.createLike("smooth", source.volumes());
        GaussianSmoothing.smooth(source, Optional.of(mask), new GaussianSmoothing.Options(fwhm), target, progress);
        return target;
    }

    private static SeedRegion cingulate(Mask mask) {
        return sphere(mask, SEEDS.get("PCC"));
    }

    private static SeedRegion sphere(Mask mask, double[] centre) {
        return SeedRegion.sphere(mask, centre[0], centre[1], centre[2], RADIUS);
    }

    /** Writes the Fisher z of each voxel of the mask with the mean series of a seed. */
    static void seed(Path file, NeuroImage source, SeedRegion region, Mask mask) throws IOException {
        double[] series = region.series(source, Progress.NONE);
        double[] z = SeedCorrelation.values(source, series, mask, SeedCorrelation.Measure.Z, Progress.NONE);
        float[] map = new float[z.length];
        for (int v = 0; v < map.length; v++) map[v] = (float) z[v];
        StudyFiles.write(map, source, file);
    }

    /** Subtracts the mean over the mask and divides by the standard deviation, so that scans can be compared. */
    private static float[] standardised(NeuroImage map, Mask mask) {
        float[] values = map.volume(0);
        double sum = 0;
        double squares = 0;
        for (int v : mask.indices()) {
            sum += values[v];
            squares += (double) values[v] * values[v];
        }
        double mean = sum / mask.count();
        double deviation = Math.sqrt(Math.max(0, squares / mask.count() - mean * mean));
        for (int v : mask.indices()) values[v] = deviation == 0 ? 0 : (float) ((values[v] - mean) / deviation);
        return values;
    }

    private static void nodes(ScanFiles files, String variant, NeuroImage source, Mask mask, Progress progress)
            throws IOException {
        CoordinateTable table = CoordinateTable.networkNodes();
        RegionSeries series =
                RegionSeries.ofSpheres(source, table, RADIUS, mask, RegionSeries.LEAST_COVERAGE, progress);
        ConnectivityMatrix matrix = ConnectivityMatrix.of(series, ConnectivityMatrix.Options.DEFAULT);
        TsvTable.Builder columns = TsvTable.builder().add("node", matrix.names());
        for (int j = 0; j < matrix.regions(); j++) {
            double[] column = new double[matrix.regions()];
            for (int i = 0; i < column.length; i++) {
                double r = matrix.get(i, j);
                column[i] = i == j ? Double.NaN : 0.5 * Math.log((1 + r) / (1 - r));
            }
            columns.add(matrix.names().get(j), column);
        }
        columns.build().write(nodes(files, variant));
        if (!variant.isEmpty()) return;
        NetworkMeans means = NetworkMeans.of(matrix, table, NetworkMeans.Options.DEFAULT);
        List<String> names = means.networks();
        double[][] values = means.toArray();
        TsvTable.Builder networks = TsvTable.builder().add("network", names);
        for (int j = 0; j < names.size(); j++) {
            double[] column = new double[names.size()];
            for (int i = 0; i < column.length; i++) column[i] = values[i][j];
            networks.add(names.get(j), column);
        }
        networks.build().write(files.standard("atlas-networks_relmat.tsv"));
    }

    private static void dual(ScanFiles files, NeuroImage source, Mask mask, Progress progress) throws IOException {
        NetworkTemplates templates = NetworkTemplates.builtIn(mask);
        float[][] maps = new float[templates.names().size()][];
        for (int k = 0; k < maps.length; k++) maps[k] = templates.map(k);
        dual(files.map("desc-dualregression_networks"), source, mask, maps, progress);
        TsvTable.builder()
                .add("network", templates.names())
                .build()
                .write(files.standard("desc-dualregression_networks.tsv"));
    }

    /**
     * Writes the dual regression of spatial maps, a volume each.
     *
     * @param maps shape (count, V) in the order of the mask
     */
    static void dual(Path file, NeuroImage source, Mask mask, float[][] maps, Progress progress) throws IOException {
        int count = maps.length;
        float[] joined = new float[count * mask.count()];
        for (int k = 0; k < count; k++) System.arraycopy(maps[k], 0, joined, k * mask.count(), mask.count());
        float[] fitted;
        try {
            fitted = DualRegression.fit(source, mask, joined, count, DualRegression.Options.DEFAULT, progress)
                    .maps();
        } catch (IllegalArgumentException e) {
            // Denoising left fewer degrees of freedom than there are maps: no map, and the rules leave it out.
            fitted = new float[joined.length];
            Arrays.fill(fitted, Float.NaN);
        }
        NeuroImage image = NeuroImage.floats("networks", mask.grid(), count, SeriesTiming.UNKNOWN);
        for (int k = 0; k < count; k++) {
            float[] volume = new float[mask.grid().voxels()];
            for (int i = 0; i < mask.count(); i++) volume[mask.voxel(i)] = fitted[k * mask.count() + i];
            image.writeVolume(k, volume);
        }
        StudyFiles.write(image, file, Progress.NONE);
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

    private static void amplitude(ScanFiles files, ParticipantOptions options, Mask mask, Progress progress)
            throws IOException {
        ParticipantOptions open = options.withBand(0, 0);
        NeuroImage clean = clean(files, mask, options.columns(), 0, open, progress.stage(0, 0.5));
        NeuroImage smooth = smoothed(clean, mask, options.fwhm(), progress.stage(0.5, 0.8));
        LowFrequencyAmplitude.Maps maps = LowFrequencyAmplitude.compute(
                smooth, mask, LowFrequencyAmplitude.Options.DEFAULT, progress.stage(0.8, 1));
        StudyFiles.write(maps.malff().volume(0), maps.malff(), files.map("alff"));
        StudyFiles.write(maps.falff().volume(0), maps.falff(), files.map("falff"));
    }

    private static void variant(
            ScanFiles files, ParticipantOptions options, Mask mask, String variant, Progress progress)
            throws IOException {
        boolean global = variant.equals("gsr");
        String columns = options.columns();
        if (global) columns += columns.contains(",") ? ",global_signal" : "+GS";
        NeuroImage clean;
        try {
            clean = clean(files, mask, columns, global ? options.censor() : CENSOR, options, progress);
        } catch (IllegalArgumentException e) {
            missing(files, variant, mask);
            return;
        }
        nodes(files, variant, clean, mask, Progress.NONE);
        seed(variant(files, variant), smoothed(clean, mask, options.fwhm(), Progress.NONE), cingulate(mask), mask);
    }

    /** Too few volumes are left: a map and a matrix of NaN, which group tests leave out. */
    private static void missing(ScanFiles files, String variant, Mask mask) throws IOException {
        float[] map = new float[mask.grid().voxels()];
        Arrays.fill(map, Float.NaN);
        StudyFiles.write(map, ResampleStep.volume(variant, mask.grid(), map), variant(files, variant));
        List<String> names = CoordinateTable.networkNodes().names();
        TsvTable.Builder columns = TsvTable.builder().add("node", names);
        double[] none = new double[names.size()];
        Arrays.fill(none, Double.NaN);
        for (String name : names) columns.add(name, none);
        columns.build().write(nodes(files, variant));
    }

    /** What the maps are, for sidecars and the report. */
    static Map<String, String> words() {
        Map<String, String> words = new TreeMap<>();
        words.put("alff", "amplitude of low-frequency fluctuations over its mean in the brain");
        words.put("falff", "fractional ALFF");
        words.put("reho", "regional homogeneity, standardised over the brain");
        words.put("gbc", "mean Fisher z to all grey matter");
        words.put("vmhc", "Fisher z with the mirrored voxel");
        return words;
    }
}
