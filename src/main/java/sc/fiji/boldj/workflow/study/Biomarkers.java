package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.util.FastMath;
import sc.fiji.boldj.group.DesignTable;
import sc.fiji.boldj.group.GroupDesign;
import sc.fiji.boldj.group.GroupTest;
import sc.fiji.boldj.group.Moderation;
import sc.fiji.boldj.group.ResponsePrediction;
import sc.fiji.boldj.group.TrialDesigns;
import sc.fiji.boldj.io.TsvTable;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationResult;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.workflow.PredictionInputs;
import sc.fiji.boldj.workflow.PredictionStudy;
import sc.fiji.boldj.workflow.ReportTable;
import sc.fiji.boldj.workflow.TreatmentNames;

/**
 * Whether a connection without the drug tells who responds to it: the connection of the session without it (before
 * treatment, or under placebo) with the fall of the outcome, in percent, under the drug.
 *
 * @param table a row for each connection: r with its interval, t, p, corrected p
 * @param words what was found
 * @param named the connections whose corrected p counts, the strongest first
 * @param strongest the connection with the largest t, against the response; null if nothing was tested
 */
record Biomarkers(ReportTable table, List<String> words, List<String> named, TrialReport.Marker strongest) {

    /** People that this needs. */
    private static final int LEAST = 8;

    /** People without the drug that a comparison with them needs. */
    private static final int LEAST_CONTROLS = 4;

    private static final int LEAST_SHUFFLINGS = 1000;

    private static final Biomarkers NONE =
            new Biomarkers(new ReportTable(List.of("connection"), List.of()), List.of(), List.of(), null);

    /**
     * @param main the planned connections that every session covers
     * @param folder where the features and the prediction are written
     */
    static Biomarkers of(TrialDesign design, ColumnTest main, GroupOptions options, Path folder, Progress progress)
            throws IOException {
        Map<String, double[]> features = new LinkedHashMap<>();
        Map<String, Double> response = new LinkedHashMap<>();
        Map<String, double[]> controls = new LinkedHashMap<>();
        Map<String, Double> course = new LinkedHashMap<>();
        List<Visit> visits = design.visits();
        List<String> without = controls(visits);
        int unmeasured = 0;
        for (int i = 0; i + 1 < visits.size(); i += 2) {
            if (!design.kind().equals("change") && !design.kind().equals("crossover")) return NONE;
            Visit first = visits.get(i);
            Visit second = visits.get(i + 1);
            boolean crossed = design.kind().equals("crossover");
            boolean drugFirst = crossed && TreatmentNames.isControl(second.treatment());
            if (crossed && !drugFirst && !TreatmentNames.isControl(first.treatment())) return NONE;
            boolean untreated = !crossed && without.contains(second.group());
            Visit before = drugFirst ? second : first;
            Visit after = drugFirst ? first : second;
            double fall = 100 * (before.outcome() - after.outcome()) / before.outcome();
            if (!(Double.isFinite(fall) && before.outcome() > 0)) {
                unmeasured++;
                continue;
            }
            int at = drugFirst ? i + 1 : i;
            double[] own =
                    main.values().stream().mapToDouble(column -> column[at]).toArray();
            (untreated ? controls : features).put(first.subject(), own);
            (untreated ? course : response).put(first.subject(), fall);
        }
        if (features.size() < LEAST) return NONE;
        Biomarkers found = test(main.names(), features, response, options, folder, progress);
        if (unmeasured > 0)
            found.words.add(
                    unmeasured + (unmeasured == 1 ? " person has" : " people have") + " no outcome above 0 before"
                            + " and a number after, so no fall in percent, and " + (unmeasured == 1 ? "is" : "are")
                            + " not in this.");
        if (controls.size() < LEAST_CONTROLS) return found;
        columns(main.names(), controls, course).write(folder.resolve("features_control.tsv"));
        return found.beside(main.names(), String.join(" and ", without), features, response, controls, course, options);
    }

