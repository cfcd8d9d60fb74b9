package sc.fiji.boldj.denoise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.Fixtures;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;

/** Tables of numbers beside the project, and images whose voxels are the columns of a table. */
final class Reference {

    private static final String FOLDER = "reference/denoise/";

    private Reference() {}

    /** Rows of a table; skips the test if the folder is not there. */
    static double[][] read(String name, boolean header) {
        try {
            return Fixtures.lines(FOLDER + name).stream()
                    .skip(header ? 1 : 0)
                    .map(line -> Arrays.stream(line.split("\t", -1))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toArray(double[][]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double[] column(double[][] rows, int c) {
        return Arrays.stream(rows).mapToDouble(row -> row[c]).toArray();
    }

    static Confounds confounds(double[][] rows, int columns) {
        List<String> names = new ArrayList<>();
        List<double[]> values = new ArrayList<>();
        for (int c = 0; c < columns; c++) {
            names.add("c" + c);
            values.add(column(rows, c));
        }
        return columns == 0 ? Confounds.none(rows.length) : Confounds.of(names, values);
    }

    /** One slice of one row of voxels, a voxel for each column; TR 2 s. */
    static NeuroImage image(double[][] rows) {
        int voxels = rows[0].length;
        VoxelGrid grid = new VoxelGrid(voxels, 1, 1, Affine.IDENTITY);
        NeuroImage image = NeuroImage.floats("series", grid, rows.length, SeriesTiming.every(2));
        for (int t = 0; t < rows.length; t++) {
            float[] volume = new float[voxels];
            for (int v = 0; v < voxels; v++) volume[v] = (float) rows[t][v];
            image.writeVolume(t, volume);
        }
        return image;
    }

    static double[][] rows(NeuroImage image) {
        double[][] rows = new double[image.volumes()][];
        for (int t = 0; t < rows.length; t++) {
            float[] volume = image.volume(t);
            rows[t] = new double[volume.length];
            for (int v = 0; v < volume.length; v++) rows[t][v] = volume[v];
        }
        return rows;
    }

    static double[][] some(double[][] rows, boolean[] keep) {
        List<double[]> chosen = new ArrayList<>();
        for (int t = 0; t < rows.length; t++) if (keep[t]) chosen.add(rows[t]);
        return chosen.toArray(double[][]::new);
    }

    static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
    }

    /** The largest difference, in standard deviations of the expected column (1 if it is constant). */
    static double worst(double[][] expected, double[][] found) {
        if (expected.length != found.length) return Double.POSITIVE_INFINITY;
        double worst = 0;
        for (int v = 0; v < expected[0].length; v++) {
            double scale = deviation(column(expected, v));
            for (int t = 0; t < expected.length; t++)
                worst = Math.max(worst, Math.abs(expected[t][v] - found[t][v]) / scale);
        }
        return worst;
    }

    /** Root of the mean square of the differences over that of the expected values. */
    static double rms(double[][] expected, double[][] found) {
        double difference = 0;
        double total = 0;
        for (int t = 0; t < expected.length; t++)
            for (int v = 0; v < expected[t].length; v++) {
                double d = expected[t][v] - found[t][v];
                difference += d * d;
                total += expected[t][v] * expected[t][v];
            }
        return Math.sqrt(difference / total);
    }
}
