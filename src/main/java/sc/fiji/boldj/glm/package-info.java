/**
 * From events to whitened contrasts: haemodynamic responses, design matrices, noise models, t and F maps.
 *
 * <p>Time is seconds from the start of the first volume's acquisition. Unless stated otherwise, {@code null} causes a
 * {@link java.lang.NullPointerException}.
 *
 * <p>Part of the Java API: see {@code docs/java.md}.
 */
@PublicApi
package sc.fiji.boldj.glm;

import sc.fiji.boldj.run.PublicApi;
