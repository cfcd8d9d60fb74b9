/** Matrices, networks and graphs of regions as tables. */
package sc.fiji.boldj.workflow.region;
