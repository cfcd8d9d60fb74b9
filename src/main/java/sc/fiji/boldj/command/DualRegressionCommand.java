package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
import sc.fiji.boldj.host.Version;
import sc.fiji.boldj.ica.ConstrainedIca;
import sc.fiji.boldj.ica.DualRegression;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.LabelsFile;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.TsvTable;
import sc.fiji.boldj.report.Element;
import sc.fiji.boldj.report.Page;
import sc.fiji.boldj.run.Progress;

/** Gives each scan its own version of group maps. */
@Plugin(type = Command.class, name = "Dual Regression...", headless = true)
public final class DualRegressionCommand extends BoldCommand {

    private static final String LABEL = "Dual Regression...";

    @Parameter(
            label = "Scans",
            description = "text file of paths, one a line, or comma list of titles or paths; on the grid of the maps",
            style = CommandKey.OPEN,
            persist = false)
    private String inputs = "";

    @Parameter(label = "Maps", description = "group maps, one a volume", persist = false)
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
            description = "folder to write: time courses and maps of each scan, and each component of all scans",
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    @Parameter(
            label = "Method",
            description = "regression: dual regression; constrained: independent components of each scan, held near the"
                    + " group's",
            choices = {"regression", "constrained"},
            persist = false)
    private String method = "regression";

