package sc.fiji.boldj.workflow.methods;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.trial.TrialReport;

/** Describes for a paper who was analysed, who was excluded and why: the participant items of COBIDAS (Nichols 2017). */
final class PeopleWords {

    private final PeopleFacts people;
    private final String used;

    /** @param used what was done with the data of the participants who were not excluded: {@code analysed} */
    PeopleWords(PeopleFacts people, String used) {
        this.people = people;
        this.used = used;
    }

    /** Number, age and sex of the participants of each arm. */
    void participants(MethodsText text) {
        int n = people.participants();
        List<String> parts = new ArrayList<>();
        for (PeopleFacts.Arm arm : people.arms()) {
            List<String> about = new ArrayList<>();
            if (!arm.ages().isEmpty())
                about.add("age: "
                        + distribution(arm.ages(), " years")
                        + known(arm.ages().size(), arm.participants()));
            if (!arm.sexes().isEmpty()) about.add("sex: " + sexes(arm));
            String all = about.isEmpty() ? "" : " (" + String.join("; ", about) + ")";
            parts.add(people.arms().size() == 1 ? all : arm.name() + ", n = " + arm.participants() + all);
        }
        text.add(
                "%d %s %s%s.",
                n,
                n == 1 ? "participant was" : "participants were",
                used,
                parts.size() == 1 ? parts.get(0) : ": " + String.join("; ", parts));
        if (people.arms().stream().allMatch(arm -> arm.ages().isEmpty())) text.ask("age of the participants");
        if (people.arms().stream().allMatch(arm -> arm.sexes().isEmpty())) text.ask("sex of the participants");
        if (people.withoutRuns() > 0)
            text.add(
                    "%d further %s of the study had no functional run.",
                    people.withoutRuns(), people.withoutRuns() == 1 ? "participant" : "participants");
    }

    private static String sexes(PeopleFacts.Arm arm) {
        List<String> counts = new ArrayList<>();
        int sum = 0;
        for (Map.Entry<String, Integer> sex : arm.sexes().entrySet()) {
            counts.add(sex.getValue() + " " + sex.getKey());
            sum += sex.getValue();
        }
        return String.join(", ", counts) + known(sum, arm.participants());
    }

    /** Flow of participants and sessions, with the reasons by arm. */
    void exclusions(MethodsText text) {
        List<TrialReport.Arm> flow = people.flow();
        int found = flow.stream().mapToInt(TrialReport.Arm::sessions).sum();
        int analysed = flow.stream().mapToInt(TrialReport.Arm::analysedSessions).sum();
        int participants = flow.stream().mapToInt(TrialReport.Arm::participants).sum();
        if (analysed == found) {
            text.add("All %d sessions of the %d participants were %s; none was excluded.", found, participants, used);
            return;
        }
        List<String> parts = new ArrayList<>();
        for (TrialReport.Arm arm : flow) {
            int out = arm.sessions() - arm.analysedSessions();
            List<String> reasons = new ArrayList<>();
            arm.leftOut().forEach((reason, count) -> reasons.add(TrialReport.Arm.words(reason) + ": " + count));
            parts.add((flow.size() == 1 ? "" : arm.name() + ", ")
                    + String.format(Locale.ROOT, "%d of %d", out, arm.sessions())
                    + (reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")"));
        }
        text.add(
                "Of %d sessions of %d participants, %d sessions of %d participants were %s. Sessions excluded%s: %s.",
                found,
                participants,
                analysed,
                people.participants(),
                used,
                flow.size() == 1 ? "" : ", by group and reason",
                String.join("; ", parts));
    }

    /** Motion and degrees of freedom of each compared group. */
    void quality(MethodsText text) {
        text.add(groups(
                "Mean framewise displacement of the " + used + " sessions, in mm per 2 s",
                PeopleFacts.Group::displacements));
        text.add(
                groups("Degrees of freedom of the " + used + " sessions after denoising", PeopleFacts.Group::freedoms));
    }

    private String groups(String what, Function<PeopleFacts.Group, List<Double>> figure) {
        List<String> parts = new ArrayList<>();
        for (PeopleFacts.Group group : people.groups()) {
            List<Double> values = figure.apply(group);
            if (values.isEmpty()) continue;
            String all = distribution(values, "") + known(values.size(), group.sessions());
            parts.add(people.groups().size() == 1 ? all : group.name() + " (" + all + ")");
        }
        return parts.isEmpty() ? "" : what + ": " + String.join("; ", parts) + ".";
    }

    private static String known(int count, int of) {
        return count == of ? "" : String.format(Locale.ROOT, ", known for %d of %d", count, of);
    }

    /** {@code mean 34.2 years, SD 8.1, range 22 to 60}; one number if all are the same. */
    private static String distribution(List<Double> values, String unit) {
        double least = values.stream().mapToDouble(x -> x).min().orElse(Double.NaN);
        double largest = values.stream().mapToDouble(x -> x).max().orElse(Double.NaN);
        if (MethodsText.number(least).equals(MethodsText.number(largest))) return three(least) + unit;
        double mean = values.stream().mapToDouble(x -> x).average().orElse(Double.NaN);
        double squares =
                values.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
        return "mean " + three(mean) + unit + ", SD " + three(Math.sqrt(squares / (values.size() - 1))) + ", range "
                + three(least) + " to " + three(largest);
    }

    /** Three significant digits are enough for a description. */
    private static String three(double value) {
        return MethodsText.number(new java.math.BigDecimal(value)
                .round(new java.math.MathContext(3))
                .doubleValue());
    }
}
