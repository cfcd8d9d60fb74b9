package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.StudyFiles;

/**
 * The scanner's gain reaches nothing that the group level reads: the participant level on a scan and on 1.6 times the scan
 * gives the same maps, tables and figures. The output folder is walked, so a file that a later version adds is compared too.
 */
class GainInvarianceTest {

    private static final double GAIN = 1.6;

    /**
     * Root mean square of the difference, in standard deviations of a map or a column. Rounding 1.6 times a scan to float
     * alone moves a map of fluctuations of 0.1 % of the signal by 6e-5.
     */
    private static final double TOLERANCE = 1e-4;

    /** No voxel differs by more than so many times that. */
    private static final double WORST = 30;

    /**
     * What turns on choices that are all or nothing, which rounding may tip in a voxel or two: the order of the noise model
     * of the task GLM, and the direction of components of nearly the same variance. None of it is read by the group level.
     */
    private static final Pattern CHOSEN =
            Pattern.compile("_(t|z|df|variance)\\.nii\\.gz|whiteness|noise\\.nii|_clusters\\.tsv|_comp_cor_");

    private static final double CHOSEN_TOLERANCE = 1e-2;

    /**
     * Effects of the task GLM depend on the same choice through the weights of the noise: one voxel in a thousand may have
     * gone to the neighbouring cell of the noise grid. All others are held to the common tolerance.
     */
    private static final Pattern WEIGHTED = Pattern.compile("_glm/.*_(effect|percent)\\.nii\\.gz");

    private static final double TIED = 1e-3;

    /**
     * Homogeneity is made of ranks: where two of 60 volumes have nearly the same value, rounding exchanges them in one of 27
     * voxels, which moves W by 6e-5, and the map's standard deviation is 0.06 here.
     */
    private static final Pattern RANKED = Pattern.compile("_stat-reho_");

    private static final double RANKED_TOLERANCE = 1e-3;

    /** What is in the scanner's own space and unit by intent; nothing after the resampling reads its brightness. */
    private static final Set<String> RAW = Set.of("_desc-hmc_boldref.nii.gz");

    /** What says how bright the scan was. */
    private static final Set<String> SAID = Set.of("GrandMeanBeforeScaling", "GrandMeanScalingFactor");

    @TempDir
    Path root;

