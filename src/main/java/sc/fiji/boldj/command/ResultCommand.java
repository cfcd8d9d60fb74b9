package sc.fiji.boldj.command;

import org.scijava.plugin.Parameter;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.NeuroImage;

/** A command that makes an image, whose title can be given. */
abstract class ResultCommand extends BoldCommand {

    @Parameter(label = "Title of the result", description = "title of the result", required = false, persist = false)
    private String result = "";

    /** The title that is asked for; blank: made of the source's. */
    final String result() {
        return result;
    }

    /**
     * A new image for the result: grid, timing and place of {@code source}, float, all 0.
     *
     * @param suffix of the title if none is given
     */
    final NeuroImage target(NeuroImage source, String suffix, int volumes) {
        return ImageDoor.create(source, result, suffix, volumes);
    }
}
