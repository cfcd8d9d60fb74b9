package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.TableFiles;
import sc.fiji.boldj.workflow.physio.PhysioModel;
import sc.fiji.boldj.workflow.physio.PhysioRecordings;
import sc.fiji.boldj.workflow.physio.SliceReference;

/** Writes the regressors of heart beat and breathing derived from recordings. */
@Plugin(type = Command.class, name = "Physiological Regressors...", headless = true)
public final class PhysiologicalRegressorsCommand extends BoldCommand {

    @Parameter(label = "Series", description = "BOLD series during which the recordings were made", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Recordings (_physio.tsv.gz)",
            description = "recordings of pulse and breathing with their sidecars, separated by commas",
            style = CommandKey.OPEN,
            persist = false)
    private String physio = "";

    @Parameter(
            label = "Regressors (.tsv)",
            description = "TSV file to write, with a JSON file beside it",
            style = CommandKey.SAVE,
            persist = false)
    private String output = "";

    @Override
    public void execute(Progress progress) throws IOException {
        NeuroImage source = ImageDoor.readSeries(input);
        if (!source.timing().isKnown())
            throw new IllegalArgumentException(
                    "the repetition time of '" + source.name() + "' is not known: open it with its sidecar");
        List<Path> files = new ArrayList<>();
        for (String name : physio.split(",", 0)) if (!name.isBlank()) files.add(Path.of(name.strip()));
        if (files.isEmpty()) throw new IllegalArgumentException("key 'physio' names no file");
        double repetitionTime = source.timing().repetitionTime();
        double duration = source.volumes() * repetitionTime;
        PhysioModel model = PhysioModel.of(PhysioRecordings.read(files), duration);
        double reference = SliceReference.of(source.timing());
        Confounds columns = model.columns(source.volumes(), repetitionTime, reference);
        Table.Builder table = Table.builder();
        for (String name : columns.names()) table.add(name, columns.column(name));
        Map<String, Object> about = model.about(duration, reference);
        TableFiles.write(Path.of(output.strip()), table.build(), about);
    }
}
