package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.CommandOptions;
import sc.fiji.boldj.host.Version;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.OutputFolder;
import sc.fiji.boldj.io.TextFiles;
import sc.fiji.boldj.io.TsvTable;
import sc.fiji.boldj.report.MapsPage;
import sc.fiji.boldj.run.Progress;

/** Combines the contrasts of several runs of one person, weighted by the inverse of their variances. */
@Plugin(type = Command.class, name = "Fixed Effects...", headless = true)
public final class FixedEffectsCommand extends BoldCommand {

    static final String LABEL = "Fixed Effects...";

    @Parameter(
            label = "Runs",
            description = "folders written by First-Level GLM, separated by commas, or a .txt with one per line",
            style = CommandKey.OPEN,
            persist = false)
    private String inputs = "";

    @Parameter(
            label = "Folder",
            description = "folder to write; one of an earlier run of this command is replaced",
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private String summary = "";

    @Override
    public void execute(Progress progress) throws IOException {
        OutputFolder.requireFree(Path.of(output), LABEL);
        List<Path> folders = folders();
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
        double total = combined.stream()
                .mapToDouble(one -> one.result().degreesOfFreedom())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%d runs combined by inverse variance, %.0f degrees of freedom: %s",
                runs.size(),
                total,
                String.join(", ", names)));
        for (RunCombination one : combined) lines.add(one.words(runs.size()));
        for (RunCombination one : combined)
            if (!one.differs().isEmpty())
                lines.add("warning: no percent signal change of " + one.name() + ": " + one.differs());
        Map<String, String> keys = CommandOptions.of(this);
        OutputFolder.write(Path.of(output), LABEL, folder -> {
            for (RunCombination one : combined) write(folder, reader.like(), one);
            table(combined, runs.size()).write(folder.resolve("runs.tsv"));
            AtomicFile.writeText(folder.resolve("index.html"), page(combined, lines, reader.like(), keys, hashes));
            Map<String, Object> content = CommandOptions.content(keys, hashes);
            content.put("DegreesOfFreedom", total);
            content.put("Contrasts", names);
            content.put("Runs", lines.subList(1, lines.size()));
            return content;
        });
        summary = String.join("\n", lines);
    }

    private static void write(Path folder, NeuroImage like, RunCombination one) throws IOException {
        write(folder, like, one.name() + "_effect", one.result().effect());
        write(folder, like, one.name() + "_variance", one.result().variance());
        write(folder, like, one.name() + "_t", one.result().t());
        write(folder, like, one.name() + "_z", one.result().z());
        if (one.percent() == null) return;
        write(folder, like, one.name() + "_percent", one.percent());
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

    /** The runs over which each contrast was combined. */
    private static TsvTable table(List<RunCombination> combined, int of) {
        return TsvTable.builder()
                .add("contrast", combined.stream().map(RunCombination::name).toList())
                .add(
                        "runs",
                        combined.stream().mapToDouble(one -> one.runs().size()).toArray())
                .add("of", combined.stream().mapToDouble(one -> of).toArray())
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
                ? TsvTable.MISSING
                : String.join(", ", runs.stream().map(RunFolder::name).toList());
    }

    private static String page(
            List<RunCombination> combined,
            List<String> lines,
            NeuroImage like,
            Map<String, String> keys,
            Map<String, String> hashes) {
        boolean[] inside = new boolean[like.grid().voxels()];
        for (RunCombination one : combined)
            for (int v = 0; v < inside.length; v++) inside[v] |= one.result().variance()[v] > 0;
        Mask mask = Mask.of(like.grid(), inside);
        MapsPage page = MapsPage.of("Fixed effects over runs", mask);
        for (String line : lines) page.paragraph(line);
        for (RunCombination one : combined) {
            NeuroImage z = like.createLike("z", 1);
            z.writeVolume(0, one.result().z());
            page.diverging(one.name() + " (" + one.runs().size() + " runs)", "z", z);
        }
        return page.build(GroupInputs.hashTable(hashes), GroupInputs.optionTable(keys), "BoldJ " + Version.text())
                .toHtml();
    }

    private List<Path> folders() throws IOException {
        List<Path> folders = new ArrayList<>();
        if (inputs.strip().toLowerCase(Locale.ROOT).endsWith(".txt")) {
            Path file = Path.of(inputs.strip());
            for (String line : TextFiles.lines(file))
                if (!line.isBlank() && !line.startsWith("#")) folders.add(file.resolveSibling(line.strip()));
        } else for (String part : inputs.split(",", -1)) folders.add(Path.of(part.strip()));
        return folders;
    }

    private static void write(Path folder, NeuroImage like, String name, float[] values) throws IOException {
        NeuroImage image = like.createLike(name, 1);
        image.writeVolume(0, values);
        NiftiWriter.write(
                image,
                folder.resolve(name + ".nii.gz"),
                NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32),
                Progress.NONE);
    }
}
