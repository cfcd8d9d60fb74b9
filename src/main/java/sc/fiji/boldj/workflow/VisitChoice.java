package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import sc.fiji.boldj.group.DesignTable;
import sc.fiji.boldj.group.GroupDesign;
import sc.fiji.boldj.group.VisitDesigns;
import sc.fiji.boldj.group.VisitRows;
import sc.fiji.boldj.stats.SandwichModel;

/**
 * A marginal model of repeated measures with missing visits, as given by the user.
 *
 * @param design the design of the inputs
 * @param rows which participant and visit each input is
 */
public record VisitChoice(GroupDesign design, VisitRows rows) {

    /** Designs with a column for each mean. */
    private static final List<String> WORDS = List.of("session-by-arm", "repeated-measures");

    /**
     * Makes the design.
     *
     * @param choice design {@code session-by-arm} (a mean for each arm and visit), {@code repeated-measures} (for each visit) or a
     *     design matrix; groups, covariates and order as there
     * @param subject column of the participant; empty: subject or participant_id
     * @param visit column of the visit; empty: visit, session or period
     * @throws IllegalArgumentException if a column is missing, or the contrast is not given
     */
    public static VisitChoice of(
            DesignChoice choice, int inputs, Optional<DesignTable> given, String subject, String visit)
            throws IOException {
        DesignTable table = given.orElseThrow(() -> new IllegalArgumentException(
                "model=sandwich needs a table of inputs (TSV) with columns path, subject and visit"));
        String person = column(table, subject, "subject", "subject", "participant_id", "participant");
        String time = column(table, visit, "visit", "visit", "session", "period");
        String arm = choice.groups().isBlank()
                ? List.of("arm", "group", "treatment").stream()
                        .filter(table::has)
                        .findFirst()
                        .orElse("")
                : column(table, choice.groups(), "groups");
        boolean matrix = !WORDS.contains(choice.design());
        if (matrix && DesignChoice.WORDS.contains(choice.design()))
            throw new IllegalArgumentException(
                    "model=sandwich takes design=session-by-arm (a mean for each arm and visit),"
                            + " design=repeated-measures (a mean for each visit) or a design matrix, not "
                            + choice.design());
        if (choice.design().equals("session-by-arm") && arm.isEmpty())
            throw new IllegalArgumentException(
                    "design=session-by-arm needs a column arm, group or treatment, or the key"
                            + " groups; without arms use design=repeated-measures");
        table = table.withOrder(
                time, LevelOrder.inTime(table.text(time), choice.order(), time).levels());
        if (!arm.isEmpty())
            table = table.withOrder(
                    arm,
                    LevelOrder.ofEffect(table.text(arm), choice.order(), arm, false)
                            .levels());
        GroupDesign design;
        if (matrix) {
            if (!choice.covariates().isBlank())
                throw new IllegalArgumentException("covariates: add them to the design matrix " + choice.design());
            design = VisitDesigns.marginal(
                    new DesignFiles(choice.folder()).matrix(choice.design(), choice.contrast(), inputs),
                    table.codes(person));
        } else {
            List<String> adjust = new ArrayList<>();
            table = new DesignFiles(choice.folder())
                    .withCovariates(table, choice.covariates().strip(), adjust);
            design = VisitDesigns.of(table, person, time, choice.design().equals("session-by-arm") ? arm : "", adjust);
        }
        if (choice.contrast().isBlank())
            throw new IllegalArgumentException(
                    "contrast: with model=sandwich say which means to compare; the columns are "
                            + String.join(", ", design.columns()) + "; for instance contrast=[" + example(design)
                            + "]");
        int[] group = arm.isEmpty() ? new int[table.size()] : table.orderedCodes(arm);
        VisitRows rows =
                new VisitRows(table.codes(person), table.orderedCodes(time), group, SandwichModel.Variance.HOMOGENEOUS);
        return new VisitChoice(
                design.noting(missing(table, person, time, arm))
                        .noting(
                                "The sandwich estimator assumes that visits are missing completely at random: that whether a"
                                        + " visit is missing depends on neither observed nor unobserved values."),
                rows);
    }

    private static String example(GroupDesign design) {
        List<String> columns = design.columns();
        return columns.size() < 2 ? columns.get(0) : columns.get(1) + " - " + columns.get(0);
    }

    private static String column(DesignTable table, String asked, String key, String... usual) {
        if (!asked.isBlank()) {
            if (table.has(asked.strip())) return asked.strip();
            throw new IllegalArgumentException(
                    key + ": the table of inputs has no column '" + asked.strip() + "', only " + table.columns());
        }
        return Arrays.stream(usual)
                .filter(table::has)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("model=sandwich needs a column "
                        + String.join(" or ", usual) + " in the table of inputs, or the key '" + key
                        + "'; its columns are " + table.columns()));
    }

    /** Who is missing what: "Missing visits: week6 drug 2 of 20." */
    private static String missing(DesignTable table, String person, String time, String arm) {
        Map<String, TreeSet<String>> people = new LinkedHashMap<>();
        Map<String, Integer> seen = new LinkedHashMap<>();
        List<String> arms = arm.isEmpty() ? List.of("") : table.ordered(arm);
        for (int r = 0; r < table.size(); r++) {
            String own = arm.isEmpty() ? "" : table.text(arm).get(r);
            people.computeIfAbsent(own, unknown -> new TreeSet<>())
                    .add(table.text(person).get(r));
            seen.merge(table.text(time).get(r) + "\t" + own, 1, Integer::sum);
        }
        List<String> parts = new ArrayList<>();
        for (String visit : table.ordered(time))
            for (String own : arms) {
                int all = people.get(own).size();
                int there = seen.getOrDefault(visit + "\t" + own, 0);
                if (there < all) parts.add((visit + " " + own).strip() + " " + (all - there) + " of " + all);
            }
        return parts.isEmpty()
                ? "No visit is missing."
                : "Missing visits (participants with another visit): " + String.join(", ", parts) + ".";
    }
}
