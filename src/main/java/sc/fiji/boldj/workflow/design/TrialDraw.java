package sc.fiji.boldj.workflow.design;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.protocol.TrialTruth;
import sc.fiji.boldj.workflow.study.TableCells;

/** Draws the participants and sessions of a declared trial: who, which arm or sequence, when, and what was missed. */
final class TrialDraw {

    private static final LocalDateTime START = LocalDateTime.of(2026, 1, 5, 9, 0);
    private static final int WASHOUT_DAYS = 7;
    private static final long PERSON = 1_000_000L;
    private static final long MISSING = 3_000_000L;

    private final TrialProtocol protocol;
    private final TrialTruth truth;
    private final long seed;
    private final List<Factor> between;
    private final Optional<Factor> crossed;
    private int sessions;

    TrialDraw(TrialProtocol protocol, TrialTruth truth, long seed) {
        this.protocol = protocol;
        this.truth = truth;
        this.seed = seed;
        between = protocol.factors().values().stream().filter(f -> !f.within()).toList();
        crossed = protocol.factor(Factor.Role.TREATMENT).filter(Factor::within);
        List<Factor> labelled = protocol.factors().values().stream()
                .filter(f -> f.within() && isSession(f))
                .toList();
        long within =
                protocol.factors().values().stream().filter(Factor::within).count();
        if (!labelled.isEmpty() && within > 1)
            throw new IllegalArgumentException(
                    "protocol: factor " + labelled.get(0).name()
                            + " has the column session_id, but sessions differ in " + within
                            + " factors: give it a column of its own");
    }

    private static boolean isSession(Factor factor) {
        return TableCells.plain(factor.column()).equals("sessionid");
    }

    /** Draws a number of participants. */
    List<DrawnTrial.DrawnPerson> people(int count) {
        PersonTraits traits = new PersonTraits(protocol, truth.sites());
        RandomisedArms arms = arms();
        List<DrawnTrial.DrawnPerson> people = new ArrayList<>();
        int digits = Math.max(2, String.valueOf(count).length());
        for (int i = 0; i < count; i++) {
            SplittableRandom random = Seeds.stream(seed, PERSON + i);
            Map<String, String> row = traits.person(random);
            String stratum = protocol.randomisation().strata().stream()
                    .map(column -> TableCells.cell(row, column))
                    .collect(Collectors.joining(" / "));
            List<String> given = arms.next(stratum);
            Map<String, String> levels = new TreeMap<>();
            for (Factor factor : between) {
                String level = factor.role() == Factor.Role.TREATMENT
                        ? given.get(0)
                        : factor.levels().get(i % factor.levels().size());
                levels.put(factor.name(), level);
                row.put(factor.column(), level);
            }
            if (crossed.isPresent()) row.put("sequence", String.join("-", given));
            List<DrawnTrial.DrawnSession> own = sessions(i, crossed.isPresent() ? given : List.of(""), levels);
            List<DrawnTrial.DrawnSession> complete = new ArrayList<>();
            for (int k = 0; k < own.size(); k++) {
                Map<String, String> cells = new LinkedHashMap<>(own.get(k).row());
                cells.putAll(traits.session(row, k == 0, random));
                complete.add(withRow(own.get(k), cells));
            }
            people.add(new DrawnTrial.DrawnPerson(
                    String.format(Locale.ROOT, "%0" + digits + "d", i + 1), row, levels, complete));
        }
        return people;
    }

    private static DrawnTrial.DrawnSession withRow(DrawnTrial.DrawnSession s, Map<String, String> row) {
        return new DrawnTrial.DrawnSession(s.index(), s.label(), s.levels(), s.period(), s.before(), row, s.missed());
    }

    private RandomisedArms arms() {
        List<List<String>> choices;
        if (crossed.isPresent()) {
            choices = protocol.randomisation().sequences();
            if (choices.isEmpty()) choices = RandomisedArms.orders(crossed.get().levels());
        } else
            choices = protocol.factor(Factor.Role.TREATMENT).map(Factor::levels).orElse(List.of("")).stream()
                    .map(List::of)
                    .toList();
        int block = protocol.randomisation().blocks();
        return new RandomisedArms(choices, block, Seeds.stream(seed, 0));
    }

