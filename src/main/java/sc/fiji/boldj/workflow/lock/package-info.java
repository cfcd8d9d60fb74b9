/** Lock, blinding and unblinding of a trial: what was decided before the allocation was known, and what after. */
package sc.fiji.boldj.workflow.lock;