    @Parameter(
            label = "Normalise time courses",
            description = "divide them by their standard deviations before stage 2, so that maps hold size and shape",
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

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private String summary = "";

    /** One scan's result: shape (T, K), (K, V), and (K, V) or null. */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier of large matrices
    private record Fit(double[] timeCourses, float[] maps, float[] t) {}

    @Override
    public void execute(Progress progress) throws IOException {
        NeuroImage group = ImageDoor.read(maps);
        Mask within = mask == null ? notZero(group) : ImageDoor.mask(mask, group);
        within.requireNotEmpty("the mask");
        ScanList scans = ScanList.parse(inputs);
        ResultFolder folder = ResultFolder.at(output, LABEL);
        float[] values = rows(group, within);
        int k = group.volumes();
        Map<String, Object> known = scans.describe();
        Map<String, Object> options = new TreeMap<>();
        options.put("maps", maps.getTitle());
        options.put("mask", mask == null ? "" : mask.getTitle());
        options.put("method", method);
        options.put("normalise", normalise);
        Map<String, String> labels = scans.labels();
        options.put("scale", scale);
        ScanScale scaling =
                ScanScale.of(isRegression() ? scale : ScanScale.NONE, scans, within, group, progress.stage(0, 0.1));
        options.put("scale_used", scaling.way());
        folder.write(options, known, place -> {
            List<String> rows = new ArrayList<>();
            List<Path> files = new ArrayList<>();
            for (int i = 0; i < scans.size(); i++) {
                Progress part = progress.stage(0.1 + 0.85 * i / scans.size(), 0.1 + 0.85 * (i + 1.0) / scans.size());
                NeuroImage scan = scans.read(i, Progress.NONE);
                scan.grid().requireSameAs(group.grid(), "'" + scan.name() + "'", "the maps '" + group.name() + "'");
                Fit fit = fit(scan, within, values, k, scaling.factors().get(i), part);
                write(place, labels.get(scans.names().get(i)), scan, within, fit, k, scaling, i);
                files.add(place.resolve(labels.get(scans.names().get(i)) + "_maps.nii.gz"));
                rows.add(scan.name() + "\t" + scan.volumes() + "\t" + scaling.factor(i) + "\t"
                        + likeness(fit.maps, values, k, within.count()));
            }
            if (!labels.keySet().containsAll(labels.values()))
                LabelsFile.write(
                        place.resolve("scans.tsv"),
                        "scan",
                        List.copyOf(labels.values()),
                        List.copyOf(labels.keySet()),
                        Map.of());
            ComponentStacks.write(place, files, k, progress.stage(0.95, 1));
            AtomicFile.writeText(
                    place.resolve("index.html"), page(rows, k, scaling).toHtml());
        });
        summary = scans.size() + (scans.size() == 1 ? " scan, " : " scans, ") + k + " maps each, in " + output
                + (isRegression() ? ". " + scaling.words() : "");
    }

    private boolean isRegression() {
        return !method.equals("constrained");
    }

    /** Time courses are in the unit of the scan, and so are maps of time courses without one; the others have none. */
    private Fit fit(NeuroImage scan, Mask within, float[] values, int k, double factor, Progress progress) {
        if (!isRegression()) {
            ConstrainedIca.Result found =
                    ConstrainedIca.find(scan, within, values, k, ConstrainedIca.Options.DEFAULT, progress);
            return new Fit(found.timeCourses(), found.maps(), null);
        }
        DualRegression.Result found =
                DualRegression.fit(scan, within, values, k, new DualRegression.Options(normalise), progress);
        double[] courses = found.timeCourses();
        for (int i = 0; i < courses.length; i++) courses[i] *= factor;
        float[] own = found.maps();
        if (normalise) for (int i = 0; i < own.length; i++) own[i] = (float) (factor * own[i]);
        return new Fit(courses, own, found.t());
    }

    private void write(
            Path place, String name, NeuroImage scan, Mask within, Fit fit, int k, ScanScale scaling, int number)
            throws IOException {
        TableFiles.write(
                place.resolve(name + "_timecourses.tsv"),
                ComponentFiles.courses(TsvTable.builder(), fit.timeCourses, k).build(),
                ComponentFiles.courseWords(scan.timing(), "demeaned"));
        NiftiWriter.write(
                ComponentFiles.image(scan, "maps", "maps", within, fit.maps),
                place.resolve(name + "_maps.nii.gz"),
                NiftiWriter.Options.DEFAULT,
                Progress.NONE);
        if (fit.t == null) return;
        Map<String, Object> about = new TreeMap<>();
        about.put("Description", "coefficients of stage 2, a volume for each group map");
        about.put("Units", normalise ? scaling.units() : "1: one for one unit of the time course");
        about.put("Scale", scaling.way());
        about.put("ScaleFactor", scaling.factors().get(number));
        JsonFile.write(place.resolve(name + "_maps.json"), about);
        NiftiWriter.write(
                ComponentFiles.image(scan, "t", "t values", within, fit.t),
                place.resolve(name + "_t.nii.gz"),
                NiftiWriter.Options.DEFAULT,
                Progress.NONE);
    }

    /** Correlations of the scan's maps with the group's, separated by tabs. */
    private static String likeness(float[] own, float[] group, int k, int voxels) {
        List<String> cells = new ArrayList<>();
        for (int c = 0; c < k; c++) {
            double a = 0;
            double b = 0;
            for (int i = c * voxels; i < (c + 1) * voxels; i++) {
                a += own[i] / (double) voxels;
                b += group[i] / (double) voxels;
            }
            double ab = 0;
            double aa = 0;
            double bb = 0;
            for (int i = c * voxels; i < (c + 1) * voxels; i++) {
                ab += (own[i] - a) * (group[i] - b);
                aa += (own[i] - a) * (own[i] - a);
                bb += (group[i] - b) * (group[i] - b);
            }
            cells.add(aa > 0 && bb > 0 ? String.format(Locale.ROOT, "%.2f", ab / Math.sqrt(aa * bb)) : "n/a");
        }
        return String.join("\t", cells);
    }

    private Page page(List<String> rows, int k, ScanScale scaling) {
        Element table = Element.of("table");
        Element head = Element.of("tr")
                .add(Element.of("th", "scan"), Element.of("th", "volumes"), Element.of("th", "scaled by"));
        for (int c = 1; c <= k; c++) head.add(Element.of("th", String.valueOf(c)));
        table.add(head);
        for (String row : rows) {
            Element line = Element.of("tr");
            for (String cell : row.split("\t", 0)) line.add(Element.of("td", cell));
            table.add(line);
        }
        Page page = Page.titled("Group maps in each scan");
        page.add(Element.of("header")
                .add(Element.of(
                        "h1", "Group maps in each scan: " + rows.size() + (rows.size() == 1 ? " scan" : " scans"))));
        page.section("likeness", "Spatial correlation of each scan's maps with the group's", table);
        page.section(
                "methods",
                "Methods",
                Element.of(
                        "p",
                        !isRegression()
                                ? "Each scan's own independent components, held near the group's maps."
                                : "Stage 1: all maps, demeaned, fitted to each volume. Stage 2: all time courses, demeaned"
                                        + (normalise ? " and of unit variance," : ",")
                                        + " fitted to each voxel. A low correlation with the group's map is a scan to look"
                                        + " at: misaligned, noisy, or truly different. " + scaling.words()));
        return page.add(Element.of("footer", "Made by BoldJ " + Version.text() + "."));
    }

    /** The voxels where a map is finite and not 0. */
    static Mask notZero(NeuroImage maps) {
        boolean[] inside = new boolean[maps.grid().voxels()];
        float[] volume = new float[inside.length];
        for (int m = 0; m < maps.volumes(); m++) {
            maps.readVolume(m, volume);
            for (int v = 0; v < inside.length; v++) inside[v] |= Float.isFinite(volume[v]) && volume[v] != 0;
        }
        return Mask.of(maps.grid(), inside).requireNotEmpty("the maps '" + maps.name() + "'");
    }

    /** The maps at the voxels of a mask, shape (K, V). */
    static float[] rows(NeuroImage maps, Mask within) {
        float[] rows = new float[Math.multiplyExact(maps.volumes(), within.count())];
        for (int m = 0; m < maps.volumes(); m++) {
            float[] volume = maps.volume(m);
            for (int i = 0; i < within.count(); i++) rows[m * within.count() + i] = volume[within.voxel(i)];
        }
        return rows;
    }
}
