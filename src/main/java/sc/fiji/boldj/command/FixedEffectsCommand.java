package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.glm.FixedEffects;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.OutputFolder;
import sc.fiji.boldj.io.TextFiles;
import sc.fiji.boldj.run.Progress;

/** Combines the contrasts of several runs of one person, weighted by the inverse of their variances. */
@Plugin(type = Command.class, name = "Fixed Effects...", headless = true)
public final class FixedEffectsCommand extends BoldCommand {

    static final String LABEL = "Fixed Effects...";

    @Parameter(
            label = "Runs",
            description = "folders that First-Level GLM wrote, parted by commas, or a .txt with one a line",
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
        double[] degrees = new double[folders.size()];
        TreeSet<String> names = null;
        for (int r = 0; r < degrees.length; r++) {
            Path options = folders.get(r).resolve(OutputFolder.OPTIONS);
            if (!Files.isRegularFile(options))
                throw new IOException("inputs: '" + folders.get(r) + "' has no " + OutputFolder.OPTIONS
                        + ": it must be a folder that " + FirstLevelCommand.LABEL + " wrote");
            Map<String, Object> about = JsonFile.readMap(options);
            if (!(about.get("DegreesOfFreedom") instanceof Number)
                    || !(about.get("Contrasts") instanceof Map<?, ?> contrasts))
                throw new IOException("inputs: '" + folders.get(r) + "' was written by '" + about.get("Command")
                        + "', not by " + FirstLevelCommand.LABEL);
            degrees[r] = ((Number) about.get("DegreesOfFreedom")).doubleValue();
            TreeSet<String> own = new TreeSet<>();
            contrasts.forEach((name, what) -> {
                if (what instanceof Map<?, ?> one && "t".equals(one.get("Statistic"))) own.add(String.valueOf(name));
            });
            if (names == null) names = own;
            else names.retainAll(own);
        }
        if (names == null || names.isEmpty())
            throw new IllegalArgumentException("inputs: the runs have no t contrast of the same name in common");
        TreeSet<String> common = names;
        Map<String, String> hashes = new LinkedHashMap<>();
        Map<String, FixedEffects.Result> results = new LinkedHashMap<>();
        NeuroImage[] like = new NeuroImage[1];
        for (String name : common) {
            progress.checkCancelled();
            float[][] effects = new float[degrees.length][];
            float[][] variances = new float[degrees.length][];
            float[][] freedom = new float[degrees.length][];
            for (int r = 0; r < degrees.length; r++) {
                Path own = folders.get(r).resolve(name + "_df.nii.gz");
                if (Files.exists(own)) freedom[r] = volume(own, like, hashes);
                effects[r] = volume(folders.get(r).resolve(name + "_effect.nii.gz"), like, hashes);
                variances[r] = volume(folders.get(r).resolve(name + "_variance.nii.gz"), like, hashes);
            }
            results.put(name, FixedEffects.combine(effects, variances, freedom, degrees));
        }
        double total = results.values().iterator().next().degreesOfFreedom();
        OutputFolder.write(Path.of(output), LABEL, folder -> {
            for (Map.Entry<String, FixedEffects.Result> entry : results.entrySet()) {
                String name = entry.getKey();
                FixedEffects.Result result = entry.getValue();
                write(folder, like[0], name + "_effect", result.effect());
                write(folder, like[0], name + "_variance", result.variance());
                write(folder, like[0], name + "_t", result.t());
                write(folder, like[0], name + "_z", result.z());
            }
            Map<String, Object> content = CommandOptions.content(CommandOptions.of(this), hashes);
            content.put("DegreesOfFreedom", total);
            content.put("Contrasts", new ArrayList<>(common));
            return content;
        });
        summary = String.format(
                Locale.ROOT,
                "%d runs combined by inverse variance, %.0f degrees of freedom: %s",
                degrees.length,
                total,
                String.join(", ", common));
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

    private static float[] volume(Path file, NeuroImage[] like, Map<String, String> hashes) throws IOException {
        NeuroImage image = NiftiReader.read(file, NiftiReader.Options.DEFAULT, Progress.NONE)
                .withName(file.toString());
        if (like[0] == null) like[0] = image;
        like[0].grid().requireSameAs(image.grid(), like[0].name(), image.name());
        hashes.put(file.toString(), FileDigest.of(file));
        return image.volume(0);
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
