package sc.fiji.boldj.workflow.group;

import sc.fiji.boldj.workflow.trial.DeclaredReport;

/** Turns the report of a trial with a protocol into a page; implemented in the package {@code report}. */
@FunctionalInterface
public interface DeclaredPages {

    /** The page of a trial with a protocol, HTML. */
    String declared(DeclaredReport report);
}
