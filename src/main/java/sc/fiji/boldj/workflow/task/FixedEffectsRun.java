package sc.fiji.boldj.workflow.task;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;

/**
 * The t contrasts of several runs of one participant, combined.
 *
 * @param runs how many
 * @param combined each contrast that a run has
 * @param like an image on the grid of all
 * @param hashes SHA-256 of the maps that were read, by path
 */
public record FixedEffectsRun(int runs, List<RunCombination> combined, NeuroImage like, Map<String, String> hashes) {

    /**
     * Combines the contrasts of runs.
     *
     * @param folders that First-Level GLM wrote
     * @throws IOException if a folder is no such one or a map cannot be read
     * @throws IllegalArgumentException if there are fewer than 2 runs, no t contrast, or none in two runs
     */
    public static FixedEffectsRun of(List<Path> folders, Progress progress) throws IOException {
        if (folders.size() < 2)
            throw new IllegalArgumentException("inputs: fixed effects need 2 runs or more, got " + folders.size());
        List<RunFolder> runs = new ArrayList<>();
        for (Path folder : folders) runs.add(RunFolder.of(folder));
        List<String> names = RunCombination.names(runs);
        if (names.isEmpty()) throw new IllegalArgumentException("inputs: the runs have no t contrast");
        Map<String, String> hashes = new LinkedHashMap<>();
        RunCombination.Reader reader = new RunCombination.Reader(hashes);
        List<RunCombination> combined = new ArrayList<>();
        for (String name : names) {
            progress.checkCancelled();
            combined.add(RunCombination.of(name, runs, reader));
        }
        if (combined.stream().allMatch(one -> one.runs().size() < 2))
            throw new IllegalArgumentException(
                    "inputs: no t contrast is available in two or more runs; the contrasts are "
                            + String.join(", ", names));
        return new FixedEffectsRun(runs.size(), combined, reader.like(), hashes);
    }

    private double degrees() {
        return combined.stream()
                .mapToDouble(one -> one.result().degreesOfFreedom())
                .max()
                .orElse(0);
    }

    private List<String> names() {
        return combined.stream().map(RunCombination::name).toList();
    }

    private List<String> sentences() {
        List<String> lines = new ArrayList<>();
        for (RunCombination one : combined) lines.add(one.words(runs));
        for (RunCombination one : combined)
            if (!one.differs().isEmpty())
                lines.add("warning: no percent signal change of " + one.name() + ": " + one.differs());
        return lines;
    }

    /** What was combined, and what is doubtful, line by line. */
    public List<String> words() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%d runs combined by inverse variance, %.0f degrees of freedom: %s",
                runs,
                degrees(),
                String.join(", ", names())));
        lines.addAll(sentences());
        return lines;
    }

    /** What {@code options.json} holds of the combination. */
    public Map<String, Object> about() {
        return Map.of("DegreesOfFreedom", degrees(), "Contrasts", names(), "Runs", sentences());
    }

    /** The voxels with an effect in any contrast. */
    public Mask mask() {
        boolean[] inside = new boolean[like.grid().voxels()];
        for (RunCombination one : combined)
            for (int v = 0; v < inside.length; v++) inside[v] |= one.result().variance()[v] > 0;
        return Mask.of(like.grid(), inside);
    }

    /** Maps of z by what they are of, in order. */
    public Map<String, NeuroImage> maps() {
        Map<String, NeuroImage> maps = new LinkedHashMap<>();
        for (RunCombination one : combined)
            maps.put(
                    one.name() + " (" + one.runs().size() + " runs)",
                    image("z", one.result().z()));
        return maps;
    }

    private NeuroImage image(String name, float[] values) {
        NeuroImage image = like.createLike(name, 1);
        image.writeVolume(0, values);
        return image;
    }

    /** Writes the maps of each contrast and {@code runs.tsv}. */
    public void write(Path folder) throws IOException {
        Map<String, NeuroImage> images = new LinkedHashMap<>();
        for (RunCombination one : combined) {
            put(images, one.name() + "_effect", one.result().effect());
            put(images, one.name() + "_variance", one.result().variance());
            put(images, one.name() + "_t", one.result().t());
            put(images, one.name() + "_z", one.result().z());
            if (one.percent() == null) continue;
            put(images, one.name() + "_percent", one.percent());
            JsonFile.write(
                    folder.resolve(one.name() + "_percent.json"),
                    Map.of(
                            "Units",
                            "%",
                            "Description",
                            "mean over the runs with the same weights as the effects; each column of the contrast scaled by its height",
                            "Heights",
                            one.runs().get(0).units().get(one.name())));
        }
        MapFolder.write(folder, images, Progress.NONE);
        TsvFiles.write(table(), folder.resolve("runs.tsv"));
    }

    private void put(Map<String, NeuroImage> images, String name, float[] values) {
        images.put(name, image(name, values));
    }

    /** The runs over which each contrast was combined. */
    private Table table() {
        return Table.builder()
                .add("contrast", names())
                .add(
                        "runs",
                        combined.stream().mapToDouble(one -> one.runs().size()).toArray())
                .add("of", combined.stream().mapToDouble(one -> runs).toArray())
                .add(
                        "lacking",
                        combined.stream().map(one -> names(one.lacking())).toList())
                .add(
                        "degrees_of_freedom",
                        combined.stream()
                                .mapToDouble(one -> one.result().degreesOfFreedom())
                                .toArray())
                .build();
    }

    private static String names(List<RunFolder> runs) {
        return runs.isEmpty()
                ? Table.MISSING
                : String.join(", ", runs.stream().map(RunFolder::name).toList());
    }
}