    /** The same participant with the scan times a factor. */
    private Path louder(FinishedParticipant finished) throws IOException {
        Path bids = FinishedParticipant.copy(finished.bids(), root.resolve("bids"));
        Path raw = bids.resolve("sub-01/ses-pre/func/sub-01_ses-pre_task-rest_bold.nii.gz");
        NeuroImage bold = StudyFiles.read(raw, Progress.NONE);
        NeuroImage scaled = NeuroImage.floats("bold", bold.grid(), bold.volumes(), bold.timing());
        for (int t = 0; t < bold.volumes(); t++) {
            float[] volume = bold.volume(t);
            for (int v = 0; v < volume.length; v++) volume[v] *= (float) GAIN;
            scaled.writeVolume(t, volume);
        }
        NiftiWriter.write(scaled, raw, NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32), Progress.NONE);
        Path out = Files.createDirectories(root.resolve("out"));
        StepRunner.Listener quiet = new StepRunner.Listener() {
            @Override
            public void begins(String step, int number, int of) {}

            @Override
            public void isDone(String step, int number, int of) {}
        };
        Map<String, String> problems =
                FinishedParticipant.run(bids, out, finished.options()).run("01", quiet, Progress.NONE);
        assertEquals(finished.problems().keySet(), problems.keySet());
        return out;
    }

    @Test
    void aScanTimes16GivesTheSameMapsTablesAndFigures() throws IOException {
        Path one = FinishedParticipant.get().out();
        Path other = louder(FinishedParticipant.get());
        List<String> wrong = new ArrayList<>();
        Set<String> compared = new TreeSet<>();
        try (Stream<Path> files = Files.walk(one)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                Path name = one.relativize(file);
                if (name.startsWith(ProvenanceCheck.FOLDER) || name.toString().endsWith(".html")) continue;
                if (RAW.stream().anyMatch(name.toString()::endsWith)) continue;
                Path twin = other.resolve(name);
                assertTrue(Files.exists(twin), twin + " is missing");
                compare(name.toString(), file, twin, wrong);
                compared.add(name.getFileName().toString().replaceFirst("^sub-01_ses-pre_(task-rest_)?", ""));
            }
        }
        assertTrue(compared.size() > 40, compared.toString());
        assertTrue(
                compared.contains("space-MNI152NLin2009aAsym_stat-dualregression_desc-networks_boldmap.nii.gz"),
                compared.toString());
        assertTrue(wrong.isEmpty(), String.join("\n", wrong));
    }

    private static void compare(String name, Path file, Path twin, List<String> wrong) throws IOException {
        if (name.endsWith(".nii.gz")) {
            NeuroImage a = StudyFiles.read(file, Progress.NONE);
            NeuroImage b = StudyFiles.read(twin, Progress.NONE);
            assertEquals(a.volumes(), b.volumes(), name);
            for (int t = 0; t < a.volumes(); t++)
                compare(name + " volume " + t, doubles(a.volume(t)), doubles(b.volume(t)), wrong);
        } else if (name.endsWith(".tsv")) {
            Table a = TsvFiles.read(file);
            Table b = TsvFiles.read(twin);
            assertEquals(a.names(), b.names(), name);
            for (String column : a.names()) {
                String where = name + " column " + column;
                if (a.texts(column).stream().allMatch(GainInvarianceTest::isNumber))
                    compare(where, a.numbers(column), b.numbers(column), wrong);
                else if (!a.texts(column).equals(b.texts(column))) wrong.add(where + " differs");
            }
        } else if (name.endsWith(".json")) {
            compare(name, new TreeMap<>(JsonFile.readMap(file)), new TreeMap<>(JsonFile.readMap(twin)), wrong);
        } else if (name.endsWith(".txt")) {
            double[] a = words(file);
            double[] b = words(twin);
            assertEquals(a.length, b.length, name);
            // matrices: 1e-4 mm or a turn of 1e-4 mm at 100 mm
            for (int i = 0; i < a.length; i++)
                if (!(Math.abs(a[i] - b[i]) <= 1e-4)) wrong.add(name + ": " + a[i] + " and " + b[i]);
        } else fail("no comparison is known for " + name + ": add one");
    }

    private static void compare(String where, Object a, Object b, List<String> wrong) {
        if (a instanceof Map<?, ?> map && b instanceof Map<?, ?> other) {
            assertEquals(map.keySet(), other.keySet(), where);
            map.forEach((key, value) -> {
                if (!SAID.contains(key.toString())) compare(where + " " + key, value, other.get(key), wrong);
            });
        } else if (a instanceof List<?> list && b instanceof List<?> other && list.size() == other.size()) {
            for (int i = 0; i < list.size(); i++) compare(where + " " + i, list.get(i), other.get(i), wrong);
        } else if (a instanceof Number number && b instanceof Number other) {
            double x = number.doubleValue();
            if (!(Math.abs(x - other.doubleValue()) <= TOLERANCE * Math.abs(x) + 1e-9))
                wrong.add(where + ": " + a + " and " + b);
        } else if (!String.valueOf(a).equals(String.valueOf(b))) wrong.add(where + ": " + a + " and " + b);
    }

    private static void compare(String where, double[] a, double[] b, List<String> wrong) {
        double n = 0;
        double sum = 0;
        double squares = 0;
        double most = 0;
        double differences = 0;
        for (int i = 0; i < a.length; i++) {
            if (Double.isFinite(a[i]) != Double.isFinite(b[i])) {
                wrong.add(where + ": " + a[i] + " and " + b[i] + " at " + i);
                return;
            }
            if (!Double.isFinite(a[i])) continue;
            most = Math.max(most, Math.abs(a[i] - b[i]));
            differences += (a[i] - b[i]) * (a[i] - b[i]);
            if (a[i] == 0) continue;
            n++;
            sum += a[i];
            squares += a[i] * a[i];
        }
        double deviation = n == 0 ? 0 : Math.sqrt(Math.max(0, squares / n - sum / n * (sum / n)));
        double size = n == 0 ? 0 : Math.sqrt(squares / n);
        if (WEIGHTED.matcher(where).find() && mostly(a, b, (int) (TIED * n))) return;
        boolean chosen = CHOSEN.matcher(where).find();
        boolean ranked = RANKED.matcher(where).find();
        double allowed = chosen ? CHOSEN_TOLERANCE : ranked ? RANKED_TOLERANCE : TOLERANCE;
        // a column that hardly varies is compared with its size
        double scale = Math.max(deviation, 1e-3 * size);
        double typical = n == 0 ? 0 : Math.sqrt(differences / n);
        if (!(typical <= allowed * scale + 1e-12 && (chosen || most <= WORST * allowed * scale + 1e-12)))
            wrong.add(String.format(
                    "%s: differs by %.2g SD, %.2g at most (SD %.3g)",
                    where, typical / deviation, most / deviation, deviation));
    }

    /** Whether all but a few values agree within the common tolerance of the standard deviation. */
    private static boolean mostly(double[] a, double[] b, int few) {
        double[] differences = new double[a.length];
        double[] values =
                Arrays.stream(a).filter(v -> Double.isFinite(v) && v != 0).toArray();
        for (int i = 0; i < a.length; i++) differences[i] = Double.isFinite(a[i]) ? Math.abs(a[i] - b[i]) : 0;
        Arrays.sort(differences);
        double squares = 0;
        for (int i = 0; i < a.length - few; i++) squares += differences[i] * differences[i];
        double deviation = Math.sqrt(StatUtils.populationVariance(values));
        return Math.sqrt(squares / values.length) <= TOLERANCE * deviation
                && differences[a.length - few - 1] <= WORST * TOLERANCE * deviation;
    }

    private static boolean isNumber(String text) {
        try {
            return text.equals("n/a") || Double.isFinite(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static double[] words(Path file) throws IOException {
        return Stream.of(Files.readString(file).strip().split("\\s+"))
                .filter(GainInvarianceTest::isNumber)
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) doubles[i] = values[i];
        return doubles;
    }
}
