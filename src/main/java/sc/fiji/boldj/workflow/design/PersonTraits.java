package sc.fiji.boldj.workflow.design;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import sc.fiji.boldj.run.NumberText;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.workflow.protocol.AnalysisSet;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.RowRule;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.study.TableCells;

/** Columns of the tables of a simulated trial that its protocol names: strata, covariates, analysis sets, intercurrent events. */
final class PersonTraits {

    /** Share of participants whom a set excludes, and of sessions with an intercurrent event. */
    private static final double RARE = 0.05;

    private final TrialProtocol protocol;
    private final int sites;

    PersonTraits(TrialProtocol protocol, int sites) {
        this.protocol = protocol;
        this.sites = sites;
    }

    /** Draws the characteristics of a participant. */
    Map<String, String> person(SplittableRandom random) {
        double[] draws = new double[1];
        Seeds.fillGaussian(random, draws);
        Map<String, String> row = new LinkedHashMap<>();
        row.put("age", String.valueOf((int) Math.round(Math.max(18, Math.min(65, 34 + 9 * draws[0])))));
        row.put("sex", random.nextBoolean() ? "F" : "M");
        Set<String> columns = new LinkedHashSet<>(protocol.randomisation().strata());
        columns.addAll(protocol.model().covariates());
        if (sites > 1) columns.add("site");
        for (String column : columns) {
            if (row.keySet().stream().anyMatch(name -> TableCells.plain(name).equals(TableCells.plain(column))))
                continue;
            boolean stratum = protocol.randomisation().strata().contains(column);
            if (TableCells.plain(column).equals("site")) row.put(column, site(random.nextInt(sites)));
            else if (stratum) row.put(column, random.nextBoolean() ? "high" : "low");
            else {
                double[] own = new double[1];
                Seeds.fillGaussian(random, own);
                row.put(column, String.format(Locale.ROOT, "%.2f", 50 + 10 * own[0]));
            }
        }
        for (AnalysisSet set : protocol.sets().values()) {
            for (RowRule rule : set.exclude()) obey(row, rule, random.nextDouble() < RARE);
            for (RowRule rule : set.include()) obey(row, rule, random.nextDouble() >= RARE);
        }
        return row;
    }

    /** The name of a site. */
    static String site(int number) {
        return String.valueOf((char) ('A' + number));
    }

    /** Whether an event of an endpoint happened in a session, by the columns of events that the participants' table does not have. */
    Map<String, String> session(Map<String, String> person, boolean baseline, SplittableRandom random) {
        Map<String, String> row = new LinkedHashMap<>();
        for (Endpoint endpoint : protocol.endpoints().values())
            for (Endpoint.Intercurrent event : endpoint.intercurrent())
                if (!event.event().isIn(person)) obey(row, event.event(), random.nextDouble() < RARE && !baseline);
        return row;
    }

    /** Sets a column so that a rule holds or does not; one that is there already stays. */
    private static void obey(Map<String, String> row, RowRule rule, boolean holds) {
        if (rule.isIn(row)) return;
        boolean number = NumberText.isNumber(rule.value());
        double value = number ? NumberText.parse(rule.value()) : 0;
        boolean equal =
                switch (rule.relation()) {
                    case "==", "<=", ">=" -> holds;
                    case "!=" -> !holds;
                    default -> false;
                };
        String other = number
                ? String.valueOf((rule.relation().startsWith("<") == holds ? value - 1 : value + 1))
                        .replaceAll("\\.0$", "")
                : List.of("none", "no").contains(rule.value())
                        ? "other"
                        : rule.value().equals("yes") ? "no" : "none";
        row.put(rule.column(), equal ? rule.value() : other);
    }
}
