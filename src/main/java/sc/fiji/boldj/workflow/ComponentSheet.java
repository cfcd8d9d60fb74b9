package sc.fiji.boldj.workflow;

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
@SuppressWarnings("ArrayRecordComponent") // a plain carrier of large matrices
public record ComponentSheet(Inputs inputs, double[][] shares, List<ComponentRow> rows) {

    /** The limit between low and high frequencies, in Hz. */
    public static final double HIGH_HZ = 0.1;

    /** The correlation with a template from which on a component may carry its name. */
    public static final double LEAST_R = NetworkIdentification.Options.DEFAULT.least();

    private static final double EDGE_MM = 6;

    /**
     * What to judge.
     *
     * @param title of the page
     * @param mask V voxels
     * @param background a volume on the mask's grid to draw the maps on, or null
     * @param used whether each voxel of the mask was used, shape (V)
     * @param count K
     * @param z maps, shape (K, V)
     * @param shown the maps where they count as active, else 0, shape (K, V)
     * @param explained share of variance, shape (K); empty if not known
     * @param iq stability, shape (K); empty if not assessed
     * @param timeCourses shape (T, K), scans one after another; empty if there are none
     * @param repetitionTime in seconds, NaN if it is not known
     * @param csf mask of cerebrospinal fluid, or null
     * @param motion shape (T, 6), or null
     * @param templates to name by
     * @param notes sentences on how the components were found
     */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier of large matrices
    public record Inputs(
            String title,
            Mask mask,
            float[] background,
            boolean[] used,
            int count,
            float[] z,
            float[] shown,
            double[] explained,
            double[] iq,
            double[] timeCourses,
            double repetitionTime,
            Mask csf,
            double[][] motion,
            NetworkTemplates templates,
            List<String> notes) {

        /** Volumes of the time courses, 0 without. */
        public int volumes() {
            return timeCourses.length / count;
        }

        /** One time course, a new array. */
        public double[] course(int component) {
            double[] course = new double[volumes()];
            for (int t = 0; t < course.length; t++) course[t] = timeCourses[t * count + component];
            return course;
        }

        /** A map of {@code shown} on the whole grid, 0 outside the mask; a new array. */
        public float[] volume(int component) {
            float[] volume = new float[mask.grid().voxels()];
            for (int i = 0; i < mask.count(); i++) volume[mask.voxel(i)] = shown[component * mask.count() + i];
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
        int k = in.count;
        int volumes = in.volumes();
        List<NetworkIdentification.Match> matches =
                NetworkIdentification.identify(in.z, k, in.used, in.templates, NetworkIdentification.Options.DEFAULT);
        double[][] shares = volumes < 2 ? new double[0][] : ComponentSpectra.shares(in.timeCourses, volumes, k);
        boolean timed = shares.length > 0 && Double.isFinite(in.repetitionTime);
        List<ArtefactFeatures.Features> features = ArtefactFeatures.of(
                in.shown,
                volumes < 2 ? new double[2 * k] : in.timeCourses,
                k,
                new ArtefactFeatures.Regions(in.mask, ArtefactFeatures.edge(in.mask, EDGE_MM), in.csf),
                volumes < 2 ? null : in.motion,
                timed ? in.repetitionTime : Double.NaN,
                ArtefactFeatures.Options.DEFAULT);
        List<ComponentRow> rows = new ArrayList<>();
        for (int c = 0; c < k; c++) {
            NetworkIdentification.Match match = matches.get(c);
            ArtefactFeatures.Features found = features.get(c);
            rows.add(new ComponentRow(
                    c + 1,
                    in.explained.length > 0 ? in.explained[c] : Double.NaN,
                    in.iq.length > 0 ? in.iq[c] : Double.NaN,
                    match.name(),
                    match.best(),
                    match.r(),
                    match.second(),
                    match.margin(),
                    timed ? ComponentSpectra.lowToHigh(shares[c], volumes, in.repetitionTime, HIGH_HZ) : Double.NaN,
                    found.medianHz(),
                    found.edgeFraction(),
                    found.csfFraction(),
                    found.motionCorrelation(),
                    found.flags()));
        }
        progress.update(1, 1);
        return new ComponentSheet(in, shares, List.copyOf(rows));
    }

    /** A sentence on the networks that were found: which is which component. */
    public String words() {
        List<String> found = new ArrayList<>();
        int flagged = 0;
        for (ComponentRow row : rows) {
            if (!row.name().isEmpty())
                found.add(String.format(
                        java.util.Locale.ROOT, "%s is component %d (r %.2f)", row.name(), row.number(), row.r()));
            if (!row.flags().isEmpty()) flagged++;
        }
        String none = inputs.templates().names().isEmpty() ? "networks were not named" : "no network was recognised";
        return (found.isEmpty() ? none : String.join(", ", found))
                + (flagged == 0 ? "" : "; " + flagged + " flagged as probable artefacts");
    }
}
