/** The protocol of a trial: one file that declares, before the data are looked at, what the group level answers. */
package sc.fiji.boldj.workflow.protocol;
