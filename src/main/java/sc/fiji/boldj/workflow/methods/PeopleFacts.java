package sc.fiji.boldj.workflow.methods;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import sc.fiji.boldj.workflow.study.ScanFigure;
import sc.fiji.boldj.workflow.study.TableCells;
import sc.fiji.boldj.workflow.trial.DeclaredScans;
import sc.fiji.boldj.workflow.trial.TrialDesign;
import sc.fiji.boldj.workflow.trial.TrialReport;
import sc.fiji.boldj.workflow.trial.TrialWords;
import sc.fiji.boldj.workflow.trial.Visit;

/**
 * Who was analysed: participants by arm, exclusions by arm and reason, and the quality of the scans by compared group.
 *
 * @param flow from sessions found to sessions analysed, by arm
 * @param arms the analysed participants of each arm
 * @param groups the analysed sessions of each compared group
 * @param withoutRuns participants of the table who have no functional run
 */
public record PeopleFacts(List<TrialReport.Arm> flow, List<Arm> arms, List<Group> groups, int withoutRuns) {

    /**
     * The analysed participants of an arm.
     *
     * @param name of the arm; {@code all} if there are no arms
     * @param participants their number
     * @param ages in years, of those who have one
     * @param sexes number of participants by sex, of those who have one
     */
    record Arm(String name, int participants, List<Double> ages, Map<String, Integer> sexes) {

        Arm {
            ages = List.copyOf(ages);
            sexes = new TreeMap<>(sexes);
        }
    }

    /**
     * The analysed sessions of a compared group.
     *
     * @param displacements mean framewise displacement in mm per 2 s, of the sessions that have it
     * @param freedoms degrees of freedom after denoising, of the sessions that have them
     */
    record Group(String name, int sessions, List<Double> displacements, List<Double> freedoms) {

        Group {
            displacements = List.copyOf(displacements);
            freedoms = List.copyOf(freedoms);
        }
    }

    public PeopleFacts {
        flow = List.copyOf(flow);
        arms = List.copyOf(arms);
        groups = List.copyOf(groups);
    }

    /** Collects who was analysed. */
    public static PeopleFacts of(TrialDesign design, TrialWords words, int withoutRuns) {
        Map<String, List<Visit>> compared = new LinkedHashMap<>();
        for (Visit visit : design.visits())
            compared.computeIfAbsent(design.heading(visit), key -> new ArrayList<>())
                    .add(visit);
        return of(words.flow(), words.analysedByArm(), compared, withoutRuns);
    }

    /** Collects whose scans of a task are included in a trial with a protocol. */
    static PeopleFacts of(DeclaredScans scans, int withoutRuns) {
        return of(scans.flow(), scans.byArm(), scans.byCell(), withoutRuns);
    }

    private static PeopleFacts of(
            List<TrialReport.Arm> flow,
            Map<String, List<Visit>> byArm,
            Map<String, List<Visit>> compared,
            int withoutRuns) {
        List<Arm> arms = new ArrayList<>();
        byArm.forEach((name, visits) -> arms.add(arm(name, visits)));
        List<Group> groups = new ArrayList<>();
        compared.forEach((name, visits) -> groups.add(new Group(
                name,
                visits.size(),
                figures(visits, ScanFigure.DISPLACEMENT.key()),
                figures(visits, ScanFigure.FREEDOM.key()))));
        return new PeopleFacts(flow, arms, groups, withoutRuns);
    }

    private static List<Double> figures(List<Visit> visits, String name) {
        return visits.stream()
                .map(visit -> visit.quality().get(name))
                .filter(Objects::nonNull)
                .toList();
    }

    private static Arm arm(String name, List<Visit> visits) {
        Map<String, Map<String, String>> people = new LinkedHashMap<>();
        for (Visit visit : visits) people.put(visit.subject(), visit.person());
        List<Double> ages = new ArrayList<>();
        Map<String, Integer> sexes = new TreeMap<>();
        for (Map<String, String> person : people.values()) {
            double age = TableCells.number(TableCells.cell(person, "age"));
            if (age >= 0) ages.add(age);
            String sex = TableCells.cell(person, "sex");
            if (!sex.isEmpty()) sexes.merge(sex(sex), 1, Integer::sum);
        }
        return new Arm(name, people.size(), ages, sexes);
    }

    /** The values of BIDS in words; others, such as codes, as they are written. */
    private static String sex(String cell) {
        return switch (cell.strip().toLowerCase(Locale.ROOT)) {
            case "f", "female" -> "female";
            case "m", "male" -> "male";
            case "o", "other" -> "other";
            default -> "coded as " + cell.strip();
        };
    }

    /** Number of analysed participants. */
    int participants() {
        return flow.stream().mapToInt(TrialReport.Arm::analysedParticipants).sum();
    }
}
