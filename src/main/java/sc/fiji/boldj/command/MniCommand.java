package sc.fiji.boldj.command;

import org.scijava.plugin.Parameter;
import sc.fiji.boldj.host.ReportingCommand;

/** A command that may look up places of MNI space in its input and says what it found. */
abstract class MniCommand extends ReportingCommand {

    @Parameter(
            label = "Space",
            description = MniPlaces.KEY,
            choices = {MniPlaces.AUTO, MniPlaces.MNI, MniPlaces.OWN},
            persist = false)
    private String space = MniPlaces.AUTO;

    /** What the user says of the space of the input. */
    final String space() {
        return space;
    }
}
