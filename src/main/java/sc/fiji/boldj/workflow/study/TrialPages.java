package sc.fiji.boldj.workflow.study;

/** Turns what is said of a trial into a page; the package {@code report} does it. */
@FunctionalInterface
public interface TrialPages {

    /** The page of a trial, HTML. */
    String trial(TrialReport report);
}
