package sc.fiji.boldj.workflow.component;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.boldj.ica.Components;
import sc.fiji.boldj.ica.DualRegression;
import sc.fiji.boldj.ica.FastIca;
import sc.fiji.boldj.ica.GroupIca;
import sc.fiji.boldj.ica.GroupPca;
import sc.fiji.boldj.ica.NetworkTemplates;
import sc.fiji.boldj.ica.PcaTree;
import sc.fiji.boldj.ica.Stability;
import sc.fiji.boldj.ica.VarianceNorm;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.TableFiles;

/** Components that a group of scans shares, and the time courses of each scan. */
public final class GroupComponents {

    private static final int MOST_KEPT = 500;

    /**
     * How they are found.
     *
     * @param components how many
     * @param kept principal components that go from scan to scan
     * @param norm what voxels are divided by
     * @param search how components are sought
     * @param stability searches that judge stability; 0: none
     * @param state file that takes up the state after each scan; null: none
     */
    public record Options(
            int components, int kept, VarianceNorm norm, FastIca.Options search, int stability, Path state) {

        /**
         * How many principal components are kept.
         *
         * @param asked 0: as many as the first scan has volumes, at most 500, at least twice the components
         */
        public static int rows(int asked, int volumes, int components) {
            return asked > 0 ? asked : Math.max(Math.min(volumes, MOST_KEPT), 2 * components);
        }
    }

    private final GroupScans scans;
    private final Mask within;
    private final Options options;
    private final float[] background;
    private final Table.Builder table = Table.builder();
    private SeriesTiming timing;
    private GroupPca.State gathered;
    private Components found;
    private ComponentSheet sheet;

    private GroupComponents(GroupScans scans, Mask within, Options options, SeriesTiming timing) {
        this.scans = scans;
        this.within = within;
        this.options = options;
        this.timing = timing;
        background = new float[within.grid().voxels()];
    }

    /**
     * Finds the components of a group.
     *
     * @param timing of the first scan
     * @param known what is known of the scans; a state that was saved of others is refused
     * @param networks templates that components are named by
     * @throws IOException if a scan cannot be read or the state not be written
     */
    public static GroupComponents of(
            GroupScans scans,
            Mask within,
            SeriesTiming timing,
            Map<String, Object> known,
            NetworkTemplates networks,
            Options options,
            Progress progress)
            throws IOException {
        GroupComponents group = new GroupComponents(scans, within, options, timing);
        group.gathered = ScanGathering.of(scans, within, known, options, progress.stage(0, 0.6));
        group.found = GroupIca.of(
                group.gathered,
                options.components,
                options.search,
                new Stability.Options(options.stability, true),
                progress.stage(0.6, 0.8));
        double[] courses = group.courses(progress.stage(0.8, 0.95));
        group.sheet = group.sheet(courses, networks, progress.stage(0.95, 1));
        return group;
    }

    /** The time courses of each scan by dual regression, one scan after another; adds up the mean images too. */
    private double[] courses(Progress progress) throws IOException {
        List<double[]> parts = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Integer> volumes = new ArrayList<>();
        int k = found.count();
        for (int i = 0; i < scans.size(); i++) {
            Progress part = progress.stage((double) i / scans.size(), (i + 1.0) / scans.size());
            NeuroImage scan = scans.read(i, Progress.NONE);
            if (!scan.timing().isKnown() || scan.timing().repetitionTime() != timing.repetitionTime())
                timing = SeriesTiming.UNKNOWN;
            parts.add(DualRegression.timeCourses(scan, within, found.z(), k, part));
            float[] mean = ComponentMaps.mean(scan, Progress.NONE);
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
        ComponentTables.courses(table, courses, k);
        return courses;
    }

    private ComponentSheet sheet(double[] courses, NetworkTemplates networks, Progress progress) {
        return ComponentSheet.of(
                new ComponentSheet.Inputs(
                        new ComponentSheet.Evidence(
                                "a group of " + scans.size() + (scans.size() == 1 ? " scan" : " scans"),
                                null,
                                null,
                                networks),
                        new ComponentSheet.Maps(
                                within, found.used(), found.count(), found.z(), ComponentMaps.shown(found)),
                        background,
                        found.explained(),
                        found.stability(),
                        new TimeCourses(courses, timing.repetitionTime()),
                        notes()),
                progress);
    }

    private List<String> notes() {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%d scans of %d volumes in all (%d voxels) were %s each, combined into %d principal components (MIGP%s), reduced to %d, and separated by"
                                + " FastICA (%s).",
                        gathered.scans(),
                        gathered.volumes(),
                        gathered.voxels(),
                        SearchWords.of(options.norm),
                        options.kept,
                        gathered.scans() > PcaTree.BRANCHES ? ", in a tree of " + PcaTree.BRANCHES + " branches" : "",
                        found.count(),
                        SearchWords.of(
                                options.search,
                                found.search().iterations(),
                                found.search().converged())),
                SearchWords.MAPS,
                "Time courses are those of stage 1 of dual regression in each scan, one scan after another.");
    }

    /** The components with all that lets a person judge them. */
    public ComponentSheet sheet() {
        return sheet;
    }

    /** The z maps, shape (K, V). */
    public float[] z() {
        return found.z();
    }

    /** Writes the time courses of all scans. */
    public void writeTimeCourses(Path file) throws IOException {
        TableFiles.write(
                file,
                table.build(),
                ComponentTables.courseWords(timing, "stage 1 of dual regression, in units of each scan"));
    }

    /** Deletes the saved state: to be called when the results are written. */
    public void finish() throws IOException {
        if (options.state != null) ScanGathering.finish(options.state);
    }

    /** What was found, in a sentence. */
    public String words() {
        return scans.size() + " scans, " + gathered.volumes() + " volumes: " + ComponentTables.words(found) + "; "
                + sheet.words();
    }
}
