/**
 * A trial from its dataset to its report: the steps of a participant, the tests of the group, what was done and in which
 * order.
 *
 * <p>A step knows its inputs, options and outputs by content; what is finished and unchanged is not done again.
 */
package sc.fiji.boldj.workflow.study;
