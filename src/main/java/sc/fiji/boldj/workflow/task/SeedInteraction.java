package sc.fiji.boldj.workflow.task;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.boldj.glm.Deconvolution;
import sc.fiji.boldj.glm.Design;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.glm.Interaction;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.TableFiles;

/**
 * The interaction of a seed with the task (gPPI) in words and files.
 *
 * @param model design and deconvolved activity
 * @param voxels of the seed
 * @param options by which the model was made
 */
public record SeedInteraction(Interaction.Model model, int voxels, Interaction.Options options) {

    private static final double LEAST_SHARE = 0.05;

    /** The columns as contrasts name them: a condition is its interaction, with or without {@code ppi_} before it. */
    public Map<String, Integer> contrastNames(Events events) {
        Design design = model.design();
        Map<String, Integer> names = new LinkedHashMap<>();
        for (String condition : events.conditions())
            names.put(condition, design.names().indexOf(Interaction.PREFIX + condition));
        for (int c = 0; c < design.columns(); c++)
            names.putIfAbsent(design.names().get(c), c);
        return names;
    }

    /** The size of the seed and how well its activity explains it, in a sentence. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "seed of %d voxels; its neural activity explains %.0f %% of its variance free of confounds (ratio of"
                        + " variances %.3g)",
                voxels,
                100 * model.estimate().share(),
                model.estimate().ratio());
    }

    /** What is doubtful; empty if nothing is. */
    public List<String> warnings() {
        if (!(model.estimate().share() < LEAST_SHARE)) return List.of();
        return List.of(
                "warning: less than 5 % of the seed's variance looks like a haemodynamic response: is the seed in"
                        + " grey matter, and are the confounds too many?");
    }

    /** What {@code options.json} holds of the seed. */
    public Map<String, Object> about() {
        return Map.of(
                "SeedVoxels", voxels,
                "DeconvolutionRatio", model.estimate().ratio(),
                "DeconvolutionShare", model.estimate().share());
    }

    /** What was done, in sentences for a paper, to go before those on the fit. */
    public String methods() {
        boolean reml = options.deconvolution().regularisation() == Deconvolution.Regularisation.REML;
        return "A generalised psychophysiological interaction analysis (McLaren 2012) was carried out. The mean series of the seed was"
                + " deconvolved with the haemodynamic response (Gitelman 2003) by ridge regression on cosines, its weight"
                + " found by "
                + (reml ? "restricted likelihood" : "generalised cross-validation")
                + "; the activity was multiplied by the " + (options.centre() ? "centred " : "")
                + "course of each condition, convolved again and sampled at the times of the volumes. The model contained the task, the interactions, the seed and the confounds. ";
    }

    /** Writes the seed's activity as {@code neural.tsv}. */
    public void writeActivity(Path folder) throws IOException {
        double[] activity = model.estimate().activity();
        double[] times = new double[activity.length];
        for (int b = 0; b < times.length; b++) times[b] = model.grid().time(b);
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("time", Map.of("Description", "from the start of the first volume", "Units", "s"));
        words.put("activity", Map.of("Description", "estimated neural activity of the seed", "Units", "of the series"));
        TableFiles.write(
                folder.resolve("neural.tsv"),
                Table.builder().add("time", times).add("activity", activity).build(),
                words);
    }
}
