package sc.fiji.boldj.workflow.participant;

import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;

/**
 * A series that maps are computed from.
 *
 * @param series in standard space, without confounds
 * @param mask the brain on its grid
 * @param cortex grey matter in it
 * @param fwhm in mm of the smoothing that the maps have: of the series, or of the map where smoothing the series would
 *     change what is measured; 0 for none
 */
record SeriesMaps(NeuroImage series, Mask mask, Mask cortex, double fwhm) {}
