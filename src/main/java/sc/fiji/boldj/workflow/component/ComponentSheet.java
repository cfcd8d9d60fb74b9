package sc.fiji.boldj.workflow.component;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.ica.ArtefactFeatures;
import sc.fiji.boldj.ica.ComponentSpectra;
import sc.fiji.boldj.ica.NetworkIdentification;
import sc.fiji.boldj.ica.NetworkTemplates;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.run.Progress;

/**
 * Components with all that lets a person judge them: names, spectra, artefact features.
 *
 * @param inputs what was given
 * @param shares share of each time course's variance at each frequency, shape (K, T / 2); empty without time courses
 * @param rows one for each component
 */
public record ComponentSheet(Inputs inputs, double[][] shares, List<ComponentRow> rows) {

    /** The limit between low and high frequencies, in Hz. */
    public static final double HIGH_HZ = 0.1;

    /** The correlation with a template from which on a component may carry its name. */
    public static final double LEAST_R = NetworkIdentification.Options.DEFAULT.least();

    private static final double EDGE_MM = 6;

    /**
     * Maps of components on the voxels of a mask.
     *
     * @param mask V voxels
     * @param used whether each voxel of the mask was used, shape (V)
     * @param count K
     * @param z shape (K, V)
     * @param shown the maps where they count as active, else 0, shape (K, V)
     */
    public record Maps(Mask mask, boolean[] used, int count, float[] z, float[] shown) {}

    /**
     * What components are judged by.
     *
     * @param title of the page
     * @param csf mask of cerebrospinal fluid, or null
     * @param motion shape (T, 6), or null
     * @param networks templates that components are named by
     */
    public record Evidence(String title, Mask csf, double[][] motion, NetworkTemplates networks) {}

    /**
     * What to judge.
     *
     * @param background a volume on the mask's grid to draw the maps on, or null
     * @param explained share of variance, shape (K); empty if not known
     * @param iq stability, shape (K); empty if not assessed
     * @param courses the time courses, scans one after another
     * @param notes sentences on how the components were found
     */
    public record Inputs(
            Evidence evidence,
            Maps maps,
            float[] background,
            double[] explained,
            double[] iq,
            TimeCourses courses,
            List<String> notes) {

        /** Volumes of the time courses, 0 without. */
        public int volumes() {
            return courses.values().length / maps.count;
        }

        /** One time course, a new array. */
        public double[] course(int component) {
            double[] course = new double[volumes()];
            for (int t = 0; t < course.length; t++) course[t] = courses.values()[t * maps.count + component];
            return course;
        }

        /** A map of {@code shown} on the whole grid, 0 outside the mask; a new array. */
        public float[] volume(int component) {
            Mask mask = maps.mask;
            float[] volume = new float[mask.grid().voxels()];
            for (int i = 0; i < mask.count(); i++) volume[mask.voxel(i)] = maps.shown[component * mask.count() + i];
            return volume;
        }
    }

    /**
     * Judges components.
     *
     * @throws IllegalArgumentException if sizes do not fit one another
     */
    public static ComponentSheet of(Inputs in, Progress progress) {
        progress.checkCancelled();
        Maps maps = in.maps;
        Evidence evidence = in.evidence;
        int k = maps.count;
        int volumes = in.volumes();
        double[] courses = in.courses.values();
        double repetitionTime = in.courses.repetitionTime();
        List<NetworkIdentification.Match> matches = NetworkIdentification.identify(
                maps.z, k, maps.used, evidence.networks, NetworkIdentification.Options.DEFAULT);
        double[][] shares = volumes < 2 ? new double[0][] : ComponentSpectra.shares(courses, volumes, k);
        boolean timed = shares.length > 0 && Double.isFinite(repetitionTime);
        List<ArtefactFeatures.Features> features = ArtefactFeatures.of(
                maps.shown,
                volumes < 2 ? new double[2 * k] : courses,
                k,
                new ArtefactFeatures.Regions(maps.mask, ArtefactFeatures.edge(maps.mask, EDGE_MM), evidence.csf),
                volumes < 2 ? null : evidence.motion,
                timed ? repetitionTime : Double.NaN,
                ArtefactFeatures.Options.DEFAULT);
        List<ComponentRow> rows = new ArrayList<>();
        for (int c = 0; c < k; c++)
            rows.add(new ComponentRow(
                    c + 1,
                    in.explained.length > 0 ? in.explained[c] : Double.NaN,
                    in.iq.length > 0 ? in.iq[c] : Double.NaN,
                    matches.get(c),
                    timed ? ComponentSpectra.lowToHigh(shares[c], volumes, repetitionTime, HIGH_HZ) : Double.NaN,
                    features.get(c)));
        progress.update(1, 1);
        return new ComponentSheet(in, shares, List.copyOf(rows));
    }

    /** A sentence on the networks that were found: which is which component. */
    public String words() {
        List<String> found = new ArrayList<>();
        int flagged = 0;
        for (ComponentRow row : rows) {
            NetworkIdentification.Match match = row.match();
            if (!match.name().isEmpty())
                found.add(String.format(
                        java.util.Locale.ROOT, "%s is component %d (r %.2f)", match.name(), row.number(), match.r()));
            if (row.features().isArtefact()) flagged++;
        }
        String none =
                inputs.evidence.networks.names().isEmpty() ? "networks were not named" : "no network was recognised";
        return (found.isEmpty() ? none : String.join(", ", found))
                + (flagged == 0 ? "" : "; " + flagged + " flagged as probable artefacts");
    }
}
