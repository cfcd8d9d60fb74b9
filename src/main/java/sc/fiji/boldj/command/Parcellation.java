package sc.fiji.boldj.command;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.atlas.Coordinate;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.atlas.LabelVolume;
import sc.fiji.boldj.connectivity.RegionSeries;
import sc.fiji.boldj.explore.GlassBrainPicture;
import sc.fiji.boldj.image.Mask;

/**
 * The series of regions with where they lie, to draw them.
 *
 * @param nodes a place for each region
 * @param shadow the brain behind them
 */
record Parcellation(RegionSeries series, List<GlassBrainPicture.Node> nodes, Mask shadow) {

    /** Regions about the coordinates of a table. */
    static Parcellation of(RegionSeries series, CoordinateTable table, Mask shadow) {
        List<GlassBrainPicture.Node> nodes = new ArrayList<>();
        for (Coordinate place : table.entries()) {
            String network = place.networks().isEmpty() ? "" : place.networks().get(0);
            nodes.add(new GlassBrainPicture.Node(place.name(), place.x(), place.y(), place.z(), network));
        }
        return new Parcellation(series, nodes, shadow);
    }

    /** Labelled regions, drawn at their centres in front of all of them. */
    static Parcellation of(RegionSeries series, LabelVolume parcels) {
        List<GlassBrainPicture.Node> nodes = new ArrayList<>();
        double[][] centres = parcels.centres();
        for (int r = 0; r < centres.length; r++)
            nodes.add(
                    new GlassBrainPicture.Node(series.names().get(r), centres[r][0], centres[r][1], centres[r][2], ""));
        boolean[] inside = new boolean[parcels.grid().voxels()];
        for (int v = 0; v < inside.length; v++) inside[v] = parcels.label(v) != 0;
        return new Parcellation(series, nodes, Mask.of(parcels.grid(), inside));
    }
}
