package sc.fiji.boldj.simulate;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** Where in a head the signal changes by what: the nodes of the networks, heart beat, breathing. Immutable. */
final class SignalMaps {

    private static final Ellipsoid BASAL = new Ellipsoid(0, -2, -26, 36, 34, 22);
    private static final Ellipsoid BRAINSTEM = new Ellipsoid(0, -32, -38, 24, 26, 50);
    private static final Ellipsoid LATERAL = new Ellipsoid(38, 4, 0, 13, 36, 20);
    private static final Ellipsoid MIDLINE = new Ellipsoid(0, 34, 10, 11, 26, 42);

    private final List<SplineMap> nodes;
    private final SplineMap cardiac;
    private final SplineMap breathing;

    SignalMaps(HeadModel head, Networks networks) {
        List<Networks.Node> all = new ArrayList<>();
        for (Networks.Network network : networks.list()) all.addAll(network.nodes());
        double[] places = places(head);
        nodes = List.copyOf(FixedChunks.map(all.size(), 1, (i, end) -> node(head, places, all.get(i)), Progress.NONE));
        cardiac = cardiac(head, places);
        breathing = breathing(head);
    }

    /** Where each point of the lattice lies in standard space, x, y, z of each in turn; only where there is tissue. */
    private static double[] places(HeadModel head) {
        Lattice lattice = head.lattice();
        float[] fluid = head.fluidSignal().coefficients();
        float[] grey = head.greySignal().coefficients();
        double[] places = new double[3 * lattice.points()];
        FixedChunks.forEach(
                lattice.nz(),
                1,
                (z, end) -> {
                    double[] p = new double[3];
                    for (int y = 0; y < lattice.ny(); y++)
                        for (int x = 0; x < lattice.nx(); x++) {
                            int i = lattice.index(x, y, z);
                            if (fluid[i] == 0 && grey[i] == 0) continue;
                            p[0] = lattice.x0() + x * lattice.step();
                            p[1] = lattice.y0() + y * lattice.step();
                            p[2] = lattice.z0() + z * lattice.step();
                            head.anatomy().toStandard(p, p);
                            System.arraycopy(p, 0, places, 3 * i, 3);
                        }
                },
                Progress.NONE);
        return places;
    }

    List<SplineMap> nodes() {
        return nodes;
    }

    SplineMap cardiac() {
        return cardiac;
    }

    SplineMap breathing() {
        return breathing;
    }

    /**
     * How strongly each network changes the signal, in percent of the signal; at least one volume.
     *
     * @param networks those the maps were made of
     * @param signal the head without activity on the grid
     */
    NeuroImage percent(Networks networks, HeadModel head, VoxelGrid grid, float[] signal, Progress progress) {
        List<float[]> volumes = new ArrayList<>();
        int node = 0;
        for (Networks.Network network : networks.list()) {
            float[] sum = new float[signal.length];
            for (int j = 0; j < network.nodes().size(); j++) {
                float[] one = head.sample(nodes.get(node++), grid, progress);
                for (int v = 0; v < sum.length; v++)
                    if (signal[v] > 0.02 * HeadAnatomy.GREY) sum[v] += (float) (network.percent() * one[v] / signal[v]);
            }
            volumes.add(sum);
        }
        NeuroImage image = NeuroImage.floats("networks", grid, Math.max(1, volumes.size()), SeriesTiming.UNKNOWN);
        for (int k = 0; k < volumes.size(); k++) image.writeVolume(k, volumes.get(k));
        return image;
    }

