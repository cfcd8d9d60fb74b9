/**
 * Steps that prepare a series for analysis: slice timing, realignment, smoothing, despiking, masks.
 *
 * <p>Each step is one kernel on images with a validated record of options. A result goes into a target image that the
 * caller supplies.
 *
 * <p>Part of the Java API: see {@code docs/java.md}.
 */
@PublicApi
package sc.fiji.boldj.preprocess;

import sc.fiji.boldj.run.PublicApi;
