/**
 * Phantom scans with known truth: a head that is a continuous function of position, networks with known courses, and a
 * scanner with slice times, motion and noise.
 *
 * <p>Positions are RAS+ millimetres near MNI space, times seconds, angles radians.
 *
 * <p>Part of the Java API: see {@code docs/java.md}.
 */
@PublicApi
package sc.fiji.boldj.simulate;

import sc.fiji.boldj.run.PublicApi;
