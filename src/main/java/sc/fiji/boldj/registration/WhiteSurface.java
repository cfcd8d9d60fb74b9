package sc.fiji.boldj.registration;

import java.util.Arrays;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * The border of white matter as points with normals and areas. Immutable.
 *
 * <p>A point lies wherever the probability passes a half between two neighbouring voxels, at the place that a straight
 * line between the two gives. Its normal is the falling direction of the probability, smoothed over 3 voxels: out of the
 * white matter. Its area is that of the face between the two voxels times the cosine between normal and axis; over the
 * three axes these add up to the area of the surface.
 */
public final class WhiteSurface {

    private final String name;
    private final double[][] points;
    private final double[][] normals;
    private final double[] areas;

    private WhiteSurface(String name, double[][] points, double[][] normals, double[] areas) {
        this.name = name;
        this.points = points;
        this.normals = normals;
        this.areas = areas;
    }

    /**
     * Finds the surface.
     *
     * @param whiteMatterProbability one volume, in [0, 1]; NaN is 0; right angles between the axes of its grid
     * @throws IllegalArgumentException if it is a series, has values beyond [-0.01, 1.01] (percent?) or nowhere passes a half
     */
    public static WhiteSurface of(NeuroImage whiteMatterProbability) {
        NeuroImage image = whiteMatterProbability;
        VoxelGrid grid = image.grid();
        if (image.volumes() != 1)
            throw new IllegalArgumentException("the white matter probability " + image.name() + " has "
                    + image.volumes() + " volumes but one is needed");
        float[] whole = image.volume(0);
        for (int v = 0; v < whole.length; v++) {
            if (Float.isNaN(whole[v])) whole[v] = 0;
            if (!(whole[v] >= -0.01 && whole[v] <= 1.01))
                throw new IllegalArgumentException("the white matter probability " + image.name() + " has the value "
                        + whole[v] + " but must be 0 to 1: is it a T1 image, or in percent?");
        }
        WhiteMatterBox box = WhiteMatterBox.around(whole, grid);
        return of(image.name(), box.values(), box.grid());
    }

    private static WhiteSurface of(String name, float[] p, VoxelGrid grid) {
        float[] smooth = smoothed(p, grid);
        int[] n = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        int[] stride = {1, grid.sizeX(), grid.planeSize()};
        Affine affine = grid.affine();
        Affine back = affine.inverse();
        double volume = Math.abs(affine.determinant());
        double[][] found = new double[7][4096];
        int count = 0;
        double[] slope = new double[3];
        for (int v = 0; v < p.length; v++) {
            int[] at = {v % n[0], v / stride[1] % n[1], v / stride[2]};
            for (int axis = 0; axis < 3; axis++) {
                if (at[axis] == n[axis] - 1) continue;
                double a = p[v];
                double b = p[v + stride[axis]];
                if (a > WhiteMatterBox.LEVEL == b > WhiteMatterBox.LEVEL) continue;
                double t = (WhiteMatterBox.LEVEL - a) / (b - a);
                for (int d = 0; d < 3; d++)
                    slope[d] = (1 - t) * slope(smooth, v, at, d, 0, n, stride)
                            + t * slope(smooth, v + stride[axis], at, d, d == axis ? 1 : 0, n, stride);
                double[] normal = new double[3];
                double length = 0;
                for (int r = 0; r < 3; r++) {
                    for (int d = 0; d < 3; d++) normal[r] -= back.get(d, r) * slope[d];
                    length += normal[r] * normal[r];
                }
                length = Math.sqrt(length);
                if (!(length > 0)) continue;
                if (count == found[0].length) for (int k = 0; k < 7; k++) found[k] = Arrays.copyOf(found[k], 2 * count);
                double size = grid.voxelSize(axis);
                double along = 0;
                for (int r = 0; r < 3; r++) {
                    found[r][count] = affine.get(r, 3);
                    for (int d = 0; d < 3; d++) found[r][count] += affine.get(r, d) * (at[d] + (d == axis ? t : 0));
                    found[3 + r][count] = normal[r] / length;
                    along += normal[r] / length * affine.get(r, axis) / size;
                }
                found[6][count] = Math.abs(along) * volume / size;
                count++;
            }
        }
        if (count == 0)
            throw new IllegalArgumentException("the white matter probability " + name
                    + " nowhere passes 0.5, so it has no surface: is it a probability image of white matter?");
        for (int k = 0; k < 7; k++) found[k] = Arrays.copyOf(found[k], count);
        return new WhiteSurface(
                name, new double[][] {found[0], found[1], found[2]}, Arrays.copyOfRange(found, 3, 6), found[6]);
    }

    private static double slope(float[] p, int v, int[] at, int d, int shift, int[] n, int[] stride) {
        int i = at[d] + shift;
        int up = i < n[d] - 1 ? stride[d] : 0;
        int down = i > 0 ? stride[d] : 0;
        return up + down == 0 ? 0 : (p[v + up] - p[v - down]) * stride[d] / (double) (up + down);
    }

    /** Binomial weights 1 2 1 along each axis, the edge voxels going on beyond the edge. */
    private static float[] smoothed(float[] p, VoxelGrid grid) {
        int[] n = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        int[] stride = {1, grid.sizeX(), grid.planeSize()};
        float[] a = p;
        for (int d = 0; d < 3; d++) {
            float[] b = new float[a.length];
            for (int v = 0; v < a.length; v++) {
                int i = v / stride[d] % n[d];
                float low = i > 0 ? a[v - stride[d]] : a[v];
                float high = i < n[d] - 1 ? a[v + stride[d]] : a[v];
                b[v] = 0.25f * low + 0.5f * a[v] + 0.25f * high;
            }
            a = b;
        }
        return a;
    }

    /** What to call it in messages. */
    public String name() {
        return name;
    }

    /** Number of points. */
    public int count() {
        return areas.length;
    }

    /** Coordinate 0 to 2 of a point, RAS+ mm. */
    public double point(int i, int axis) {
        return points[axis][i];
    }

    /** Coordinate 0 to 2 of the unit normal, out of the white matter. */
    public double normal(int i, int axis) {
        return normals[axis][i];
    }

    /** Area that a point stands for, square mm. */
    public double area(int i) {
        return areas[i];
    }

    /** The area of the whole surface, square mm. */
    public double area() {
        double sum = 0;
        for (double a : areas) sum += a;
        return sum;
    }

    /** The middle of the surface, weighted by area, RAS+ mm. */
    double[] centre() {
        double[] centre = new double[3];
        double all = area();
        for (int d = 0; d < 3; d++) for (int i = 0; i < areas.length; i++) centre[d] += areas[i] / all * points[d][i];
        return centre;
    }
}
