package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.ReportingCommand;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.report.Element;
import sc.fiji.boldj.report.Page;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Version;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.component.ComponentMaps;
import sc.fiji.boldj.workflow.component.DualRegressionRun;
import sc.fiji.boldj.workflow.component.ScanScale;

/** Gives each scan its own version of group maps. */
@Plugin(type = Command.class, name = "Dual Regression...", headless = true)
public final class DualRegressionCommand extends ReportingCommand {

    private static final String LABEL = "Dual Regression...";

    @Parameter(
            label = "Scans",
            description =
                    "text file with one path per line, or titles or paths separated by commas; all on the grid of the maps",
            style = CommandKey.OPEN,
            persist = false)
    private String inputs = "";

    @Parameter(label = "Maps", description = "group maps, one per volume", persist = false)
    private ImagePlus maps;

    @Parameter(
            label = "Within mask",
            description = "voxels to use; empty: those where a map is not 0",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @Parameter(
            label = "Results (folder)",
            description =
                    "folder to write: time courses and maps of each scan, and the maps of each component over all scans",
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    @Parameter(
            label = "Method",
            description =
                    "regression: dual regression; constrained: independent components of each scan, constrained by the group maps",
            choices = {"regression", "constrained"},
            persist = false)
    private String method = "regression";

    @Parameter(
            label = "Normalise time courses",
            description =
                    "divide time courses by their standard deviations before stage 2, so that maps reflect amplitude and shape",
            persist = false)
    private boolean normalise = true;

    @Parameter(
            label = "Scale of the scans",
            description =
                    "how scans are scaled so that the maps do not depend on the scanner's gain; grand-mean: each scan's mean over the mask and over time"
                            + " is 10000; variability: its fluctuations have a standard deviation of 100; auto: grand-mean, or"
                            + " variability if the scans are demeaned or denoised; none: the unit of the scan",
            choices = {ScanScale.AUTO, ScanScale.GRAND_MEAN, ScanScale.VARIABILITY, ScanScale.NONE},
            persist = false)
    private String scale = ScanScale.AUTO;

    @Override
    public void execute(Progress progress) throws IOException {
        NeuroImage group = ImageDoor.read(maps);
        Mask within = mask == null ? ComponentMaps.notZero(group) : ImageDoor.mask(mask, group);
        within.requireNotEmpty("the mask");
        ScanList scans = ScanList.parse(inputs);
        ResultFolder folder = ResultFolder.at(output, LABEL);
        Map<String, Object> known = scans.describe();
        boolean constrained = method.equals("constrained");
        ScanScale scaling =
                ScanScale.of(constrained ? ScanScale.NONE : scale, scans, within, group, progress.stage(0, 0.1));
        DualRegressionRun run = new DualRegressionRun(
                scans, group, within, scaling, new DualRegressionRun.Options(constrained, normalise));
        folder.write(options(scaling), known, place -> {
            Table table = run.write(place, progress.stage(0.1, 1));
            AtomicFile.writeText(place.resolve("index.html"), page(run, table).toHtml());
        });
        say(scans.size() + (scans.size() == 1 ? " scan, " : " scans, ") + group.volumes() + " maps each, in " + output
                + (constrained ? "" : ". " + scaling.words()));
    }

    private Map<String, Object> options(ScanScale scaling) {
        Map<String, Object> options = new TreeMap<>();
        options.put("maps", maps.getTitle());
        options.put("mask", mask == null ? "" : mask.getTitle());
        options.put("method", method);
        options.put("normalise", normalise);
        options.put("scale", scale);
        options.put("scale_used", scaling.way());
        return options;
    }

    private static Page page(DualRegressionRun run, Table scans) {
        Page page = Page.titled("Group maps in each scan");
        int count = scans.rows();
        page.add(Element.of("header")
                .add(Element.of("h1", "Group maps in each scan: " + count + (count == 1 ? " scan" : " scans"))));
        page.section("likeness", "Spatial correlation of each scan's maps with the group's", table(scans));
        page.section("methods", "Methods", Element.of("p", run.methods()));
        return page.add(Element.of("footer", "Made by BoldJ " + Version.text() + "."));
    }

    private static Element table(Table content) {
        Element table = Element.of("table").add(row("th", content.names()));
        for (List<String> row : content.cells()) table.add(row("td", row));
        return table;
    }

    private static Element row(String cell, List<String> texts) {
        Element row = Element.of("tr");
        for (String text : texts) row.add(Element.of(cell, text));
        return row;
    }
}
