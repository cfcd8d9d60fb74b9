/** The participant level: from the raw series and anatomy of a participant to maps in standard space. */
package sc.fiji.boldj.workflow.participant;
