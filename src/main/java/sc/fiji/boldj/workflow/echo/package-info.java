/** The echoes of a run: their times, T2*, and their combination. */
package sc.fiji.boldj.workflow.echo;
