package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.KeyOrder;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.component.ComponentMaps;
import sc.fiji.boldj.workflow.component.ComponentSheet;
import sc.fiji.boldj.workflow.component.ComponentTables;
import sc.fiji.boldj.workflow.component.TimeCourses;
import sc.fiji.boldj.workflow.scan.MotionTable;

/** Names maps by templates of networks and flags probable artefacts. */
@Plugin(type = Command.class, name = "Identify Networks...", headless = true)
@KeyOrder({"maps", "timecourses", "templates"})
public final class IdentifyNetworksCommand extends NetworkNamesCommand {

    @Parameter(label = "Maps", description = "maps in MNI space, one per volume, preferably z maps", persist = false)
    private ImagePlus maps;

    @Parameter(
            label = "Time courses (.tsv)",
            description = "table with one column per map, for spectra and artefact flags",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String timecourses = "";

    @Parameter(label = "Names (.tsv)", description = "TSV file to write", style = CommandKey.SAVE, persist = false)
    private String output = "";

    @Parameter(
            label = "Page (.html)",
            description = "HTML page to write; empty: none",
            required = false,
            style = CommandKey.SAVE,
            persist = false)
    private String page = "";

    @Parameter(
            label = "Repetition time (s)",
            description = "repetition time of the time courses; 0: from the JSON file beside them",
            persist = false)
    private double repetitionTime = 0;

    @Parameter(
            label = "Within mask",
            description = "voxels to compare; empty: those where a map is not 0",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @Parameter(
            label = "CSF",
            description = "mask or probability of CSF",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus csf;

    @Parameter(
            label = "Motion (.tsv)",
            description = "table written by Realign Head Motion",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String motion = "";

    @Override
    public void execute(Progress progress) throws IOException {
        if (!(repetitionTime >= 0))
            throw new IllegalArgumentException("key 'repetition_time' must be 0 or more, got " + repetitionTime);
        NeuroImage group = ImageDoor.read(maps);
        Mask within = mask == null ? ComponentMaps.notZero(group) : ImageDoor.mask(mask, group);
        TimeCourses courses = timecourses.isBlank()
                ? TimeCourses.NONE
                : TimeCourses.read(Path.of(timecourses), group.volumes(), repetitionTime);
        double[][] parameters = motion.isBlank() ? null : MotionTable.parameters(TsvFiles.read(Path.of(motion)));
        if (parameters != null && courses.values().length == 0)
            throw new IllegalArgumentException("key 'motion' needs the time courses too (key 'timecourses')");
        var evidence = new ComponentSheet.Evidence(
                ImageDoor.stem(group.name()),
                csf == null ? null : ComponentMaps.csf(ImageDoor.read(csf), group),
                parameters,
                TemplateMaps.of(templates(), within, group, space()));
        String note = "Names by spatial correlation with "
                + (templates().isBlank() ? "the built-in templates" : templates())
                + "; a name needs |r| of 0.25 and the best match of all maps.";
        ComponentSheet sheet = ComponentMaps.judge(group, within, courses, evidence, note, progress.stage(0, 0.9));
        ComponentTables.write(Path.of(output), sheet.rows());
        if (!page.isBlank()) writePage(Path.of(page), sheet);
        say(group.name() + ": " + sheet.words());
    }
}