    /** The signal of the grey matter times the node's weight, on the box where that is above 0. */
    private static SplineMap node(HeadModel head, double[] places, Networks.Node node) {
        Lattice lattice = head.lattice();
        double reach = head.anatomy().reach();
        double[] low = {1e9, 1e9, 1e9};
        double[] high = {-1e9, -1e9, -1e9};
        for (Networks.Ball ball : node.balls()) {
            double[] centre = {ball.x(), ball.y(), ball.z()};
            for (int axis = 0; axis < 3; axis++) {
                low[axis] = Math.min(low[axis], centre[axis] - ball.radius() - reach);
                high[axis] = Math.max(high[axis], centre[axis] + ball.radius() + reach);
            }
        }
        int x0 = clamp((low[0] - lattice.x0()) / lattice.step(), lattice.nx());
        int y0 = clamp((low[1] - lattice.y0()) / lattice.step(), lattice.ny());
        int z0 = clamp((low[2] - lattice.z0()) / lattice.step(), lattice.nz());
        int nx = clamp((high[0] - lattice.x0()) / lattice.step() + 1, lattice.nx()) - x0;
        int ny = clamp((high[1] - lattice.y0()) / lattice.step() + 1, lattice.ny()) - y0;
        int nz = clamp((high[2] - lattice.z0()) / lattice.step() + 1, lattice.nz()) - z0;
        float[] values = new float[nx * ny * nz];
        float[] grey = head.greySignal().coefficients();
        Networks.Ball[] balls = node.balls().toArray(new Networks.Ball[0]);
        for (int z = 0; z < nz; z++)
            for (int y = 0; y < ny; y++)
                for (int x = 0; x < nx; x++) {
                    int i = lattice.index(x0 + x, y0 + y, z0 + z);
                    if (grey[i] == 0) continue;
                    double weight = 0;
                    for (Networks.Ball ball : balls)
                        weight = Math.max(weight, ball.weight(places[3 * i], places[3 * i + 1], places[3 * i + 2]));
                    values[x + nx * (y + ny * z)] = (float) (weight * grey[i]);
                }
        return new SplineMap(x0, y0, z0, nx, ny, nz, values).trimmed();
    }

    private static int clamp(double place, int points) {
        return (int) Math.max(0, Math.min(points, Math.floor(place)));
    }

    /** Fluid, most of all beside the large arteries, and a little of the grey matter there. */
    private static SplineMap cardiac(HeadModel head, double[] places) {
        Lattice lattice = head.lattice();
        float[] fluid = head.fluidSignal().coefficients();
        float[] grey = head.greySignal().coefficients();
        float[] values = new float[lattice.points()];
        for (int i = 0; i < values.length; i++) {
            if (fluid[i] == 0 && grey[i] == 0) continue;
            double artery = artery(Math.abs(places[3 * i]), places[3 * i + 1], places[3 * i + 2]);
            values[i] = (float) ((0.15 + 0.85 * artery) * fluid[i] + (0.04 + 0.3 * artery) * grey[i]);
        }
        return new SplineMap(lattice, values);
    }

    /** Nearness to the arteries at the base of the brain, in the lateral fissures, the midline and the brainstem. */
    private static double artery(double side, double y, double z) {
        double near = bump(BASAL, side, y, z);
        near = Math.max(near, bump(BRAINSTEM, side, y, z));
        near = Math.max(near, bump(LATERAL, side, y, z));
        return Math.max(near, 0.8 * bump(MIDLINE, side, y, z));
    }

    private static double bump(Ellipsoid e, double x, double y, double z) {
        double px = (x - e.cx()) / e.rx();
        double py = (y - e.cy()) / e.ry();
        double pz = (z - e.cz()) / e.rz();
        double rest = Math.max(0, 1 - px * px - py * py - pz * pz);
        return rest * rest;
    }

    /** Edges: breathing shifts the field and with it the image. A little of it is everywhere. */
    private static SplineMap breathing(HeadModel head) {
        Lattice lattice = head.lattice();
        float[] signal = head.signal().coefficients();
        float[] values = new float[lattice.points()];
        int row = lattice.nx();
        int plane = lattice.nx() * lattice.ny();
        double reach = 4 / (2 * lattice.step());
        for (int z = 1; z < lattice.nz() - 1; z++)
            for (int y = 1; y < lattice.ny() - 1; y++)
                for (int x = 1; x < lattice.nx() - 1; x++) {
                    int i = lattice.index(x, y, z);
                    double gx = signal[i + 1] - signal[i - 1];
                    double gy = signal[i + row] - signal[i - row];
                    double gz = signal[i + plane] - signal[i - plane];
                    double edge = reach * Math.sqrt(gx * gx + gy * gy + gz * gz);
                    values[i] = (float) (Math.min(edge, 1.5 * signal[i]) + 0.15 * signal[i]);
                }
        return new SplineMap(lattice, values);
    }
}
