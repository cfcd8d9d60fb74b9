package sc.fiji.boldj.workflow.component;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.ica.ConstrainedIca;
import sc.fiji.boldj.ica.DualRegression;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.LabelsFile;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.ResultImages;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.FileLabels;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.TableFiles;

/** Each scan's own version of group maps. */
public final class DualRegressionRun {

    /**
     * How scans get maps of their own.
     *
     * @param constrained whether by independent components held near the group's, not by dual regression
     * @param normalise whether time courses are divided by their standard deviations before stage 2
     */
    public record Options(boolean constrained, boolean normalise) {}

    /** One scan's result: shape (T, K), (K, V), and (K, V) or null. */
    private record Fit(double[] timeCourses, float[] maps, float[] t) {}

    private final GroupScans scans;
    private final NeuroImage group;
    private final Mask within;
    private final float[] values;
    private final ScanScale scale;
    private final Options options;
    private final Map<String, String> labels;

    /**
     * Nothing is computed yet.
     *
     * @param group maps, one per volume
     * @param within voxels to use
     * @param scale of the scans
     */
    public DualRegressionRun(GroupScans scans, NeuroImage group, Mask within, ScanScale scale, Options options) {
        this.scans = scans;
        this.group = group;
        this.within = within;
        this.scale = scale;
        this.options = options;
        values = ComponentMaps.rows(group, within);
        labels = FileLabels.of(scans.names());
    }

    /**
     * Computes scan after scan and writes time courses, maps and a stack of each component into a folder.
     *
     * @return for each scan its volumes, its scale and how its maps correlate with the group's
     */
    public Table write(Path folder, Progress progress) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < scans.size(); i++) {
            Progress part = progress.stage(0.95 * i / scans.size(), 0.95 * (i + 1.0) / scans.size());
            NeuroImage scan = scans.read(i, Progress.NONE);
            scan.grid().requireSameAs(group.grid(), "'" + scan.name() + "'", "the maps '" + group.name() + "'");
            Fit fit = fit(scan, scale.factors().get(i), part);
            write(folder, scan, fit, i);
            files.add(folder.resolve(labels.get(scans.names().get(i)) + "_maps.nii.gz"));
            List<String> row = new ArrayList<>(List.of(scan.name(), String.valueOf(scan.volumes()), scale.factor(i)));
            row.addAll(likeness(fit.maps));
            rows.add(row);
        }
        if (!labels.keySet().containsAll(labels.values()))
            LabelsFile.write(
                    folder.resolve("scans.tsv"),
                    "scan",
                    List.copyOf(labels.values()),
                    List.copyOf(labels.keySet()),
                    Map.of());
        ComponentStacks.write(folder, files, group.volumes(), progress.stage(0.95, 1));
        List<String> head = new ArrayList<>(List.of("scan", "volumes", "scaled by"));
        for (int c = 1; c <= group.volumes(); c++) head.add(String.valueOf(c));
        return Table.of(head, rows);
    }

    /** Time courses are in the unit of the scan, and so are maps of time courses without one; the others have none. */
    private Fit fit(NeuroImage scan, double factor, Progress progress) {
        int k = group.volumes();
        if (options.constrained) {
            ConstrainedIca.Result found =
                    ConstrainedIca.of(scan, within, values, k, ConstrainedIca.Options.DEFAULT, progress);
            return new Fit(found.timeCourses(), found.maps(), null);
        }
        DualRegression.Result found =
                DualRegression.of(scan, within, values, k, new DualRegression.Options(options.normalise), progress);
        double[] courses = found.timeCourses();
        for (int i = 0; i < courses.length; i++) courses[i] *= factor;
        float[] own = found.maps();
        if (options.normalise) for (int i = 0; i < own.length; i++) own[i] = (float) (factor * own[i]);
        return new Fit(courses, own, found.t());
    }

    private void write(Path folder, NeuroImage scan, Fit fit, int number) throws IOException {
        String name = labels.get(scans.names().get(number));
        TableFiles.write(
                folder.resolve(name + "_timecourses.tsv"),
                ComponentTables.courses(Table.builder(), fit.timeCourses, group.volumes())
                        .build(),
                ComponentTables.courseWords(scan.timing(), "demeaned"));
        image(folder.resolve(name + "_maps.nii.gz"), scan, "maps", "maps", fit.maps);
        if (fit.t == null) return;
        Map<String, Object> about = new TreeMap<>();
        about.put("Description", "coefficients of stage 2, a volume for each group map");
        about.put("Units", options.normalise ? scale.units() : "1: one for one unit of the time course");
        about.put("Scale", scale.way());
        about.put("ScaleFactor", scale.factors().get(number));
        JsonFile.write(folder.resolve(name + "_maps.json"), about);
        image(folder.resolve(name + "_t.nii.gz"), scan, "t", "t values", fit.t);
    }

    private void image(Path file, NeuroImage scan, String name, String what, float[] rows) throws IOException {
        NeuroImage image = ResultImages.create(scan, name, what, rows.length / within.count())
                .withTiming(SeriesTiming.UNKNOWN);
        NiftiWriter.write(ComponentMaps.fill(image, within, rows), file, NiftiWriter.Options.DEFAULT, Progress.NONE);
    }

    /** Correlations of the scan's maps with the group's. */
    private List<String> likeness(float[] own) {
        int voxels = within.count();
        List<String> cells = new ArrayList<>();
        for (int c = 0; c < group.volumes(); c++) {
            double a = 0;
            double b = 0;
            for (int i = c * voxels; i < (c + 1) * voxels; i++) {
                a += own[i] / (double) voxels;
                b += values[i] / (double) voxels;
            }
            double ab = 0;
            double aa = 0;
            double bb = 0;
            for (int i = c * voxels; i < (c + 1) * voxels; i++) {
                ab += (own[i] - a) * (values[i] - b);
                aa += (own[i] - a) * (own[i] - a);
                bb += (values[i] - b) * (values[i] - b);
            }
            cells.add(aa > 0 && bb > 0 ? String.format(Locale.ROOT, "%.2f", ab / Math.sqrt(aa * bb)) : "n/a");
        }
        return cells;
    }

    /** What was done, in sentences for a paper. */
    public String methods() {
        if (options.constrained) return "Independent components of each scan, constrained by the group maps.";
        return "Stage 1: all maps, demeaned, fitted to each volume. Stage 2: all time courses, demeaned"
                + (options.normalise ? " and of unit variance," : ",")
                + " fitted to each voxel. A low correlation with the group's map is a scan to look"
                + " at: misaligned, noisy, or truly different. " + scale.words();
    }
}
