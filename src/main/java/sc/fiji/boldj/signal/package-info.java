/**
 * Mathematics of one series in time: trends, delays, filters, spectra. Knows no image.
 *
 * <p>Many series at once come as a block of shape (T, count), row = time, so that loops run along memory.
 *
 * <p>Part of the Java API: see {@code docs/java.md}.
 */
@PublicApi
package sc.fiji.boldj.signal;

import sc.fiji.boldj.run.PublicApi;
