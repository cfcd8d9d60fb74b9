package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.TextFiles;
import sc.fiji.boldj.report.MapsPage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.Origin;
import sc.fiji.boldj.workflow.task.FixedEffectsRun;

/** Combines the contrasts of several runs of one person, weighted by the inverse of their variances. */
@Plugin(type = Command.class, name = "Fixed Effects...", headless = true)
public final class FixedEffectsCommand extends FolderCommand {

    @Parameter(
            label = "Runs",
            description = "folders written by First-Level GLM, separated by commas, or a .txt with one per line",
            style = CommandKey.OPEN,
            persist = false)
    private String inputs = "";

    @Override
    public void execute(Progress progress) throws IOException {
        requireFree();
        FixedEffectsRun run = FixedEffectsRun.of(folders(), progress);
        Origin origin = origin(run.hashes());
        MapsPage page = MapsPage.of("Fixed effects over runs", run.mask());
        for (String line : run.words()) page.paragraph(line);
        run.maps().forEach((title, map) -> page.diverging(title, "z", map));
        write(origin, folder -> {
            run.write(folder);
            AtomicFile.writeText(
                    folder.resolve("index.html"),
                    page.build(origin.inputTable(), origin.optionTable(), origin.program())
                            .toHtml());
            return run.about();
        });
        say(run.words());
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
}
