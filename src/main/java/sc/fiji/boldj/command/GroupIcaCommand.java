package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.ica.Components;
import sc.fiji.boldj.ica.DualRegression;
import sc.fiji.boldj.ica.FastIca;
import sc.fiji.boldj.ica.GroupIca;
import sc.fiji.boldj.ica.GroupPca;
import sc.fiji.boldj.ica.NetworkTemplates;
import sc.fiji.boldj.ica.Stability;
import sc.fiji.boldj.ica.VarianceNorm;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.io.TsvTable;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.ComponentSheet;

/** Finds components that a group of scans shares. */
@Plugin(type = Command.class, name = "Group ICA...", headless = true)
public final class GroupIcaCommand extends BoldCommand {

    private static final String LABEL = "Group ICA...";
    private static final int MOST_KEPT = 500;

    @Parameter(
            label = "Scans",
            description = "text file of paths, one a line, or comma list of titles or paths; all on one grid",
            style = CommandKey.OPEN,
            persist = false)
    private String inputs = "";

    @Parameter(
            label = "Within mask",
            description = "voxels to use; empty: every voxel that varies in every scan",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @Parameter(label = "Components", description = "how many", persist = false)
    private int components = 20;

    @Parameter(label = "Seed", description = "seed of the random starts", persist = false)
    private long seed = 1;

    @Parameter(
            label = "Contrast",
            description = "measure of how far from Gaussian a component is",
            choices = {"logcosh", "pow3", "gauss"},
            persist = false)
    private String contrast = "logcosh";

    @Parameter(
            label = "Approach",
            description = "all components at once, or one after the other",
            choices = {"symmetric", "deflation"},
            persist = false)
    private String approach = "symmetric";

    @Parameter(
            label = "Divide voxels by",
            description =
                    "the standard deviation of what strong components leave, that of the whole series, or nothing",
            choices = {"residual", "total", "none"},
            persist = false)
    private String variance = "residual";

    @Parameter(
            label = "Results (folder)",
            description = "folder to write: maps, time courses, table of components, page",
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    @Parameter(
            label = "Repeats for Iq",
            description = "searches on drawn voxels that judge stability; 0: none",
            persist = false)
    private int stability = 20;

    @Parameter(
            label = "Kept rows",
            description = "principal components that go from scan to scan; 0: as many as the first scan has volumes,"
                    + " at most 500, at least twice the components",
            persist = false)
    private int kept = 0;

    @Parameter(
            label = "State (file)",
            description = "file that takes up the state after each scan; a run that was cut off goes on from it",
            required = false,
            style = CommandKey.SAVE,
            persist = false)
    private String state = "";

    @Parameter(
            label = "Templates",
            description = "4-D maps or 3-D labels of networks on MNI grid; empty: built in",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String templates = "";

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
        if (components < 1) throw new IllegalArgumentException("key 'components' must be 1 or more, got " + components);
        if (kept < 0) throw new IllegalArgumentException("key 'kept' must be 0 or more, got " + kept);
        FastIca.Options search = SearchChoices.search(contrast, approach, seed);
        VarianceNorm norm = SearchChoices.norm(variance);
        ScanList scans = ScanList.parse(inputs);
        ResultFolder folder = ResultFolder.at(output, LABEL);
        NeuroImage scan = scans.read(0, Progress.NONE);
        Mask within = ImageDoor.maskOrAll(mask, scan);
        NetworkTemplates networks = TemplateMaps.orNone(templates, within, scan, space);
        int rows = kept > 0 ? kept : Math.max(Math.min(scan.volumes(), MOST_KEPT), 2 * components);
        // what results are like; the scan itself must not stay in memory
        NeuroImage first = scan.createLike(scan.name(), 1);
        scan = null;
        Map<String, Object> known = scans.describe();
        // the order counts: the state says how many scans it holds, not which
        String fingerprint = rows + " rows, variance " + norm + ", mask " + Arrays.hashCode(within.indices()) + " of "
                + within.count() + ", " + scans.names() + ", " + known;
        float[] background = new float[within.grid().voxels()];
        GroupPca.State gathered = gather(scans, within, norm, rows, fingerprint, progress.stage(0, 0.6));
        Components found = GroupIca.decompose(
                gathered, components, search, new Stability.Options(stability, true), progress.stage(0.6, 0.8));
        NeuroImage z = ComponentFiles.image(first, "maps", "ica", within, found.z());
        TsvTable.Builder table = TsvTable.builder();
        SeriesTiming[] timing = {first.timing()};
        double[] courses = courses(scans, within, found, table, timing, background, progress.stage(0.8, 0.95));
        ComponentSheet sheet = ComponentSheet.of(
                new ComponentSheet.Inputs(
                        "a group of " + scans.size() + (scans.size() == 1 ? " scan" : " scans"),
                        within,
                        background,
                        found.used(),
                        found.count(),
                        found.z(),
                        ComponentFiles.shown(found),
                        found.explained(),
                        found.stability(),
                        courses,
                        timing[0].repetitionTime(),
                        null,
                        null,
                        networks,
                        notes(gathered, found, norm, rows, search)),
                progress.stage(0.95, 0.97));
        folder.write(options(rows), known, place -> {
            ComponentFiles.write(place, sheet, z, progress.stage(0.97, 1));
            TableFiles.write(
                    place.resolve("timecourses.tsv"),
                    table.build(),
                    ComponentFiles.courseWords(timing[0], "stage 1 of dual regression, in units of each scan"));
        });
        if (!state.isBlank()) Files.deleteIfExists(Path.of(state));
        summary = scans.size() + " scans, " + gathered.volumes() + " volumes: " + found.count() + " components, "
                + String.format(
                        Locale.ROOT,
                        "%.0f %% of the variance",
                        100 * Arrays.stream(found.explained()).sum())
                + "; " + sheet.words();
    }

    private GroupPca.State gather(
            ScanList scans, Mask within, VarianceNorm norm, int rows, String fingerprint, Progress progress)
            throws IOException {
        GroupPca.State gathered = GroupPca.start(within, rows);
        boolean saved = !state.isBlank();
        if (saved && Files.isRegularFile(Path.of(state))) gathered = GroupStateFile.read(Path.of(state), fingerprint);
        for (int i = gathered.scans(); i < scans.size(); i++) {
            Progress part = progress.stage((double) i / scans.size(), (i + 1.0) / scans.size());
            NeuroImage scan = scans.read(i, Progress.NONE);
            scan.grid().requireSameAs(within.grid(), "'" + scan.name() + "'", "the mask or first scan");
            gathered = GroupPca.add(gathered, scan, within, norm, part);
            if (saved) GroupStateFile.save(Path.of(state), fingerprint, gathered);
        }
        return gathered;
    }

    /** The time courses of each scan by dual regression, one scan after another; adds up the mean images too. */
    private static double[] courses(
            ScanList scans,
            Mask within,
            Components found,
            TsvTable.Builder table,
            SeriesTiming[] timing,
            float[] background,
            Progress progress)
            throws IOException {
        List<double[]> parts = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Integer> volumes = new ArrayList<>();
        int k = found.count();
        for (int i = 0; i < scans.size(); i++) {
            Progress part = progress.stage((double) i / scans.size(), (i + 1.0) / scans.size());
            NeuroImage scan = scans.read(i, Progress.NONE);
            if (!scan.timing().isKnown() || scan.timing().repetitionTime() != timing[0].repetitionTime())
                timing[0] = SeriesTiming.UNKNOWN;
            parts.add(DualRegression.timeCourses(scan, within, found.z(), k, part));
            float[] mean = IndependentComponentsCommand.mean(scan, Progress.NONE);
            for (int v = 0; v < mean.length; v++) if (Float.isFinite(mean[v])) background[v] += mean[v] / scans.size();
            for (int t = 0; t < scan.volumes(); t++) {
                names.add(scans.names().get(i));
                volumes.add(t);
            }
        }
        double[] courses = new double[names.size() * k];
        int at = 0;
        for (double[] part : parts) {
            System.arraycopy(part, 0, courses, at, part.length);
            at += part.length;
        }
        table.add("scan", names)
                .add("volume", volumes.stream().mapToInt(Integer::intValue).toArray());
        ComponentFiles.courses(table, courses, k);
        return courses;
    }

    private static List<String> notes(
            GroupPca.State gathered, Components found, VarianceNorm norm, int rows, FastIca.Options search) {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%d scans of %d volumes in all (%d voxels) were %s each, taken up one after"
                                + " another into %d principal components (MIGP), reduced to %d, and separated by"
                                + " FastICA (%s; %d iterations, %s).",
                        gathered.scans(),
                        gathered.volumes(),
                        gathered.voxels(),
                        SearchChoices.words(norm),
                        rows,
                        found.count(),
                        SearchChoices.words(search),
                        found.search().iterations(),
                        found.search().converged() ? "converged" : "some components had not settled"),
                "Maps are z values against each map's background (mixture of a Gaussian and two gamma densities).",
                "Time courses are those of stage 1 of dual regression in each scan, one scan after another.");
    }

    private Map<String, Object> options(int rows) {
        Map<String, Object> options = new TreeMap<>();
        options.put("mask", mask == null ? "" : mask.getTitle());
        options.put("components", components);
        options.put("contrast", contrast);
        options.put("approach", approach);
        options.put("variance", variance);
        options.put("seed", seed);
        options.put("stability", stability);
        options.put("kept", rows);
        options.put("templates", templates);
        return options;
    }
}
