package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.option.Option;

/** A map that is computed from a series of the run. */
public sealed interface ComputedMap extends TrialMap permits SeedMap, NetworkMap, ComponentMap, LocalMeasure {

    /** The options that it depends on: its step is repeated for them, and its sidecar gives them. */
    default List<Option<?>> options() {
        return List.of(ParticipantOption.FWHM);
    }

    /**
     * Computes the file that it stands in.
     *
     * @param run of the kind that {@link #source()} says
     * @param about its sidecar, which entries are added to
     * @return all volumes of the file, 0 outside the mask
     * @throws sc.fiji.boldj.run.DataException if the data do not permit it
     * @throws IOException if a file that it is computed from cannot be read
     */
    NeuroImage compute(RunSeries run, Map<String, Object> about, Progress progress) throws IOException;
}
