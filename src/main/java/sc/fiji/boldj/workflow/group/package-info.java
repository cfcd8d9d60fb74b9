/** The group level: a trial analysed as a step of a study, and its page. */
package sc.fiji.boldj.workflow.group;
