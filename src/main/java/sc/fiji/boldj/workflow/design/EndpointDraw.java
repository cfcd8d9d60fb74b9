package sc.fiji.boldj.workflow.design;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.protocol.TrialTruth;
import sc.fiji.boldj.workflow.study.TableCells;

/**
 * The values of endpoints in the sessions of a simulated trial, in standard deviations about the mean without effects: what a
 * participant keeps, what varies from session to session, and what is true. Of a map they are what is true alone, as its voxels vary
 * themselves.
 */
final class EndpointDraw {

    private static final long LEVEL = 5_000_000L;
    private static final long SESSION = 7_000_000L;
    private static final long SITE = 9_000_000L;

    private final TrialProtocol protocol;
    private final TrialTruth truth;
    private final long seed;

    EndpointDraw(TrialProtocol protocol, TrialTruth truth, long seed) {
        this.protocol = protocol;
        this.truth = truth;
        this.seed = seed;
    }

    /** The value of every endpoint in each session, in standard deviations. */
    Map<String, double[]> values(List<DrawnTrial.DrawnPerson> people) {
        Map<String, double[]> values = new LinkedHashMap<>();
        int index = 0;
        for (Endpoint endpoint : protocol.endpoints().values())
            values.put(endpoint.id(), values(endpoint, index++, people));
        for (TrialTruth.PlantedResponse response : truth.responses()) respond(response, people, values);
        return values;
    }

    private double[] values(Endpoint endpoint, int index, List<DrawnTrial.DrawnPerson> people) {
        CellMeans means = CellMeans.of(protocol, truth, endpoint.id());
        int sessions = people.stream().mapToInt(p -> p.sessions().size()).sum();
        double[] levels = new double[people.size()];
        double[] noise = new double[sessions];
        double[] sites = new double[truth.sites()];
        Seeds.fillGaussian(Seeds.stream(seed, LEVEL + index), levels);
        Seeds.fillGaussian(Seeds.stream(seed, SESSION + index), noise);
        Seeds.fillGaussian(Seeds.stream(seed, SITE + index), sites);
        double keeps = endpoint.isNumber() ? Math.sqrt(truth.correlation()) : 0;
        double varies = endpoint.isNumber() ? Math.sqrt(1 - truth.correlation()) : 0;
        double[] values = new double[sessions];
        for (int i = 0; i < people.size(); i++) {
            double site = site(people.get(i), sites);
            for (DrawnTrial.DrawnSession session : people.get(i).sessions())
                values[session.index()] = keeps * levels[i]
                        + varies * noise[session.index()]
                        + site
                        + truth.periodSd() * Math.max(0, session.period() - 1)
                        + means.of(session.levels())
                        + truth.carryOver() * carried(means, session);
        }
        return values;
    }

    private double site(DrawnTrial.DrawnPerson person, double[] sites) {
        String name = TableCells.cell(person.row(), "site");
        return name.isEmpty() || sites.length == 1 ? 0 : truth.siteSd() * sites[name.charAt(0) - 'A'];
    }

    /** The effect of the treatment of the period before: its mean over the sessions that are not a baseline. */
    private double carried(CellMeans means, DrawnTrial.DrawnSession session) {
        if (session.before().isEmpty() || truth.carryOver() == 0) return 0;
        Factor treatment = protocol.factor(Factor.Role.TREATMENT).orElseThrow();
        Map<String, String> levels = new TreeMap<>();
        levels.put(treatment.name(), session.before().get());
        for (Factor factor : protocol.factors().values())
            if (factor.role() == Factor.Role.SCAN)
                for (String level : factor.levels())
                    if (!CellMeans.isBaseline(protocol, factor.name(), level)) levels.put(factor.name(), level);
        return means.mean(levels);
    }

    private void respond(
            TrialTruth.PlantedResponse response, List<DrawnTrial.DrawnPerson> people, Map<String, double[]> values) {
        Optional<Factor> treatment = protocol.factor(Factor.Role.TREATMENT);
        Optional<Factor> visit = protocol.factor(Factor.Role.VISIT);
        double[] outcome = values.get(response.outcome());
        double[] biomarker = values.get(response.biomarker()).clone();
        for (DrawnTrial.DrawnPerson person : people) {
            int at = person.sessions().stream()
                    .filter(s -> visit.isPresent()
                            && !response.at().isEmpty()
                            && response.at().equals(s.levels().get(visit.get().name())))
                    .findFirst()
                    .orElse(person.sessions().get(0))
                    .index();
            for (DrawnTrial.DrawnSession session : person.sessions()) {
                if (session.index() <= at) continue;
                boolean treated = treatment.isPresent()
                        && !session.levels()
                                .get(treatment.get().name())
                                .equals(treatment.get().reference());
                outcome[session.index()] +=
                        biomarker[at] * (response.prognostic() + (treated ? response.predictive() : 0));
            }
        }
    }
}
