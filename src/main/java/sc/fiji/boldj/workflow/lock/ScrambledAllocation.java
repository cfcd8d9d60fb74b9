package sc.fiji.boldj.workflow.lock;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.study.TableCells;

/**
 * An allocation that the program draws, to try an analysis before unblinding. It follows the protocol's arms, strata and
 * sequences, and neither the true allocation nor the dataset's codes enter it.
 */
public final class ScrambledAllocation {

    /** What the reader of any result must know first. */
    public static final String WORDS =
            "Scrambled allocation: treatments were assigned at random by the program, so no result is an effect of treatment.";

    private ScrambledAllocation() {}

    /** The dataset as if the participants had been given what chance says; the same for the same seed. */
    public static BidsDataset applied(BidsDataset dataset, TrialProtocol protocol) throws IOException {
        Factor treatment = Allocation.treatment(protocol);
        Random random = new Random(
                Seeds.stream(protocol.permutations().seed(), 0x5c7a3b1eL).nextLong());
        Map<String, Map<String, String>> people = new LinkedHashMap<>();
        Map<String, Map<String, String>> sessions = new LinkedHashMap<>();
        if (treatment.within())
            for (String subject : dataset.subjects()) within(dataset, protocol, treatment, subject, random, sessions);
        else
            for (List<String> stratum : strata(dataset, protocol)) {
                List<String> levels = new ArrayList<>();
                for (int i = 0; i < stratum.size(); i++)
                    levels.add(treatment.levels().get(i % treatment.levels().size()));
                Collections.shuffle(levels, random);
                for (int i = 0; i < stratum.size(); i++)
                    people.put(stratum.get(i), Map.of(treatment.column(), levels.get(i)));
            }
        return dataset.withCells(people, sessions);
    }

    /** Participants by stratum, those without scans among them. */
    private static Iterable<List<String>> strata(BidsDataset dataset, TrialProtocol protocol) {
        List<String> everyone = new ArrayList<>(dataset.subjects());
        dataset.withoutScans().forEach(id -> everyone.add(id.replaceFirst("^sub-", "")));
        Map<String, List<String>> strata = new TreeMap<>();
        for (String subject : everyone)
            strata.computeIfAbsent(
                            protocol.randomisation().strata().stream()
                                    .map(column -> TableCells.cell(dataset.person(subject), column))
                                    .collect(Collectors.joining("\t")),
                            key -> new ArrayList<>())
                    .add(subject);
        return strata.values();
    }

    /** Sessions of one period, or with one code, share a treatment; those without either, if others have one, have none. */
    private static void within(
            BidsDataset dataset,
            TrialProtocol protocol,
            Factor treatment,
            String subject,
            Random random,
            Map<String, Map<String, String>> target) {
        String period = protocol.randomisation().period();
        Map<String, List<String>> groups = new TreeMap<>();
        List<String> labels = Allocation.labels(dataset, subject);
        String by = "";
        for (String column : List.of(period.isEmpty() ? "period" : period, treatment.column()))
            if (by.isEmpty()
                    && labels.stream().anyMatch(label -> !TableCells.cell(dataset.session(subject, label), column)
                            .isEmpty())) by = column;
        for (String label : labels) {
            String own = by.isEmpty() ? label : TableCells.cell(dataset.session(subject, label), by);
            if (own.isEmpty()) target.put(BidsDataset.sessionKey(subject, label), Map.of(treatment.column(), ""));
            else groups.computeIfAbsent(own, key -> new ArrayList<>()).add(label);
        }
        List<List<String>> fitting = protocol.randomisation().sequences().stream()
                .filter(sequence -> sequence.size() >= groups.size())
                .toList();
        List<String> order =
                new ArrayList<>(fitting.isEmpty() ? treatment.levels() : fitting.get(random.nextInt(fitting.size())));
        if (fitting.isEmpty()) Collections.shuffle(order, random);
        int at = 0;
        for (List<String> group : groups.values()) {
            String level = order.get(at++ % order.size());
            for (String label : group)
                target.put(BidsDataset.sessionKey(subject, label), Map.of(treatment.column(), level));
        }
    }
}
