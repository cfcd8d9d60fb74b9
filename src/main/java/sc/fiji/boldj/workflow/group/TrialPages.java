package sc.fiji.boldj.workflow.group;

import sc.fiji.boldj.workflow.trial.TrialReport;

/** Turns what is said of a trial into a page; the package {@code report} does it. */
@FunctionalInterface
public interface TrialPages {

    /** The page of a trial, HTML. */
    String trial(TrialReport report);
}
