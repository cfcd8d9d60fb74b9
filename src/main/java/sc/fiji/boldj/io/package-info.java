/**
 * Files: NIfTI-1, NIfTI-2 and Analyze 7.5 images, BIDS sidecars, tables and transforms.
 *
 * <p>The conventions of other programs live here only. What leaves this package is in RAS+ millimetres and seconds; a
 * file that cannot be trusted is refused with an {@link java.io.IOException} that names the file, the field, its value
 * and the likely cause. Unless stated otherwise, {@code null} causes a {@link java.lang.NullPointerException}.
 *
 * <p>Part of the Java API: see {@code docs/java.md}.
 */
@PublicApi
package sc.fiji.boldj.io;

import sc.fiji.boldj.run.PublicApi;
