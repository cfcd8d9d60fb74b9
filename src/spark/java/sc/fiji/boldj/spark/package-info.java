/**
 * The calls of a study on Apache Spark: tasks of the participant level and shufflings of the group level run on executors. An
 * edge; built by profile {@code spark} only, see {@code docs/server.md}.
 */
package sc.fiji.boldj.spark;
