/** Steps of a study that are done once: what each read and wrote, by content, and whether it is still true. */
package sc.fiji.boldj.workflow.provenance;
