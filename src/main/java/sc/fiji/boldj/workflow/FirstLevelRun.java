package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import sc.fiji.boldj.glm.Design;
import sc.fiji.boldj.glm.DesignCheck;
import sc.fiji.boldj.glm.FirstLevel;
import sc.fiji.boldj.glm.GlmResult;
import sc.fiji.boldj.glm.NoiseModel;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.glm.TaskDesign;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.NiftiHeader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.TsvTable;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** The model of a run from its design to its files. Immutable. */
public final class FirstLevelRun {

    private static final int MOST_DRAWN = 50;

    private final NeuroImage source;
    private final Sampling sampling;
    private final TaskDesign.Options model;
    private final Design design;
    private final GlmResult result;
    private final List<ActivationTable> activations;

    private FirstLevelRun(
            NeuroImage source,
            Sampling sampling,
            TaskDesign.Options model,
            Design design,
            GlmResult result,
            List<ActivationTable> activations) {
        this.source = source;
        this.sampling = sampling;
        this.model = model;
        this.design = design;
        this.result = result;
        this.activations = activations;
    }

    /**
     * Fits a run.
     *
     * @param sampling when the values were measured, as the design was made
     * @param model how the design was made
     * @param regions names a place in RAS+ mm; null for none
     */
    public static FirstLevelRun fit(
            NeuroImage source,
            Mask mask,
            Sampling sampling,
            TaskDesign.Options model,
            Design design,
            List<TaskContrast> contrasts,
            FirstLevel.Options options,
            Function<double[], String> regions,
            Progress progress) {
        GlmResult result = FirstLevel.fit(source, mask, design, contrasts, options, progress);
        List<ActivationTable> tables = new ArrayList<>();
        for (int c = 0; c < contrasts.size(); c++) {
            GlmResult.Maps maps = result.maps(c);
            tables.add(ActivationTable.of(
                    maps.contrast().statistic(),
                    maps.statistic(),
                    maps.z(),
                    maps.contrast().isF(),
                    mask,
                    regions));
        }
        return new FirstLevelRun(source, sampling, model, design, result, tables);
    }

    /** Sentences on each contrast before any data are seen: what its variance is in units of the noise. */
    public static List<String> efficiencies(Design design, List<TaskContrast> contrasts) {
        List<String> lines = new ArrayList<>();
        for (TaskContrast contrast : contrasts)
            lines.add(String.format(
                    Locale.ROOT, "efficiency of %s: %.4g", contrast.name(), DesignCheck.efficiency(design, contrast)));
        return lines;
    }

    /** Something else that is written. */
    @FunctionalInterface
    public interface Writing {
        /** Writes. */
        void run() throws IOException;
    }

    /** Writes maps and tables into a folder. */
    public void write(Path folder, Progress progress) throws IOException {
        write(folder, () -> {}, progress);
    }

