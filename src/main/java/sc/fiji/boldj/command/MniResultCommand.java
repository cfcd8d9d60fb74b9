package sc.fiji.boldj.command;

import org.scijava.plugin.Parameter;

/** A command that makes an image and may look up places of MNI space in its input. */
abstract class MniResultCommand extends ResultCommand {

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