    /** The arms that are controls by their names; of two that are not, the one that the effect is compared with. */
    private static List<String> controls(List<Visit> visits) {
        List<String> arms = visits.stream().map(Visit::group).distinct().toList();
        List<String> controls = arms.stream().filter(TreatmentNames::isControl).toList();
        return controls.isEmpty() && arms.size() == 2 ? arms.subList(1, 2) : controls;
    }

    /**
     * The same beside the arm without the drug: a connection that goes with the course of both arms alike tells who gets
     * better, not whom the drug helps (prognostic, not predictive; Ballman 2015). So the difference between the arms' slopes
     * is tested for each connection that counts.
     */
    private Biomarkers beside(
            List<String> names,
            String control,
            Map<String, double[]> features,
            Map<String, Double> response,
            Map<String, double[]> controls,
            Map<String, Double> course,
            GroupOptions options) {
        int treated = features.size();
        int people = treated + controls.size();
        double[] outcome = Stream.concat(response.values().stream(), course.values().stream())
                .mapToDouble(x -> x)
                .toArray();
        double[][] data = Stream.concat(features.values().stream(), controls.values().stream())
                .toArray(double[][]::new);
        boolean[] drug = new boolean[people];
        Arrays.fill(drug, 0, treated, true);
        double[] alone = Arrays.copyOfRange(outcome, treated, people);
        List<String> more = new ArrayList<>(words);
        List<List<String>> rows = new ArrayList<>();
        int at = named.size();
        for (int k = 0; k < names.size(); k++) {
            double[] values = new double[people];
            for (int i = 0; i < people; i++) values[i] = data[i][k];
            double r = new PearsonsCorrelation().correlation(Arrays.copyOfRange(values, treated, people), alone);
            List<String> row = new ArrayList<>(table.rows().get(k));
            row.add(ColumnTest.text(r));
            rows.add(row);
            if (!named.contains(names.get(k))) continue;
            Moderation slopes = Moderation.test(
                    outcome,
                    drug,
                    values,
                    new double[0][],
                    Math.max(LEAST_SHUFFLINGS, options.permutations()),
                    options.seed(),
                    Progress.NONE);
            more.add(
                    at++,
                    "In the arm " + control + " (" + controls.size() + " people) " + names.get(k)
                            + " goes with the fall of"
                            + " the outcome by r " + ColumnTest.text(r) + "; the slopes of the arms "
                            + (slopes.p() <= options.alpha() ? "differ" : "are not shown to differ") + " (t "
                            + ColumnTest.text(slopes.t()) + ", " + slopes.degreesOfFreedom() + " degrees of freedom, p "
                            + ColumnTest.text(slopes.p()) + "): it "
                            + (slopes.p() <= options.alpha()
                                    ? "tells whom the drug helps, not only who gets better."
                                    : "may tell who gets better under either."));
        }
        List<String> head = new ArrayList<>(table.names());
        head.add("r in the arm " + control);
        int best = names.indexOf(strongest.name());
        double[][] points = new double[alone.length][];
        for (int i = 0; i < alone.length; i++) points[i] = new double[] {data[treated + i][best], alone[i]};
        return new Biomarkers(
                new ReportTable(head, rows),
                more,
                named,
                new TrialReport.Marker(strongest.name(), strongest.points(), control, points));
    }

