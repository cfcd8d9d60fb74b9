package sc.fiji.boldj.stats;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import sc.fiji.boldj.Fixtures;

/** Reads the shared permutation reference: small NIfTI-1 files, little-endian, and tables. */
final class PermReference {

    private static final String FOLDER = "reference/perm/";

    private PermReference() {}

    record Image(int[] size, double[][] volumes) {}

    static Image image(String name) {
        try (InputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(Fixtures.path(FOLDER + name))))) {
            ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            int[] size = new int[4];
            for (int i = 0; i < 4; i++) size[i] = Math.max(1, bytes.getShort(42 + 2 * i));
            if (bytes.getShort(40) < 4) size[3] = 1;
            int type = bytes.getShort(70);
            int at = (int) bytes.getFloat(108);
            int voxels = size[0] * size[1] * size[2];
            double[][] volumes = new double[size[3]][voxels];
            for (double[] volume : volumes)
                for (int v = 0; v < voxels; v++) {
                    switch (type) {
                        case 2 -> volume[v] = bytes.get(at++) & 255;
                        case 4 -> {
                            volume[v] = bytes.getShort(at);
                            at += 2;
                        }
                        case 8 -> {
                            volume[v] = bytes.getInt(at);
                            at += 4;
                        }
                        case 16 -> {
                            volume[v] = bytes.getFloat(at);
                            at += 4;
                        }
                        case 64 -> {
                            volume[v] = bytes.getDouble(at);
                            at += 8;
                        }
                        default -> throw new IllegalStateException("type " + type + " of " + name);
                    }
                }
            return new Image(size, volumes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int[] mask() {
        double[] mask = image("mask.nii.gz").volumes()[0];
        int[] inside = new int[mask.length];
        int n = 0;
        for (int v = 0; v < mask.length; v++) if (mask[v] > 0) inside[n++] = v;
        return Arrays.copyOf(inside, n);
    }

    /** The voxels of the mask of each volume. */
    static double[][] masked(String name) {
        int[] mask = mask();
        Image image = image(name);
        double[][] rows = new double[image.volumes().length][mask.length];
        for (int t = 0; t < rows.length; t++)
            for (int i = 0; i < mask.length; i++) rows[t][i] = image.volumes()[t][mask[i]];
        return rows;
    }

    static Neighbourhood neighbours(int connectivity) {
        int[] size = image("mask.nii.gz").size();
        return Neighbourhood.grid(size[0], size[1], size[2], mask(), connectivity);
    }

    static double[][] table(String name) {
        try {
            List<double[]> rows = new ArrayList<>();
            for (String line : Fixtures.lines(FOLDER + name)) {
                if (line.isBlank() || Character.isLetter(line.charAt(0))) continue;
                String[] cells = line.trim().split("\\s+", -1);
                double[] row = new double[cells.length];
                for (int i = 0; i < row.length; i++) row[i] = Double.parseDouble(cells[i]);
                rows.add(row);
            }
            return rows.toArray(new double[0][]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int[][] integers(String name) {
        double[][] table = table(name);
        int[][] result = new int[table.length][];
        for (int r = 0; r < table.length; r++) {
            result[r] = new int[table[r].length];
            for (int c = 0; c < table[r].length; c++) result[r][c] = (int) table[r][c];
        }
        return result;
    }

    static int[] column(String name) {
        int[][] table = integers(name);
        int[] column = new int[table.length];
        for (int r = 0; r < column.length; r++) column[r] = table[r][0];
        return column;
    }
}
