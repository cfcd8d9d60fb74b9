/** Runs with events: gPPI, beta series, haemodynamic responses, and fixed effects over runs. */
package sc.fiji.boldj.workflow.task;
