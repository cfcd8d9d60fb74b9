package sc.fiji.boldj.anatomy;

import sc.fiji.boldj.image.NeuroImage;

/**
 * A scan without its bias field, and the field.
 *
 * @param corrected the scan divided by the exponential of the field
 * @param logField natural logarithm of the field; its mean over the voxels it was fitted to is 0
 * @param iterations how many were done on each level
 */
public record BiasFit(NeuroImage corrected, NeuroImage logField, int[] iterations) {}
