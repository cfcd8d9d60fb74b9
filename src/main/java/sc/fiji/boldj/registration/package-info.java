/**
 * Registration of one scan to another: rigid and affine with several costs, boundary-based for echo-planar images.
 *
 * <p>Maps go from the fixed world to the moving world, RAS+ mm: the direction in which images are pulled.
 */
package sc.fiji.boldj.registration;
