/**
 * Removal of what is not brain activity: confound series, censoring, regression with band-pass.
 *
 * <p>Confound columns have fMRIPrep's names. Time is seconds, frequencies Hz. Unless stated otherwise, {@code null}
 * causes a {@link java.lang.NullPointerException}.
 *
 * <p>Part of the Java API: see {@code docs/java.md}.
 */
@PublicApi
package sc.fiji.boldj.denoise;

import sc.fiji.boldj.run.PublicApi;
