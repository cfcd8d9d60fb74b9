/** Trials before their data are there: proposals of protocols, sample sizes, simulated trials of a protocol. */
package sc.fiji.boldj.workflow.design;
