package sc.fiji.boldj.workflow.group;

import sc.fiji.boldj.workflow.trial.DeclaredReport;

/** Turns what is said of a trial with a protocol into a page; the package {@code report} does it. */
@FunctionalInterface
public interface DeclaredPages {

    /** The page of a trial with a protocol, HTML. */
    String declared(DeclaredReport report);
}
