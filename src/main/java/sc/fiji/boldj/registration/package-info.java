/**
 * Registration of one image to another: the maps that bring them together.
 *
 * <p>Maps go from the fixed world to the moving world, RAS+ mm, as resampling wants them.
 */
package sc.fiji.boldj.registration;
