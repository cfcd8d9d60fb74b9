package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import org.scijava.plugin.Parameter;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.glm.TypicalEvents;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.NeuroImage;

/** What models of a run with events share: the series, the events of other runs and the space. */
abstract class EventsCommand extends TaskCommand {

    @Parameter(label = "Series", description = "BOLD series of a task", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Other runs' events (.tsv)",
            description =
                    "events tables of the participant's other runs of this task, separated by commas: percent signal change"
                            + " then refers to the median durations over all runs; empty: only this run",
            required = false,
            persist = false)
    private String otherEvents = "";

    @Parameter(
            label = "Space",
            description = MniPlaces.KEY,
            choices = {MniPlaces.AUTO, MniPlaces.MNI, MniPlaces.OWN},
            persist = false)
    private String space = MniPlaces.AUTO;

    /** Reads the series, after the folder of results was found free. */
    final NeuroImage series() throws IOException {
        requireFree(input);
        return ImageDoor.readSeries(input);
    }

    /** The image of the series. */
    final ImagePlus input() {
        return input;
    }

    /** The events that percent signal change refers to: of this run and of the others. */
    final TypicalEvents typical(Events events) throws IOException {
        return TaskInputs.typical(events, otherEvents);
    }

    /** What the user says of the space of the series. */
    final String space() {
        return space;
    }
}
