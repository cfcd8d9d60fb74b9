package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.ica.MixtureModel;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TsvTable;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.ComponentSheet;

/** Names maps by templates of networks and flags probable artefacts. */
@Plugin(type = Command.class, name = "Identify Networks...", headless = true)
public final class IdentifyNetworksCommand extends BoldCommand {

    @Parameter(label = "Maps", description = "maps in MNI space, one a volume, best z", persist = false)
    private ImagePlus maps;

    @Parameter(
            label = "Time courses (.tsv)",
            description = "table with one column a map, for spectra and flags",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String timecourses = "";

    @Parameter(
            label = "Templates",
            description = "4-D maps or 3-D labels of networks on MNI grid; empty: built in",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String templates = "";

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
            description = "of the time courses; 0: from the JSON file beside them",
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
            description = "table that Realign Head Motion wrote",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String motion = "";

    @Parameter(
            label = "Space",
            description = MniPlaces.KEY,
            choices = {MniPlaces.AUTO, MniPlaces.MNI, MniPlaces.OWN},
            persist = false)
    private String space = MniPlaces.AUTO;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private String summary = "";

    @Override
    public void execute(Progress progress) throws IOException {
        if (!(repetitionTime >= 0))
            throw new IllegalArgumentException("key 'repetition_time' must be 0 or more, got " + repetitionTime);
        NeuroImage group = ImageDoor.read(maps);
        Mask within = mask == null ? DualRegressionCommand.notZero(group) : ImageDoor.mask(mask, group);
        int k = group.volumes();
        float[] z = DualRegressionCommand.rows(group, within);
        boolean[] used = new boolean[within.count()];
        Arrays.fill(used, true);
        for (int i = 0; i < z.length; i++) if (!Float.isFinite(z[i])) used[i % within.count()] = false;
        double[] courses = timecourses.isBlank() ? new double[0] : courses(Path.of(timecourses), k);
        double[][] parameters = motion.isBlank() ? null : MotionTable.parameters(TsvTable.read(Path.of(motion)));
        if (parameters != null && courses.length == 0)
            throw new IllegalArgumentException("key 'motion' needs the time courses too (key 'timecourses')");
        ComponentSheet sheet = ComponentSheet.of(
                new ComponentSheet.Inputs(
                        ImageDoor.stem(group.name()),
                        within,
                        null,
                        used,
                        k,
                        z,
                        thresholded(z, within.count(), k),
                        new double[0],
                        new double[0],
                        courses,
                        repetitionTime > 0 ? repetitionTime : sidecar(timecourses),
                        csf == null ? null : IndependentComponentsCommand.csfMask(ImageDoor.read(csf), group),
                        parameters,
                        TemplateMaps.of(templates, within, group, space),
                        List.of("Names by spatial correlation with "
                                + (templates.isBlank() ? "the built-in templates" : templates)
                                + "; a name needs |r| of 0.25 and the best match of all maps.")),
                progress.stage(0, 0.9));
        ComponentFiles.table(Path.of(output), sheet.rows());
        if (!page.isBlank()) ComponentFiles.page(Path.of(page), sheet);
        summary = group.name() + ": " + sheet.words();
    }

    /** Each map where its mixture gives activation more than 0.5; all of a map that no mixture describes. */
    private static float[] thresholded(float[] z, int voxels, int k) {
        float[] shown = z.clone();
        for (int c = 0; c < k; c++) {
            float[] map = Arrays.copyOfRange(z, c * voxels, (c + 1) * voxels);
            for (int i = c * voxels; i < (c + 1) * voxels; i++) if (!Float.isFinite(shown[i])) shown[i] = 0;
            MixtureModel model;
            try {
                model = MixtureModel.fit(map);
            } catch (IllegalArgumentException constant) {
                continue;
            }
            if (model.positiveWeight() + model.negativeWeight() == 0) continue;
            for (int i = 0; i < voxels; i++) if (!(model.probability(map[i]) > 0.5)) shown[c * voxels + i] = 0;
        }
        return shown;
    }

    /** The numeric columns of a table, shape (T, K). */
    private static double[] courses(Path file, int k) throws IOException {
        TsvTable table = TsvTable.read(file);
        List<String> names = new ArrayList<>(table.names());
        names.removeAll(List.of("scan", "volume"));
        if (names.size() != k)
            throw new IllegalArgumentException(
                    file + " has " + names.size() + " columns of time courses, but there are " + k + " maps");
        double[] courses = new double[Math.multiplyExact(table.rows(), k)];
        for (int c = 0; c < k; c++) {
            double[] column = table.numbers(names.get(c));
            for (int t = 0; t < column.length; t++) {
                if (!Double.isFinite(column[t]))
                    throw new IllegalArgumentException(
                            file + ": column " + names.get(c) + " has a missing value in row " + (t + 1));
                courses[t * k + c] = column[t];
            }
        }
        return courses;
    }

    /** The repetition time that a table's JSON file names, in seconds; NaN if there is none. */
    private static double sidecar(String table) throws IOException {
        if (table.isBlank()) return Double.NaN;
        Path file = Path.of(table);
        Path json = file.resolveSibling(file.getFileName().toString().replaceAll("(?i)\\.tsv$", "") + ".json");
        if (json.equals(file) || !Files.isRegularFile(json)) return Double.NaN;
        Object value = JsonFile.readMap(json).get("RepetitionTime");
        return value instanceof Number number && number.doubleValue() > 0 ? number.doubleValue() : Double.NaN;
    }
}
