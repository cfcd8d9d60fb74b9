/** Inspection of a dataset before anything is computed. */
package sc.fiji.boldj.workflow.check;
