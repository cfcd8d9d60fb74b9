package sc.fiji.boldj.command;

import java.io.IOException;
import sc.fiji.boldj.connectivity.RegionSeries;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.task.BetaSeriesRun;

/**
 * The regions that the key {@code atlas} names: labels, or spheres about the coordinates of a table.
 *
 * @param atlas title or path
 * @param labels path of the table of names; blank: the one beside the atlas
 * @param radius of the spheres, in mm
 */
record AtlasRegions(String atlas, String labels, double radius) implements BetaSeriesRun.Regions {

    private static final String KEY = "atlas";

    /**
     * Returns normally if the atlas may be applied to an image: to be asked before the work begins.
     *
     * @param space the key {@code space}
     * @throws IllegalArgumentException if there is no such atlas, or it is of another space
     */
    AtlasRegions require(NeuroImage image, String space) throws IOException {
        if (Atlases.isCoordinateTable(KEY, atlas)) MniPlaces.requireOrOwn(image, space, "the table '" + atlas + "'");
        else MniPlaces.requireAtlas(image, space, Atlases.labels(KEY, atlas, labels), atlas);
        return this;
    }

    @Override
    public RegionSeries of(NeuroImage image, Mask within, Progress progress) throws IOException {
        if (Atlases.isCoordinateTable(KEY, atlas))
            return RegionSeries.ofSpheres(
                    image, Atlases.coordinates(KEY, atlas), radius, within, RegionSeries.LEAST_COVERAGE, progress);
        return RegionSeries.ofLabels(
                image, Atlases.labels(KEY, atlas, labels), within, RegionSeries.LEAST_COVERAGE, progress);
    }
}
