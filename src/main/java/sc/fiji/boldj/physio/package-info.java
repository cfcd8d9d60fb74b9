/** Pulse and breathing recordings: beats, breaths, and the regressors derived from them. Times are seconds from the first volume. */
package sc.fiji.boldj.physio;
