/**
 * Susceptibility distortion of echo-planar images: the field from images with different phase encoding, from measured
 * fieldmaps, and what it does to an image.
 *
 * <p>A field is in Hz on a grid of its own, the head's. At a place {@code x} of the head, an image whose phase encoding runs
 * along its voxel axis {@code e} with sign {@code s} and total readout time {@code T} shows the signal of {@code x} at
 * {@code x + s T f(x) e}, in voxels of that axis. Maps go from the head to the scan, RAS+ mm.
 */
package sc.fiji.boldj.distortion;
