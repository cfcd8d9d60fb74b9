package sc.fiji.boldj.connectivity;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import sc.fiji.boldj.Fixtures;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.PlanarStore;
import sc.fiji.boldj.image.ScalarType;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;

/** Reads what other programs computed; a test is skipped where the files are not there. */
public final class SharedData {

    private SharedData() {}

    /** The path of a shared file. */
    public static Path path(String file) {
        return Fixtures.path(file);
    }

    /** The values of a little-endian NIfTI-1 file without scaling, all volumes, x fastest. */
    public static double[] values(String file) {
        ByteBuffer bytes = bytes(file);
        int count = 1;
        for (int d = 1; d <= bytes.getShort(40); d++) count *= bytes.getShort(40 + 2 * d);
        int type = bytes.getShort(70);
        bytes.position((int) bytes.getFloat(108));
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
            switch (type) {
                case 2 -> values[i] = bytes.get() & 0xff;
                case 4 -> values[i] = bytes.getShort();
                case 16 -> values[i] = bytes.getFloat();
                case 64 -> values[i] = bytes.getDouble();
                default -> throw new IllegalArgumentException(file + " has data type " + type);
            }
        return values;
    }

    /** Such a file as an image with the grid of its sform. */
    public static NeuroImage image(String file, double repetitionTime) {
        ByteBuffer bytes = bytes(file);
        int x = bytes.getShort(42);
        int y = bytes.getShort(44);
        int z = bytes.getShort(46);
        int t = bytes.getShort(40) < 4 ? 1 : bytes.getShort(48);
        double[] rows = new double[12];
        for (int i = 0; i < 12; i++) rows[i] = bytes.getFloat(280 + 4 * i);
        double[] values = values(file);
        List<double[]> planes = new ArrayList<>();
        for (int i = 0; i < z * t; i++) {
            double[] plane = new double[x * y];
            System.arraycopy(values, i * x * y, plane, 0, x * y);
            planes.add(plane);
        }
        PlanarStore store = new PlanarStore(ScalarType.FLOAT64, new int[] {x, y, z, t}, planes, false, 1, 0);
        VoxelGrid grid = new VoxelGrid(x, y, z, Affine.of(rows));
        return NeuroImage.of(file, grid, store, SeriesTiming.every(repetitionTime));
    }

    /** The numbers of a table without a header line, shape (rows, columns). */
    public static double[][] table(String file) {
        try {
            return Fixtures.lines(file).stream()
                    .filter(line -> !line.isBlank() && isNumeric(line))
                    .map(line -> java.util.Arrays.stream(line.strip().split("[\\s,]+"))
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toArray(double[][]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isNumeric(String line) {
        return "+-.0123456789".indexOf(line.strip().charAt(0)) >= 0;
    }

    /** The text of a shared file. */
    public static String text(String file) {
        try {
            return Files.readString(path(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer bytes(String file) {
        try (InputStream in = Files.newInputStream(path(file));
                DataInputStream data = new DataInputStream(file.endsWith(".gz") ? new GZIPInputStream(in) : in)) {
            return ByteBuffer.wrap(data.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
