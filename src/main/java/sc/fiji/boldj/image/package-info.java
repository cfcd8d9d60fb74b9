/**
 * The data model: images in RAS+ millimetres, their grids, masks and storage.
 *
 * <p>Voxel indices count from 0, x fastest. World coordinates are millimetres, x to the right, y to the front, z up.
 * Time is seconds. Unless stated otherwise, {@code null} causes a {@link java.lang.NullPointerException}.
 *
 * <p>Part of the Java API: see {@code docs/java.md}.
 */
@PublicApi
package sc.fiji.boldj.image;

import sc.fiji.boldj.run.PublicApi;
