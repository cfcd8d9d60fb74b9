/** Options that are declared once: key, type, default, unit, check and words. Commands, dialogs, logs and docs follow from them. */
package sc.fiji.boldj.workflow.option;
