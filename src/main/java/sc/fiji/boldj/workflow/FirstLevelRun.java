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
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.glm.TaskDesign;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;

/** The model of a run from its design to its files. Immutable. */
public final class FirstLevelRun {

    /** The table of the contrasts' labels and names, beside their maps. */
    public static final String CONTRASTS = "contrasts.tsv";

    private static final int MOST_DRAWN = 50;

    private final NeuroImage source;
    private final Sampling sampling;
    private final TaskDesign.Options model;
    private final Design design;
    private final GlmResult result;
    private final List<ActivationTable> activations;
    private final List<String> notes;

    private FirstLevelRun(
            NeuroImage source,
            Sampling sampling,
            TaskDesign.Options model,
            Design design,
            GlmResult result,
            List<ActivationTable> activations,
            List<String> notes) {
        this.source = source;
        this.sampling = sampling;
        this.model = model;
        this.design = design;
        this.result = result;
        this.activations = activations;
        this.notes = notes;
    }

    /** The same with more that the reader must know, before what the fit warns of. */
    public FirstLevelRun withNotes(List<String> more) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(more);
        return new FirstLevelRun(source, sampling, model, design, result, activations, List.copyOf(all));
    }

    /**
     * A design and what is asked of it.
     *
     * @param sampling when the values were measured, as the design was made
     * @param model how the design was made
     * @param design the columns
     * @param contrasts of the columns
     */
    public record Questions(Sampling sampling, TaskDesign.Options model, Design design, List<TaskContrast> contrasts) {}

    /**
     * Fits a run.
     *
     * @param regions names a place in RAS+ mm; null for none
     */
    public static FirstLevelRun fit(
            NeuroImage source,
            Mask mask,
            Questions questions,
            FirstLevel.Options options,
            Function<double[], String> regions,
            Progress progress) {
        List<TaskContrast> contrasts = questions.contrasts();
        GlmResult result = FirstLevel.of(source, mask, questions.design(), contrasts, options, progress);
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
        return new FirstLevelRun(
                source, questions.sampling(), questions.model(), questions.design(), result, tables, List.of());
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
        new FirstLevelFiles(source, design, result, activations).write(folder, also, progress);
    }

    /** The result in a sentence for each contrast. */
    public List<String> verdicts() {
        return words().verdicts();
    }

    /** What the reader must know. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(notes);
        warnings.addAll(words().warnings());
        for (TaskContrast contrast : result.contrasts()) if (!contrast.note().isEmpty()) warnings.add(contrast.note());
        return warnings;
    }

    /** The whiteness in a sentence. */
    public String whiteness() {
        return words().whiteness();
    }

    /** What was done, in sentences for a paper. */
    public String methods(String program) {
        return words().methods(program);
    }

    private FirstLevelWords words() {
        return new FirstLevelWords(sampling, model, design, result, activations);
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
            if (kind == Design.Kind.TASK
                    || kind == Design.Kind.MODULATOR
                    || kind == Design.Kind.DERIVATIVE
                    || kind == Design.Kind.REGRESSOR)
                rows.add(List.of(design.names().get(c), String.format(Locale.ROOT, "%.2f", inflation[c])));
        }
        return new TaskSheet(
                new PageWords(String.join(". ", verdicts()) + ".", whiteness(), warnings(), methods(program)),
                result.mask(),
                background(),
                result.whiteness(),
                questions,
                new DrawnDesign(design.names(), design.values(), weights.toArray(new double[0][])),
                new TaskSheet.Collinearity(names, series, Table.of(List.of("column", "variance inflation"), rows)),
                Table.of(List.of("contrast", "efficiency"), efficiency),
                new PercentWords(design).table(result.contrasts()));
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
            if (!contrast.isF()) one.put("Percent", new PercentWords(design).about(contrast));
            one.put(
                    "MedianDegreesOfFreedom",
                    result.medianDegrees(result.contrasts().indexOf(contrast)));
            one.put("Name", contrast.name());
            one.put("Expression", contrast.expression());
            contrasts.put(contrast.label(), one);
        }
        about.put("Contrasts", contrasts);
        return about;
    }
}
