package sc.fiji.boldj.workflow.study;

import sc.fiji.boldj.atlas.Coordinate;
import sc.fiji.boldj.atlas.CoordinateTable;

/** Names a place in standard space by the built-in node of a network that is nearest. */
public final class NearestNode {

    private static final double FARTHEST = 20;

    private NearestNode() {}

    public static String name(double[] at) {
        String name = "n/a";
        double least = FARTHEST;
        for (Coordinate node : CoordinateTable.networkNodes().entries()) {
            double distance = Math.sqrt(
                    Math.pow(node.x() - at[0], 2) + Math.pow(node.y() - at[1], 2) + Math.pow(node.z() - at[2], 2));
            if (distance < least) {
                least = distance;
                name = node.name() + (distance > 8 ? " (" + Math.round(distance) + " mm away)" : "");
            }
        }
        return name;
    }
}
