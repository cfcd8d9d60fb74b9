package sc.fiji.boldj.workflow.trial;

/**
 * A session that is excluded.
 *
 * @param visit the session
 * @param kind of the reason, in a word or two
 * @param reason in full
 */
record Exclusion(Visit visit, String kind, String reason) {}
