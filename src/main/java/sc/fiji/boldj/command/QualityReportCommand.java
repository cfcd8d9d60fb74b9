package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.ReportingCommand;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.preprocess.BrainMask;
import sc.fiji.boldj.report.ScanPage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Version;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.ConfoundTable;
import sc.fiji.boldj.workflow.ScanQuality;
import sc.fiji.boldj.workflow.Verdict;
import sc.fiji.boldj.workflow.scan.MotionTable;

/** Writes a page that lets a person judge a scan: one HTML file that needs nothing else. */
@Plugin(type = Command.class, name = "Quality Report...", headless = true)
public final class QualityReportCommand extends ReportingCommand {

    @Parameter(label = "Series", description = "realigned BOLD series, not smoothed", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Denoised",
            description = "the same series after denoising, for the comparison of before and after",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus denoised;

    @Parameter(
            label = "Brain mask",
            description = "brain mask; empty: computed from the series",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @Parameter(
            label = "Grey matter",
            description = "probability of grey matter",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus gm;

    @Parameter(
            label = "White matter",
            description = "probability of white matter",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus wm;

    @Parameter(
            label = "CSF",
            description = "probability of CSF",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus csf;

    @Parameter(
            label = "Anatomy",
            description = "anatomical image in the space of the series, for the alternating overlay; any grid",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus anatomy;

    @Parameter(
            label = "Motion (.tsv)",
            description = "table written by Realign Head Motion; not needed with a table of confounds",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String motion = "";

    @Parameter(
            label = "Confounds (.tsv)",
            description = "table written by Compute Confounds; empty: computed here",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String confounds = "";

    @Parameter(
            label = "Name of the scan",
            description = "heading of the page; empty: the title of the series",
            required = false,
            persist = false)
    private String title = "";

    @Parameter(label = "Page (.html)", description = "HTML file to write", style = CommandKey.SAVE, persist = false)
    private String output = "";

    @Override
    public void execute(Progress progress) throws IOException {
        NeuroImage source = ImageDoor.readSeries(input);
        Mask brain = mask == null
                ? BrainMask.epi(source, BrainMask.Options.DEFAULT, progress.stage(0, 0.1))
                : ImageDoor.mask(mask, source);
        ScanQuality scan = ScanQuality.of(
                new ScanQuality.Inputs(
                        title.isBlank() ? ImageDoor.stem(source.name()) : title,
                        source,
                        ImageDoor.readOrNull(denoised),
                        brain,
                        ImageDoor.readOrNull(gm),
                        ImageDoor.readOrNull(wm),
                        ImageDoor.readOrNull(csf),
                        ImageDoor.readOrNull(anatomy),
                        table(source, brain, progress.stage(0.1, 0.5)),
                        null,
                        List.of()),
                progress.stage(0.5, 0.9));
        String page = ScanPage.of(scan, "BoldJ " + Version.text()).toHtml();
        AtomicFile.writeText(Path.of(output), page);
        StringBuilder words = new StringBuilder(scan.title() + ": " + scan.light());
        for (Verdict verdict : scan.verdicts())
            if (verdict.light().compareTo(Verdict.Light.GREEN) > 0)
                words.append("; ").append(verdict.topic()).append(' ').append(verdict.figure());
        say(words.toString());
    }

    private Confounds table(NeuroImage source, Mask brain, Progress progress) throws IOException {
        if (!confounds.isBlank()) {
            Table table = TsvFiles.read(Path.of(confounds));
            List<double[]> columns = new ArrayList<>();
            for (String name : table.names()) columns.add(table.numbers(name));
            return Confounds.of(table.names(), columns);
        }
        return ConfoundTable.of(
                        new ConfoundTable.Inputs(
                                source,
                                brain,
                                ImageDoor.readOrNull(gm),
                                ImageDoor.readOrNull(wm),
                                ImageDoor.readOrNull(csf),
                                MotionTable.readOrNull(motion, source)),
                        ConfoundTable.Filter.NOTCH,
                        progress)
                .confounds();
    }
}
