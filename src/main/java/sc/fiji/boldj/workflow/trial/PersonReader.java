package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sc.fiji.boldj.group.PersonRow;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.workflow.protocol.Cell;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.study.TableCells;

/** Forms the contrast of each participant from the sessions of a trial. Used by one thread. */
final class PersonReader {

    private final TrialProtocol protocol;
    private final TrialSessions sessions;
    private final ContrastParts parts;
    private final boolean[] available;
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final int periods;

    PersonReader(TrialProtocol protocol, TrialSessions sessions, ContrastParts parts, boolean[] available) {
        this.protocol = protocol;
        this.sessions = sessions;
        this.parts = parts;
        this.available = available;
        periods = parts.arms().isEmpty()
                ? sessions.all().stream().mapToInt(TrialSession::period).max().orElse(0)
                : 0;
    }

    /**
     * A participant with all data.
     *
     * @param sequence treatments in the order of periods, as far as known
     */
    record Person(
            String subject,
            String arm,
            double[] weights,
            double[] baseline,
            double[] periods,
            String stratum,
            Map<String, String> row,
            List<String> sequence) {

        PersonRow observation(double[] covariates) {
            return new PersonRow(arm, weights, periods, covariates, stratum);
        }
    }

    /** The participants, without those who lack data, whom {@link #missing} lists. */
    List<Person> people(List<String> subjects) {
        List<Person> people = new ArrayList<>();
        for (String subject : subjects) {
            Map<String, String> row = sessions.person(subject);
            String arm = parts.factors().stream()
                    .map(f -> sessions.level(subject, f))
                    .collect(Collectors.joining(Cell.AT));
            if (!parts.arms().isEmpty() && !parts.arms().containsKey(arm)) continue;
            double[] weights = weights(subject, parts.sessions());
            double[] baseline = weights(subject, parts.baselines());
            for (String column : parts.arms().isEmpty()
                    ? List.<String>of()
                    : protocol.model().covariates())
                if (TableCells.cell(row, column).isEmpty()) missing.putIfAbsent(subject, "no " + column);
            if (missing.containsKey(subject)) continue;
            people.add(new Person(
                    subject,
                    arm,
                    weights,
                    baseline,
                    periods(subject),
                    protocol.randomisation().strata().stream()
                            .map(column -> TableCells.cell(row, column))
                            .collect(Collectors.joining(" / ")),
                    row,
                    sequence(subject)));
        }
        return people;
    }

    /** Who lacks what. */
    Map<String, String> missing() {
        return missing;
    }

    private double[] weights(String subject, Map<Map<String, String>, Double> wanted) {
        double[] weights = new double[sessions.all().size()];
        wanted.forEach((levels, weight) -> {
            int at = find(subject, levels);
            if (at < 0) missing.putIfAbsent(subject, "no session " + String.join(", ", levels.values()));
            else if (!available[at])
                missing.putIfAbsent(
                        subject, "no value in " + sessions.all().get(at).name());
            else weights[at] += weight;
        });
        return weights;
    }

    private int find(String subject, Map<String, String> levels) {
        int found = -1;
        for (int i = 0; i < sessions.all().size(); i++) {
            TrialSession session = sessions.all().get(i);
            if (!session.subject().equals(subject) || !session.has(levels)) continue;
            if (found >= 0)
                throw new DataException(sessions.all().get(found).name() + " and " + session.name() + " are both "
                        + levels + ": a factor that distinguishes them is missing in the protocol");
            found = i;
        }
        return found;
    }

    /** Differences between periods act on the declared sessions, not on the baseline scans within the same periods. */
    private double[] periods(String subject) {
        double[] net = new double[Math.max(0, periods - 1)];
        parts.declared().forEach((levels, weight) -> {
            int at = find(subject, levels);
            int period = at < 0 ? 0 : sessions.all().get(at).period();
            if (period > 1) net[period - 2] += weight;
        });
        return net;
    }

    /** Treatments by period; a period without a session is filled if one allowed sequence only fits the others. */
    private List<String> sequence(String subject) {
        Factor treatment = protocol.factor(Factor.Role.TREATMENT).orElse(null);
        if (treatment == null || !treatment.within()) return List.of();
        TreeMap<Integer, String> given = new TreeMap<>();
        for (TrialSession session : sessions.all())
            if (session.subject().equals(subject) && session.levels().containsKey(treatment.name()))
                given.put(session.period(), session.levels().get(treatment.name()));
        List<List<String>> fitting = protocol.randomisation().sequences().stream()
                .filter(sequence -> given.entrySet().stream()
                        .allMatch(each -> each.getKey() >= 1
                                && each.getKey() <= sequence.size()
                                && sequence.get(each.getKey() - 1).equals(each.getValue())))
                .toList();
        return fitting.size() == 1
                ? fitting.get(0)
                : List.copyOf(Arrays.asList(given.values().toArray(String[]::new)));
    }
}
