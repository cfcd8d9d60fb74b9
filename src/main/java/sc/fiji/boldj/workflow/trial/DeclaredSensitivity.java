package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.ComBat;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.ModelChoice;
import sc.fiji.boldj.workflow.protocol.TestFamily;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.study.TableCells;

/**
 * The sensitivity analyses that a protocol declares: the primary and secondary tests of single values again, in other analysis
 * sets, in complete cases, or after ComBat.
 */
public final class DeclaredSensitivity {

    private final TrialProtocol protocol;
    private final TrialSessions sessions;
    private final EndpointValues values;
    private final List<String> notes = new ArrayList<>();

    public DeclaredSensitivity(TrialProtocol protocol, TrialSessions sessions, EndpointValues values) {
        this.protocol = protocol;
        this.sessions = sessions;
        this.values = values;
    }

    /** What the reader must know, in sentences; complete after {@link #run}. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /**
     * Runs them.
     *
     * @param main the results of the declared analysis
     * @return results by the name of the analysis, the declared one first; empty if none is declared
     */
    public Map<String, List<DeclaredResult>> run(List<DeclaredResult> main, Progress progress) throws IOException {
        List<ModelChoice.Sensitivity> asked = protocol.model().sensitivity();
        if (asked.isEmpty()) return Map.of();
        List<TestFamily> families = families();
        Map<String, List<DeclaredResult>> analyses = new LinkedHashMap<>();
        analyses.put(
                "as declared",
                main.stream().filter(r -> families.contains(r.family())).toList());
        List<String> mapped = protocol.claims().families().stream()
                .filter(family -> family.rank() != TestFamily.Rank.EXPLORATORY && !isOfNumbers(family))
                .map(TestFamily::id)
                .toList();
        if (!mapped.isEmpty())
            notes.add("Sensitivity analyses are of single values: families with maps are not repeated ("
                    + String.join(", ", mapped) + ").");
        int part = 0;
        for (ModelChoice.Sensitivity each : asked) {
            Progress own = progress.stage((double) part / asked.size(), (part + 1.0) / asked.size());
            part++;
            switch (each) {
                case OTHER_SETS -> {
                    if (protocol.sets().size() < 2)
                        notes.add("The sensitivity analysis 'otherSets' has nothing to compare: one set is declared.");
                    else for (String set : protocol.sets().keySet()) analyses.put(set, in(protocol, values, set, own));
                }
                case COMPLETE_CASES -> {
                    if (protocol.model().missing() == ModelChoice.Missing.COMPLETE_CASES)
                        notes.add("The sensitivity analysis 'completeCases' is the main analysis here.");
                    else
                        analyses.put(
                                "complete cases",
                                in(
                                        protocol.with(protocol.model().with(ModelChoice.Missing.COMPLETE_CASES)),
                                        values,
                                        "",
                                        own));
                }
                case COMBAT -> {
                    try {
                        analyses.put("ComBat", in(protocol, harmonised(), "", own));
                    } catch (DataException e) {
                        notes.add("The sensitivity analysis 'combat' was not done: " + e.getMessage() + ".");
                    }
                }
            }
        }
        return analyses;
    }

    /** The primary and secondary families of single values, which are repeated. */
    private List<TestFamily> families() {
        return protocol.claims().families().stream()
                .filter(family -> family.rank() != TestFamily.Rank.EXPLORATORY && isOfNumbers(family))
                .toList();
    }

    private boolean isOfNumbers(TestFamily family) {
        return family.tests().stream()
                .allMatch(test -> protocol.endpoints().get(test.endpoint()).isNumber());
    }

    /** @param set of all families; empty for that of each */
    private List<DeclaredResult> in(TrialProtocol model, EndpointValues own, String set, Progress progress)
            throws IOException {
        DeclaredTests tests = new DeclaredTests(model, sessions, own, (endpoint, plan, test, alpha, unused) -> {
            throw new DataException("maps are not repeated");
        });
        List<DeclaredResult> results = new ArrayList<>();
        for (TestFamily family : families())
            results.addAll(tests.in(family, set.isEmpty() ? family.set() : set, progress));
        return results;
    }

    /** Values of scans without differences between sites in mean and variance; treatment is not known to the fit. */
    private EndpointValues harmonised() {
        Map<String, double[]> numbers = new LinkedHashMap<>();
        List<String> columns = protocol.model().covariates().stream()
                .filter(column -> !TableCells.plain(column)
                        .equals(TableCells.plain(protocol.model().site())))
                .toList();
        for (Map.Entry<String, double[]> each : values.numbers().entrySet()) {
            Endpoint endpoint = protocol.endpoints().get(each.getKey());
            boolean scanned = !(endpoint.source() instanceof Endpoint.Score);
            numbers.put(each.getKey(), scanned ? harmonised(each.getValue(), columns) : each.getValue());
        }
        notes.add("ComBat: means and variances of each endpoint of scans were made equal between the sites of column '"
                + protocol.model().site()
                + "' (Johnson et al. 2007), without shrinkage, fitted without knowledge of treatment"
                + (columns.isEmpty() ? "" : ", preserving " + String.join(", ", columns)) + ".");
        return new EndpointValues(numbers, values.maps());
    }

    private double[] harmonised(double[] own, List<String> columns) {
        List<Integer> at = new ArrayList<>();
        for (int i = 0; i < own.length; i++) {
            Map<String, String> row = sessions.all().get(i).person();
            boolean known = Double.isFinite(own[i])
                    && !TableCells.cell(row, protocol.model().site()).isEmpty()
                    && columns.stream()
                            .noneMatch(column -> TableCells.cell(row, column).isEmpty());
            if (known) at.add(i);
        }
        if (at.isEmpty()) throw new DataException("no session has a value, a site and the covariates");
        List<Map<String, String>> rows =
                at.stream().map(i -> sessions.all().get(i).person()).toList();
        List<String> sites = new ArrayList<>(new TreeSet<>(rows.stream()
                .map(row -> TableCells.cell(row, protocol.model().site()))
                .toList()));
        if (sites.size() < 2)
            throw new DataException("the column '" + protocol.model().site() + "' has one site only");
        int[] site = rows.stream()
                .mapToInt(row ->
                        sites.indexOf(TableCells.cell(row, protocol.model().site())))
                .toArray();
        double[][] covariates = PersonCovariates.of(rows, columns).values().toArray(double[][]::new);
        Observations data =
                Observations.of(at.stream().map(i -> new double[] {own[i]}).toArray(double[][]::new));
        Observations made = ComBat.of(data, site, covariates, new ComBat.Options(false, 1e-8, 10_000), Progress.NONE)
                .apply(data, site, covariates);
        double[] harmonised = new double[own.length];
        Arrays.fill(harmonised, Double.NaN);
        double[] one = new double[1];
        for (int k = 0; k < at.size(); k++) {
            made.read(k, 0, 1, one, 0);
            harmonised[at.get(k)] = one[0];
        }
        return harmonised;
    }
}
