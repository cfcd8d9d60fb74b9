package sc.fiji.boldj.io;

import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;

/** New images for results, whose header says in a few words what they are. */
public final class ResultImages {

    private ResultImages() {}

    /**
     * A new image on the grid of {@code source}, with its timing and place, float, all 0.
     *
     * @param what the description in its header; an underscore becomes a blank
     */
    public static NeuroImage create(NeuroImage source, String name, String what, int volumes) {
        return create(source, source.grid(), name, what, volumes);
    }

    /** As the other, on another grid. */
    public static NeuroImage create(NeuroImage source, VoxelGrid grid, String name, String what, int volumes) {
        NeuroImage target = source.createOn(name, grid, volumes);
        return source.header().orElse(null) instanceof NiftiHeader header
                ? target.withHeader(header.forResult("BoldJ " + what.replace('_', ' ')))
                : target;
    }
}
