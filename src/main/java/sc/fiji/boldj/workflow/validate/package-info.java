/** Checks of an installation: phantoms whose truth is known go through the steps, and each figure is judged by a tolerance. */
package sc.fiji.boldj.workflow.validate;
