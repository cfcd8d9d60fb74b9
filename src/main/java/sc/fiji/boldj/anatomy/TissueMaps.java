package sc.fiji.boldj.anatomy;

import sc.fiji.boldj.image.NeuroImage;

/**
 * The share of each tissue in each voxel, in [0, 1]: they sum to 1 within the brain and are 0 outside.
 *
 * @param grey grey matter
 * @param white white matter
 * @param fluid cerebrospinal fluid, and what else in the mask is as dark
 * @param corrected the scan without its bias field
 * @param brightness of pure fluid, grey and white matter in the corrected scan, shape (3)
 * @param deviation standard deviation of pure fluid, grey and white matter there, shape (3)
 */
public record TissueMaps(
        NeuroImage grey,
        NeuroImage white,
        NeuroImage fluid,
        NeuroImage corrected,
        double[] brightness,
        double[] deviation) {}