    private static Biomarkers test(
            List<String> names,
            Map<String, double[]> features,
            Map<String, Double> response,
            GroupOptions options,
            Path folder,
            Progress progress)
            throws IOException {
        List<List<String>> rows = new ArrayList<>();
        double[][] data = features.values().toArray(new double[0][]);
        response.forEach((subject, fall) -> rows.add(List.of(subject, Double.toString(fall))));
        GroupDesign design =
                TrialDesigns.regression(new DesignTable(List.of("subject", "response"), rows), "response", List.of());
        PermutationTest.Options each = PermutationTest.Options.DEFAULT.with(PermutationTest.Inference.VOXEL);
        GroupTest test = GroupTest.plan(
                design, "", new GroupTest.Options(options.permutations(), options.alpha(), options.seed(), each));
        PermutationResult found = test.run(
                        Observations.of(data), Neighbourhood.none(names.size()), progress.stage(0, 0.2))
                .test();
        ReportTable table = withCorrelation(
                new ColumnTest(names, List.of(), test, List.of(), found).table("connection without the drug"),
                found.statistic(),
                features.size());
        int best = 0;
        for (int k = 1; k < names.size(); k++)
            if (Math.abs(found.statistic()[k]) > Math.abs(found.statistic()[best])) best = k;
        List<Integer> counting = IntStream.range(0, names.size())
                .filter(k -> found.pFamilyWise()[k] <= options.alpha())
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -Math.abs(found.statistic()[k])))
                .toList();
        List<String> words = new ArrayList<>();
        for (int k : counting)
            words.add(names.get(k) + " without the drug goes with response to it (" + features.size()
                    + " people, corrected p " + ColumnTest.text(found.pFamilyWise()[k]) + ").");
        if (counting.isEmpty())
            words.add("No planned connection without the drug goes with response to it at corrected p <= "
                    + options.alpha() + " (" + features.size() + " people).");
        words.add(predicted(names, features, response, options, folder, progress.stage(0.2, 1)));
        double[][] points = new double[data.length][];
        int i = 0;
        for (double fall : response.values()) {
            points[i] = new double[] {data[i][best], fall};
            i++;
        }
        return new Biomarkers(
                table,
                words,
                counting.stream().map(names::get).toList(),
                new TrialReport.Marker(names.get(best), points, "", new double[0][]));
    }

    /** Adds the correlation that a t stands for, with its 95 % interval by Fisher's z, after the names. */
    static ReportTable withCorrelation(ReportTable table, double[] t, int people) {
        List<String> head = new ArrayList<>(table.names());
        head.addAll(1, List.of("r", "95 % interval"));
        double reach = 1.959963984540054 / Math.sqrt(people - 3);
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < t.length; k++) {
            double r = t[k] / Math.sqrt(t[k] * t[k] + people - 2);
            double z = FastMath.atanh(r);
            List<String> row = new ArrayList<>(table.rows().get(k));
            row.addAll(
                    1,
                    List.of(
                            ColumnTest.text(r),
                            ColumnTest.text(Math.tanh(z - reach)) + " to " + ColumnTest.text(Math.tanh(z + reach))));
            rows.add(row);
        }
        return new ReportTable(head, rows);
    }

    private static String predicted(
            List<String> names,
            Map<String, double[]> features,
            Map<String, Double> response,
            GroupOptions options,
            Path folder,
            Progress progress)
            throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("features.tsv");
        columns(names, features, response).write(file);
        int folds = Math.min(10, features.size() / 2);
        ResponsePrediction.Options how = new ResponsePrediction.Options(
                ResponsePrediction.Model.RIDGE,
                folds,
                Math.min(5, folds),
                20,
                Math.min(1000, options.permutations()),
                0,
                0.01,
                options.seed());
        PredictionStudy study = PredictionStudy.run(
                PredictionInputs.read(file, "response", "", "", "", "", Progress.NONE), how, progress);
        study.write(folder);
        return "Ridge regression on all planned connections, " + folds + " folds: " + study.verdict();
    }

    private static TsvTable columns(List<String> names, Map<String, double[]> features, Map<String, Double> response) {
        TsvTable.Builder columns = TsvTable.builder().add("subject", List.copyOf(features.keySet()));
        for (int k = 0; k < names.size(); k++) {
            int at = k;
            columns.add(
                    names.get(k),
                    features.values().stream().mapToDouble(row -> row[at]).toArray());
        }
        return columns.add(
                        "response",
                        response.values().stream().mapToDouble(x -> x).toArray())
                .build();
    }
}