    /**
     * Writes maps and tables into a folder.
     *
     * @param also done at the same time, by another thread if there is one
     */
    public void write(Path folder, Writing also, Progress progress) throws IOException {
        TsvTable.Builder table = TsvTable.builder();
        for (int c = 0; c < design.columns(); c++) table.add(design.names().get(c), design.column(c));
        table.build().write(folder.resolve("design.tsv"));
        Map<String, float[][]> files = new TreeMap<>();
        for (int c = 0; c < result.contrasts().size(); c++) {
            GlmResult.Maps maps = result.maps(c);
            String name = maps.contrast().name();
            files.put(name + "_effect", maps.effect());
            files.put(name + "_variance", maps.variance());
            files.put(name + "_" + maps.contrast().statistic(), new float[][] {maps.statistic()});
            files.put(name + "_z", new float[][] {maps.z()});
            if (result.options().noise() != NoiseModel.OLS) files.put(name + "_df", new float[][] {maps.degrees()});
            if (maps.percent() != null) files.put(name + "_percent", new float[][] {maps.percent()});
            AtomicFile.writeText(
                    folder.resolve(name + "_clusters.tsv"), activations.get(c).toTsv());
        }
        files.put("whiteness", new float[][] {result.whiteness()});
        if (result.noise().length > 0) files.put("noise", result.noise());
        files.put("mask", new float[][] {ones()});
        List<String> names = new ArrayList<>(files.keySet());
        try {
            FixedChunks.forEach(
                    names.size() + 1,
                    1,
                    (from, to) -> {
                        try {
                            if (from == 0) {
                                also.run();
                                return;
                            }
                            String name = names.get(from - 1);
                            write(folder, name, files.get(name), name.equals("whiteness") ? 1 : 0);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    },
                    progress);
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private float[] ones() {
        float[] ones = new float[result.mask().count()];
        java.util.Arrays.fill(ones, 1);
        return ones;
    }

    private void write(Path folder, String name, float[][] maps, float outside) throws IOException {
        NeuroImage image = source.createLike(name, maps.length);
        if (source.header().orElse(null) instanceof NiftiHeader)
            image = image.withHeader(((NiftiHeader) source.header().orElseThrow()).forResult("BoldJ " + name));
        float[] volume = new float[result.mask().grid().voxels()];
        for (int t = 0; t < maps.length; t++) {
            java.util.Arrays.fill(volume, outside);
            for (int i = 0; i < maps[t].length; i++) volume[result.mask().voxel(i)] = maps[t][i];
            image.writeVolume(t, volume);
        }
        NiftiWriter.write(
                image,
                folder.resolve(name + ".nii.gz"),
                NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32),
                Progress.NONE);
    }

    /** The result in a sentence for each contrast. */
    public List<String> verdicts() {
        List<String> lines = new ArrayList<>();
        for (int c = 0; c < result.contrasts().size(); c++) {
            ActivationTable table = activations.get(c);
            int voxels = 0;
            for (boolean in : table.shown()) if (in) voxels++;
            lines.add(
                    voxels == 0
                            ? result.contrasts().get(c).name() + ": no voxel reaches a false discovery rate of "
                                    + ActivationTable.RATE
                            : String.format(
                                    Locale.ROOT,
                                    "%s: %d voxels in %d clusters reach a false discovery rate of %s (|z| >= %.2f)",
                                    result.contrasts().get(c).name(),
                                    voxels,
                                    table.rows().rows().size(),
                                    ActivationTable.RATE,
                                    table.threshold()));
        }
        return lines;
    }

    /** What the reader must know. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(DesignCheck.warnings(design));
        double share = result.shareNotWhite(0.05);
        if (share > 0.15)
            warnings.add(String.format(
                    Locale.ROOT,
                    "the residuals of %.0f %% of the voxels are not white (5 %% expected): the noise model %s does not"
                            + " hold there, and t may be too large",
                    100 * share,
                    result.options().noise()));
        if (result.options().noise() != NoiseModel.OLS && result.degreesOfFreedom() < 200)
            warnings.add("with " + result.degreesOfFreedom()
                    + " degrees of freedom the noise of a voxel is known only roughly: simulated runs of 160 volumes at"
                    + " 0.8 s call 5 to 11 % of nothing something at p = 0.05 by z (most in blocks and slow noise), 6 to"
                    + " 15 % by t as if the noise were known. Threshold z, not t; trust effects and group tests more than"
                    + " p of this run alone");
        if (result.options().noise() == NoiseModel.AR1 && sampling.repetitionTime() < 1)
            warnings.add("AR(1) is known to be too simple at a repetition time below 1 s (Olszowy 2019): use ar or"
                    + " arma11");
        if (result.options().noise() == NoiseModel.OLS)
            warnings.add("ordinary least squares takes noise as independent from volume to volume, which fMRI noise is"
                    + " not: t may be too large; effects carried to a group test stay valid");
        return warnings;
    }

    /** The whiteness in a sentence. */
    public String whiteness() {
        return String.format(
                Locale.ROOT,
                "Residuals are not white at p < 0.05 in %.1f %% of the voxels (5 %% are expected if the noise model holds"
                        + " everywhere).",
                100 * result.shareNotWhite(0.05));
    }

    /** What was done, in sentences for a paper. */
    public String methods(String program) {
        StringBuilder text = new StringBuilder("A general linear model was fitted to each voxel with ")
                .append(program)
                .append(": ");
        text.append(String.format(
                Locale.ROOT,
                "events were convolved with the %s response and read %.3g s after the start of each volume (repetition"
                        + " time %.4g s); ",
                model.hrf().name(),
                sampling.reference(),
                sampling.repetitionTime()));
        long confounds =
                design.kinds().stream().filter(k -> k == Design.Kind.CONFOUND).count();
        long drift = design.kinds().stream().filter(k -> k == Design.Kind.DRIFT).count();
        if (model.highPass() > 0)
            text.append(String.format(
                    Locale.ROOT, "drift slower than %.4g s was modelled by %d cosines; ", model.highPass(), drift));
        if (confounds > 0)
            text.append(confounds)
                    .append(confounds == 1 ? " confound was" : " confounds were")
                    .append(" included; ");
        int out = design.censored().size();
        if (out > 0)
            text.append(out)
                    .append(out == 1 ? " volume was" : " volumes were")
                    .append(" censored by a regressor each; ");
        text.append("estimation was by ").append(result.options().noise().words());
        if (result.options().robust() != FirstLevel.Robust.NONE)
            text.append(", with iteratively reweighted least squares (")
                    .append(result.options().robust())
                    .append(")");
        if (result.options().noise() == NoiseModel.OLS)
            text.append(". t and F have ").append(result.degreesOfFreedom()).append(" degrees of freedom. ");
        else
            text.append(String.format(
                    Locale.ROOT,
                    ". z and p allow for the noise having been estimated too: t and F were given the degrees of freedom"
                            + " of each voxel (Satterthwaite 1946; Kenward and Roger 1997), of which the median was %s,"
                            + " instead of %d. ",
                    medians(),
                    result.degreesOfFreedom()));
        text.append("The whiteness of the residuals was tested with the Ljung-Box statistic.");
        return text.toString();
    }

    /** Median degrees of freedom of each contrast over the voxels, in words. */
    private String medians() {
        List<String> parts = new ArrayList<>();
        for (int c = 0; c < result.contrasts().size(); c++)
            parts.add(String.format(
                    Locale.ROOT,
                    "%.0f for %s",
                    result.medianDegrees(c),
                    result.contrasts().get(c).name()));
        return String.join(", ", parts);
    }

    /** What the page shows. */
    public TaskSheet sheet(String program) {
        List<TaskSheet.Question> questions = new ArrayList<>();
        List<double[]> weights = new ArrayList<>();
        List<List<String>> efficiency = new ArrayList<>();
        for (int c = 0; c < result.contrasts().size(); c++) {
            TaskContrast contrast = result.contrasts().get(c);
            double[] statistic = new double[result.mask().count()];
            for (int v = 0; v < statistic.length; v++)
                statistic[v] = result.maps(c).statistic()[v];
            questions.add(new TaskSheet.Question(
                    contrast.name(),
                    contrast.statistic(),
                    statistic,
                    activations.get(c).shown(),
                    activations.get(c).rows(),
                    contrast.weights().length));
            weights.addAll(List.of(contrast.weights()));
            efficiency.add(List.of(
                    contrast.name(), String.format(Locale.ROOT, "%.4g", DesignCheck.efficiency(design, contrast))));
        }
        List<String> names = new ArrayList<>();
        List<double[]> series = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        double[] inflation = DesignCheck.inflation(design);
        for (int c = 0; c < design.columns(); c++) {
            Design.Kind kind = design.kinds().get(c);
            if (kind == Design.Kind.CONSTANT || kind == Design.Kind.CENSOR) continue;
            if (names.size() < MOST_DRAWN) {
                names.add(design.names().get(c));
                series.add(design.column(c));
            }
            if (kind == Design.Kind.TASK || kind == Design.Kind.MODULATOR || kind == Design.Kind.DERIVATIVE)
                rows.add(List.of(design.names().get(c), String.format(Locale.ROOT, "%.2f", inflation[c])));
        }
        return new TaskSheet(
                verdicts(),
                whiteness(),
                warnings(),
                result.mask(),
                background(),
                result.whiteness(),
                questions,
                design.names(),
                design.values(),
                weights.toArray(new double[0][]),
                names,
                series,
                new ReportTable(List.of("column", "variance inflation"), rows),
                new ReportTable(List.of("contrast", "efficiency"), efficiency),
                methods(program));
    }

    /** The design. */
    public Design design() {
        return design;
    }

    /** The maps. */
    public GlmResult result() {
        return result;
    }

    /** Where contrast {@code c} reaches the false discovery rate. */
    public ActivationTable activation(int c) {
        return activations.get(c);
    }

    /** The mean of the run, to draw on. */
    public NeuroImage background() {
        NeuroImage mean = source.createLike("the mean of the run", 1);
        mean.writeVolume(0, result.volume(result.mean()));
        return mean;
    }

    /** What {@code options.json} holds beyond keys and inputs. */
    public Map<String, Object> about() {
        Map<String, Object> about = new TreeMap<>();
        about.put("DegreesOfFreedom", result.degreesOfFreedom());
        about.put("RepetitionTime", sampling.repetitionTime());
        about.put("StartTime", sampling.reference());
        about.put("Voxels", result.mask().count());
        about.put("ShareNotWhite", result.shareNotWhite(0.05));
        about.put("Warnings", warnings());
        Map<String, Object> contrasts = new TreeMap<>();
        for (TaskContrast contrast : result.contrasts()) {
            Map<String, Object> one = new TreeMap<>();
            one.put("Statistic", contrast.statistic());
            one.put("Efficiency", DesignCheck.efficiency(design, contrast));
            one.put("Weights", contrast.weights());
            one.put(
                    "MedianDegreesOfFreedom",
                    result.medianDegrees(result.contrasts().indexOf(contrast)));
            contrasts.put(contrast.name(), one);
        }
        about.put("Contrasts", contrasts);
        return about;
    }
}