    private List<DrawnTrial.DrawnSession> sessions(int person, List<String> sequence, Map<String, String> levels) {
        List<Factor> repeated = protocol.factors().values().stream()
                .filter(f -> f.within() && (crossed.isEmpty() || !f.equals(crossed.get())))
                .sorted((a, b) -> a.role().compareTo(b.role())) // visits before scans
                .toList();
        List<List<String>> each = new ArrayList<>(List.of(List.of()));
        for (Factor factor : repeated) {
            List<List<String>> more = new ArrayList<>();
            for (List<String> begin : each)
                for (String level : factor.levels()) {
                    List<String> all = new ArrayList<>(begin);
                    all.add(level);
                    more.add(all);
                }
            each = more;
        }
        int total = sequence.size() * each.size();
        boolean[] missed = missed(person, total);
        List<DrawnTrial.DrawnSession> sessions = new ArrayList<>();
        SplittableRandom random = Seeds.stream(seed, MISSING + person);
        for (int p = 0; p < sequence.size(); p++)
            for (int k = 0; k < each.size(); k++) {
                Map<String, String> all = new TreeMap<>(levels);
                Map<String, String> row = new LinkedHashMap<>();
                StringBuilder label = new StringBuilder(crossed.isPresent() ? "p" + (p + 1) : "");
                if (crossed.isPresent()) {
                    row.put(periodColumn(), String.valueOf(p + 1));
                    all.put(crossed.get().name(), sequence.get(p));
                    row.put(crossed.get().column(), sequence.get(p));
                }
                for (int f = 0; f < repeated.size(); f++) {
                    String level = each.get(k).get(f);
                    all.put(repeated.get(f).name(), level);
                    if (!isSession(repeated.get(f))) row.put(repeated.get(f).column(), level);
                    label.append(level.replaceAll("[^A-Za-z0-9]", ""));
                }
                int day = day(all, p, random);
                row.put("day", String.valueOf(day));
                row.put("acq_time", START.plusDays(person + day).plusHours(k).toString() + ":00");
                sessions.add(new DrawnTrial.DrawnSession(
                        this.sessions++,
                        total == 1 ? "" : label.toString(),
                        all,
                        crossed.isPresent() ? p + 1 : 0,
                        p == 0 ? Optional.empty() : Optional.of(sequence.get(p - 1)),
                        row,
                        missed[p * each.size() + k]));
            }
        return sessions;
    }

    private String periodColumn() {
        String column = protocol.randomisation().period();
        return column.isEmpty() ? "period" : column;
    }

    private int day(Map<String, String> levels, int period, SplittableRandom random) {
        int day = period * WASHOUT_DAYS;
        Optional<Factor> visit = protocol.factor(Factor.Role.VISIT);
        if (visit.isEmpty()) return day;
        String level = levels.get(visit.get().name());
        List<Double> window = visit.get().windows().get(level);
        if (window == null) return day + 7 * visit.get().levels().indexOf(level);
        int low = (int) Math.ceil(window.get(0));
        int high = (int) Math.floor(window.get(1));
        return day + low + random.nextInt(Math.max(1, high - low + 1));
    }

    /** From the first missed session on a participant is lost; the hazard gives the declared share of sessions after the first. */
    private boolean[] missed(int person, int total) {
        boolean[] missed = new boolean[total];
        double hazard = hazard(truth.missing(), total - 1);
        SplittableRandom random = Seeds.stream(seed, MISSING + PERSON + person);
        for (int k = 1; k < total; k++) missed[k] = missed[k - 1] || random.nextDouble() < hazard;
        return missed;
    }

    /** The hazard per session at which this share of so many sessions is missing on average. */
    static double hazard(double share, int sessions) {
        if (share == 0 || sessions == 0) return 0;
        double low = 0;
        double high = 1;
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2;
            double left = 1;
            double lost = 0;
            for (int k = 0; k < sessions; k++) {
                left *= 1 - middle;
                lost += 1 - left;
            }
            if (lost / sessions < share) low = middle;
            else high = middle;
        }
        return high;
    }
}
