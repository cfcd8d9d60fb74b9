/**
 * Registration of two images: rigid and affine by several costs, boundary-based refinement, and symmetric diffeomorphic
 * warps. Maps go from the fixed to the moving world, RAS+ mm.
 *
 * <p>Part of the Java API: see {@code docs/java.md}.
 */
@PublicApi
package sc.fiji.boldj.registration;

import sc.fiji.boldj.run.PublicApi;
