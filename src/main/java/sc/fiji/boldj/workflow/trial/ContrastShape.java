package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.linalg.ColumnSpace;
import sc.fiji.boldj.workflow.protocol.CellContrast;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/**
 * What a declared contrast costs: how the observation of a participant is formed from sessions, and which nuisance columns its test
 * has. Immutable.
 *
 * @param arms weights of the arms that are compared; empty for a contrast within participants
 * @param sessions weights of the sessions of a participant, the baseline subtracted where the model says so, by their levels
 * @param baselines weights of the baseline sessions that are a covariate; empty for none
 * @param nuisance number of nuisance columns: differences between periods, the baseline covariate
 */
public record ContrastShape(
        Map<String, Double> arms,
        Map<Map<String, String>, Double> sessions,
        Map<Map<String, String>, Double> baselines,
        int nuisance) {

    /**
     * The shape of a contrast.
     *
     * @throws sc.fiji.boldj.run.DataException if the contrast compares different sessions in different arms, or does not say which scan
     *     is meant
     */
    public static ContrastShape of(TrialProtocol protocol, CellContrast contrast, String visit) {
        ContrastParts parts = ContrastParts.of(protocol, contrast, visit);
        int periods = parts.arms().isEmpty() && protocol.isCrossover() ? periods(protocol, parts) : 0;
        return new ContrastShape(
                Map.copyOf(parts.arms()),
                parts.sessions(),
                parts.baselines(),
                periods + (parts.baselines().isEmpty() ? 0 : 1));
    }

    /** The independent columns that differences between periods take, beside the mean. */
    private static int periods(TrialProtocol protocol, ContrastParts parts) {
        Factor treatment = protocol.factor(Factor.Role.TREATMENT).orElseThrow();
        int count = treatment.levels().size();
        List<List<String>> sequences = protocol.randomisation().sequences();
        if (sequences.isEmpty()) return count - 1;
        double[] design = new double[sequences.size() * count];
        for (int s = 0; s < sequences.size(); s++) {
            design[s * count] = 1;
            for (int p = 1; p < Math.min(count, sequences.get(s).size()); p++)
                for (Map.Entry<Map<String, String>, Double> each :
                        parts.declared().entrySet())
                    if (sequences.get(s).get(p).equals(each.getKey().get(treatment.name())))
                        design[s * count + p] += each.getValue();
        }
        return ColumnSpace.of(design, sequences.size(), count).rank() - 1;
    }

    /** Whether people are compared with people. */
    public boolean isBetween() {
        return !arms.isEmpty();
    }

    /** The sum of products of two sets of weights over the same sessions. */
    private static double dot(Map<Map<String, String>, Double> a, Map<Map<String, String>, Double> b) {
        double sum = 0;
        for (Map.Entry<Map<String, String>, Double> each : a.entrySet())
            sum += each.getValue() * b.getOrDefault(each.getKey(), 0.0);
        return sum;
    }

    private static double sum(Collection<Double> weights) {
        double sum = 0;
        for (double weight : weights) sum += weight;
        return Math.abs(sum) < 1e-12 ? 0 : sum;
    }

    /**
     * The variance of the observation of a participant, given the baseline covariate if there is one: of {@code y - b x}, with b the
     * regression on the baseline x.
     *
     * @param between variance between participants
     * @param within variance from session to session of a participant
     */
    public double variance(double between, double within) {
        double y = sum(sessions.values());
        double variance = between * y * y + within * dot(sessions, sessions);
        if (baselines.isEmpty()) return variance;
        double x = sum(baselines.values());
        double joint = between * y * x + within * dot(sessions, baselines);
        double before = between * x * x + within * dot(baselines, baselines);
        return before > 0 ? variance - joint * joint / before : variance;
    }

    /** How the test is designed, in words. */
    public String words() {
        List<String> words = new ArrayList<>();
        words.add(isBetween() ? "parallel arms" : nuisance > (baselines.isEmpty() ? 0 : 1) ? "crossover" : "paired");
        if (!baselines.isEmpty()) words.add("adjusted for baseline (ANCOVA)");
        else if (isBetween() && sum(sessions.values()) == 0) words.add("change from baseline");
        else if (!isBetween() && sessions.size() > 2) words.add("contrast of " + sessions.size() + " sessions");
        return String.join(", ", words);
    }
}
