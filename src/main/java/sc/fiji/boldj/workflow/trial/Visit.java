package sc.fiji.boldj.workflow.trial;

import java.util.List;
import java.util.Map;
import sc.fiji.boldj.workflow.study.ScanFigure;
import sc.fiji.boldj.workflow.study.ScanFiles;

/**
 * One session of one participant at the group level.
 *
 * @param subject label
 * @param session label, empty if there is one
 * @param period number of the session in time, from 1
 * @param treatment what was given before it; empty if nothing says
 * @param group arm or sequence; empty if nothing says
 * @param runs the series, one or more: what they give is averaged
 * @param outcome symptoms or what else the trial measures; NaN if unknown
 * @param person the participant's row of the table, by column
 * @param quality figures of the series, averaged, by name
 */
public record Visit(
        String subject,
        String session,
        int period,
        String treatment,
        String group,
        List<ScanFiles> runs,
        double outcome,
        Map<String, String> person,
        Map<String, Double> quality) {

    /** {@code sub-01 ses-pre}. */
    public String name() {
        return "sub-" + subject + (session.isEmpty() ? "" : " ses-" + session);
    }

    /** A figure of the series; NaN if it is not known. */
    public double figure(ScanFigure figure) {
        return quality.getOrDefault(figure.key(), Double.NaN);
    }

    /** The same with its group and treatment called otherwise. */
    Visit named(String newGroup, String newTreatment) {
        return new Visit(subject, session, period, newTreatment, newGroup, runs, outcome, person, quality);
    }
}
