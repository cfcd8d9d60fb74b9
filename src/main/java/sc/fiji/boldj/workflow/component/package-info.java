/** Independent components of a scan or a group, dual regression, and their tables. */
package sc.fiji.boldj.workflow.component;
