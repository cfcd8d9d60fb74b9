/** The methods text of a trial: facts about what was done, and sentences that follow from them. */
package sc.fiji.boldj.workflow.methods;
