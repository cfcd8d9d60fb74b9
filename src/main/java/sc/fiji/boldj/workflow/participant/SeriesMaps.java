package sc.fiji.boldj.workflow.participant;

import java.util.Map;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.workflow.option.Option;
import sc.fiji.boldj.workflow.study.MapFiles;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/**
 * A series that maps are computed from.
 *
 * @param series in standard space, without confounds
 * @param mask the brain on its grid
 * @param cortex grey matter in it
 * @param options of the maps; the width of the smoothing is that of the series, or of the map where smoothing the series
 *     would change what is measured
 */
record SeriesMaps(NeuroImage series, Mask mask, Mask cortex, ParticipantOptions options) {

    /** The smoothing of the maps in mm; 0 for none. */
    double fwhm() {
        return options.get(ParticipantOption.FWHM);
    }

    /** The beginning of the sidecar of a map, with the entries of the options that it depends on. */
    Map<String, Object> about(String description, String unit, Option<?>... depends) {
        Map<String, Object> about = MapFiles.about(description, unit);
        about.putAll(options.recorded(depends));
        return about;
    }
}
