package sc.fiji.boldj.workflow.validate;

import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Seeds;

/** Images that formulas fill, and figures that compare courses. */
final class Phantom {

    private Phantom() {}

    /** A value at a place, RAS+ mm, of a volume. */
    @FunctionalInterface
    interface Formula {
        double at(double x, double y, double z, int volume);
    }

    /** A value of a voxel in a volume. */
    @FunctionalInterface
    interface Course {
        double at(int voxel, int volume);
    }

    /** A grid whose centre is the origin. */
    static VoxelGrid grid(int x, int y, int z, double mm) {
        return new VoxelGrid(
                x,
                y,
                z,
                Affine.of(mm, 0, 0, -mm * (x - 1) / 2, 0, mm, 0, -mm * (y - 1) / 2, 0, 0, mm, -mm * (z - 1) / 2));
    }

    /** @param repetitionTime in seconds; 0 if there is none */
    static NeuroImage of(String name, VoxelGrid grid, int volumes, double repetitionTime, Formula formula) {
        double[][] places = new double[grid.voxels()][];
        for (int v = 0; v < places.length; v++) places[v] = grid.position(v);
        return courses(
                name, grid, volumes, repetitionTime, (v, t) -> formula.at(places[v][0], places[v][1], places[v][2], t));
    }

    static NeuroImage courses(String name, VoxelGrid grid, int volumes, double repetitionTime, Course course) {
        NeuroImage image = NeuroImage.floats(
                name, grid, volumes, repetitionTime > 0 ? SeriesTiming.every(repetitionTime) : SeriesTiming.UNKNOWN);
        float[] values = new float[grid.voxels()];
        for (int t = 0; t < volumes; t++) {
            for (int v = 0; v < values.length; v++) values[v] = (float) course.at(v, t);
            image.writeVolume(t, values);
        }
        return image;
    }

    /** Standard normal draws. */
    static double[] noise(int count, long seed) {
        double[] noise = new double[count];
        Seeds.fillGaussian(Seeds.stream(seed, 77), noise);
        return noise;
    }

    /** Courses with mean 0 and length 1, each orthogonal to the others. */
    static double[][] orthonormal(int count, int volumes, long seed) {
        double[][] courses = new double[count][];
        for (int i = 0; i < count; i++) {
            double[] own = noise(volumes, seed + i);
            double mean = 0;
            for (double value : own) mean += value / volumes;
            for (int t = 0; t < volumes; t++) own[t] -= mean;
            for (int j = 0; j < i; j++) {
                double shared = dot(own, courses[j]);
                for (int t = 0; t < volumes; t++) own[t] -= shared * courses[j][t];
            }
            double length = Math.sqrt(dot(own, own));
            for (int t = 0; t < volumes; t++) own[t] /= length;
            courses[i] = own;
        }
        return courses;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int t = 0; t < a.length; t++) sum += a[t] * b[t];
        return sum;
    }

    /** The course of a voxel. */
    static double[] course(NeuroImage image, int voxel) {
        double[] course = new double[image.volumes()];
        for (int t = 0; t < course.length; t++) course[t] = image.volume(t)[voxel];
        return course;
    }

    static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) doubles[i] = values[i];
        return doubles;
    }

    /** A head without skull: folds of bright and dark, hollows, nothing outside. About 120 x 140 x 116 mm. */
    static double head(double x, double y, double z) {
        double r = Math.sqrt(x * x / 3600 + y * y / 4900 + z * z / 3364);
        double edge = 1 / (1 + Math.exp(25 * (r - 1)));
        double folds = Math.sin(x / 9 + 0.4 * Math.sin(y / 11)) * Math.sin(y / 10) * Math.sin(z / 9.5 + 0.2 * x / 11);
        double hollow = Math.exp(-(Math.pow(Math.abs(x) - 15, 2) + y * y / 4 + z * z) / 160);
        return edge * (1000 + 300 * folds - 600 * hollow);
    }

    /** The head as it is seen after its places were mapped. */
    static NeuroImage head(String name, VoxelGrid grid, SpatialMap toHead) {
        double[] p = new double[3];
        return of(name, grid, 1, 0, (x, y, z, t) -> {
            p[0] = x;
            p[1] = y;
            p[2] = z;
            toHead.apply(p, p);
            return head(p[0], p[1], p[2]);
        });
    }
}
