/**
 * Functional connectivity of one scan or a group: region series and matrices, network means, graph measures, and maps of
 * local activity and of how strongly each voxel is connected.
 *
 * <p>A voxel is <em>usable</em> if it is inside the mask, finite in every volume and not constant. Maps are 0 in all other
 * voxels: 0 means "no value", as outside the mask. Unless stated otherwise, {@code null} causes a
 * {@link java.lang.NullPointerException}.
 *
 * <p>Part of the Java API: see {@code docs/java.md}.
 */
@PublicApi
package sc.fiji.boldj.connectivity;

import sc.fiji.boldj.run.PublicApi;
