/**
 * From events to whitened contrasts: haemodynamic responses, design matrices, noise models, t and F maps.
 *
 * <p>Time is seconds from the start of the first volume's acquisition. Unless stated otherwise, {@code null} causes a
 * {@link java.lang.NullPointerException}.
 */
package sc.fiji.boldj.glm;
