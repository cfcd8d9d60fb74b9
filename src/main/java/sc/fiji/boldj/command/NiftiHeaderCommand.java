package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.Finding;
import sc.fiji.boldj.io.NiftiHeader;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;

/** Lists the header of the file an image came from, and what is doubtful in it. */
@Plugin(type = Command.class, name = "NIfTI Header...", headless = true)
public final class NiftiHeaderCommand extends BoldCommand {

    @Parameter(label = "Image", description = "image opened from a NIfTI file", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Table (.tsv)",
            description = "TSV file to write; empty: show it",
            required = false,
            style = CommandKey.SAVE,
            persist = false)
    private String output = "";

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private String text = "";

    @Override
    public void execute(Progress progress) throws IOException {
        NeuroImage image = ImageDoor.read(input);
        if (!(image.header().orElse(null) instanceof NiftiHeader))
            throw new IllegalArgumentException(
                    "'" + image.name() + "' was not opened from a NIfTI file, or its header was lost since");
        NiftiHeader header = (NiftiHeader) image.header().orElseThrow();
        List<List<String>> columns = new ArrayList<>();
        for (int c = 0; c < 5; c++) columns.add(new ArrayList<>());
        for (Finding finding : header.findings())
            add(columns, finding.level().toString(), finding.field(), "", finding.message(), finding.fix());
        for (Map.Entry<String, String> field : header.fields().entrySet())
            add(columns, "FIELD", field.getKey(), field.getValue(), "", "");
        if (output.isBlank()) {
            text = lines(columns);
            return;
        }
        String[] names = {"kind", "field", "value", "message", "fix"};
        Table.Builder table = Table.builder();
        for (int c = 0; c < names.length; c++) table.add(names[c], columns.get(c));
        TsvFiles.write(table.build(), Path.of(output));
    }

    private static void add(List<List<String>> columns, String... cells) {
        for (int c = 0; c < cells.length; c++)
            columns.get(c).add(cells[c].isEmpty() ? Table.MISSING : cells[c].replaceAll("[\\t\\r\\n]+", " "));
    }

    private static String lines(List<List<String>> columns) {
        StringBuilder lines = new StringBuilder();
        for (int r = 0; r < columns.get(0).size(); r++) {
            List<String> cells = new ArrayList<>();
            for (List<String> column : columns) {
                String cell = column.get(r);
                if (!cell.equals(Table.MISSING)) cells.add(cell);
            }
            lines.append(r == 0 ? "" : "\n").append(String.join("\t", cells));
        }
        return lines.toString();
    }
}
