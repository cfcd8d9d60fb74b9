/**
 * Registration of two images: rigid and affine by several costs, boundary-based refinement, and symmetric diffeomorphic
 * warps. Maps go from the fixed to the moving world, RAS+ mm.
 */
package sc.fiji.boldj.registration;
