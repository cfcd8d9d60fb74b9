package sc.fiji.boldj.anatomy;

import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * A closed surface that grows until it meets the dark rim of the brain (Smith 2002, Human Brain Mapping 17:143).
 *
 * <p>Each vertex moves along the surface to keep the vertices evenly spread, along the normal to keep the surface smooth
 * (gently where it bends less than radius {@code 10 mm}, firmly where it bends more than {@code 3.33 mm}), and out or in
 * depending on how dark the darkest point just inside is against the local brightness.
 */
final class BrainSurface {

    private static final double SMALLEST_RADIUS = 3.33;
    private static final double LARGEST_RADIUS = 10;
    private static final double BEND_MIDDLE = (1 / SMALLEST_RADIUS + 1 / LARGEST_RADIUS) / 2;
    private static final double BEND_STEEPNESS = 6 / (1 / SMALLEST_RADIUS - 1 / LARGEST_RADIUS);

    /** How far inside the surface to look for something dark, and for the local brightness, in mm. */
    private static final double DARK_DEPTH = 20;

    private static final double BRIGHT_DEPTH = 10;
    private static final int CHUNK = 256;

    private final VoxelGrid grid;
    private final Affine toVoxels;
    private final float[] values;
    private final HeadFacts head;
    private final SphereMesh mesh;

    /** Vertices in RAS+ mm, x y z each. */
    private double[] points;

    private double[] next;

    BrainSurface(VoxelGrid grid, float[] values, HeadFacts head, SphereMesh mesh, double[] start) {
        this.grid = grid;
        this.values = values;
        this.head = head;
        this.mesh = mesh;
        toVoxels = grid.affine().inverse();
        points = start.clone();
        next = new double[start.length];
    }

    double[] points() {
        return points;
    }

    /** What pulls a vertex besides intensity and smoothness. */
    interface Tether {
        /** Millimetres to move outwards in a step. */
        double pull(double x, double y, double z);

        Tether NONE = (x, y, z) -> 0;
    }

    /**
     * Moves the surface.
     *
     * @param fraction of the way from dark to the local brightness below which a point is treated as outside
     */
    void deform(int iterations, double fraction, Tether tether, Progress progress) {
        Progress quiet = BiasField.quiet(progress);
        for (int i = 0; i < iterations; i++) {
            if (i % 20 == 0) progress.update(i, iterations);
            double edge = meanEdge();
            FixedChunks.forEach(
                    mesh.points().length,
                    CHUNK,
                    (from, to) -> {
                        for (int v = from; v < to; v++) move(v, edge, fraction, tether);
                    },
                    quiet);
            double[] swap = points;
            points = next;
            next = swap;
        }
    }

    private double meanEdge() {
        double sum = 0;
        long count = 0;
        for (int v = 0; v < mesh.points().length; v++)
            for (int w : mesh.neighbours()[v]) {
                double x = points[3 * v] - points[3 * w];
                double y = points[3 * v + 1] - points[3 * w + 1];
                double z = points[3 * v + 2] - points[3 * w + 2];
                sum += Math.sqrt(x * x + y * y + z * z);
                count++;
            }
        return sum / count;
    }

    private void move(int v, double edge, double fraction, Tether tether) {
        double px = points[3 * v];
        double py = points[3 * v + 1];
        double pz = points[3 * v + 2];
        int[] ring = mesh.neighbours()[v];
        double mx = 0;
        double my = 0;
        double mz = 0;
        double nx = 0;
        double ny = 0;
        double nz = 0;
        for (int k = 0; k < ring.length; k++) {
            int a = 3 * ring[k];
            int b = 3 * ring[(k + 1) % ring.length];
            mx += points[a];
            my += points[a + 1];
            mz += points[a + 2];
            double ax = points[a] - px;
            double ay = points[a + 1] - py;
            double az = points[a + 2] - pz;
            double bx = points[b] - px;
            double by = points[b + 1] - py;
            double bz = points[b + 2] - pz;
            nx += ay * bz - az * by;
            ny += az * bx - ax * bz;
            nz += ax * by - ay * bx;
        }
        double length = Math.sqrt(nx * nx + ny * ny + nz * nz);
        if (length > 0) {
            nx /= length;
            ny /= length;
            nz /= length;
        }
        double sx = mx / ring.length - px;
        double sy = my / ring.length - py;
        double sz = mz / ring.length - pz;
        double along = sx * nx + sy * ny + sz * nz;
        double bend = 2 * Math.abs(along) / (edge * edge);
        double smooth = (1 + StrictMath.tanh(BEND_STEEPNESS * (bend - BEND_MIDDLE))) / 2;
        double push = 0.05 * edge * darkness(px, py, pz, nx, ny, nz, fraction) + tether.pull(px, py, pz);
        double normal = smooth * along + push;
        next[3 * v] = px + 0.5 * (sx - along * nx) + normal * nx;
        next[3 * v + 1] = py + 0.5 * (sy - along * ny) + normal * ny;
        next[3 * v + 2] = pz + 0.5 * (sz - along * nz) + normal * nz;
    }

    /** Above 0 where all is bright inside the point, below 0 where something is dark; about -2 to 2. */
    private double darkness(double px, double py, double pz, double nx, double ny, double nz, double fraction) {
        double darkest = head.median();
        double brightest = head.threshold();
        for (double depth = 0; depth <= DARK_DEPTH; depth += 1) {
            double value = value(px - depth * nx, py - depth * ny, pz - depth * nz);
            darkest = Math.min(darkest, value);
            if (depth <= BRIGHT_DEPTH) brightest = Math.max(brightest, value);
        }
        darkest = Math.max(head.dark(), darkest);
        brightest = Math.min(head.median(), brightest);
        double limit = (brightest - head.dark()) * fraction + head.dark();
        double range = Math.max(brightest - head.dark(), 1e-6 * (head.bright() - head.dark()));
        return 2 * (darkest - limit) / range;
    }

    /** The nearest voxel; the background's brightness outside the grid. */
    private double value(double x, double y, double z) {
        int i = (int) Math.rint(
                toVoxels.get(0, 0) * x + toVoxels.get(0, 1) * y + toVoxels.get(0, 2) * z + toVoxels.get(0, 3));
        int j = (int) Math.rint(
                toVoxels.get(1, 0) * x + toVoxels.get(1, 1) * y + toVoxels.get(1, 2) * z + toVoxels.get(1, 3));
        int k = (int) Math.rint(
                toVoxels.get(2, 0) * x + toVoxels.get(2, 1) * y + toVoxels.get(2, 2) * z + toVoxels.get(2, 3));
        if (i < 0 || j < 0 || k < 0 || i >= grid.sizeX() || j >= grid.sizeY() || k >= grid.sizeZ()) return head.dark();
        float value = values[grid.index(i, j, k)];
        return Float.isFinite(value) ? value : head.dark();
    }

    /** The voxels inside. */
    boolean[] inside() {
        return MeshFill.fill(grid, points, mesh.triangles());
    }
}
