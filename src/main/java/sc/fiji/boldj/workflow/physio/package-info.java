/** Pulse and breathing of a run: from recordings in a dataset to regressors and corrected series. */
package sc.fiji.boldj.workflow.physio;
