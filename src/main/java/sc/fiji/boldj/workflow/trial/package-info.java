/** The design of a trial, the sessions that it uses, and the tests of connections, maps and response. */
package sc.fiji.boldj.workflow.trial;
