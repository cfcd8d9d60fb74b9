package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.run.NumberText;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;

/**
 * Reads and writes lists of affine maps, one for each volume or one alone; reads warps too.
 *
 * <p>The map is written as it is, never inverted. Plain text: four rows of four numbers, RAS+ mm, a block of four rows
 * for each map; empty lines and lines that begin with {@code #} are skipped. ITK text: see {@link ItkTransforms}. Numbers
 * have all their digits. Reading finds out by the first line which of the two it is.
 */
public final class TransformFiles {

    private TransformFiles() {}

    /**
     * Reads maps of any kind, distinguished by the name: {@code .nii} and {@code .nii.gz} are warps
     * ({@link DisplacementFiles}), all else is text as {@link #read} wants it.
     *
     * @return one map or more, in RAS+ mm
     * @throws IOException if the file cannot be read; names it and what is wrong
     */
    public static List<SpatialMap> readMaps(Path file, Progress progress) throws IOException {
        return DisplacementFiles.isNamed(file)
                ? List.of(DisplacementFiles.read(file, progress))
                : List.copyOf(read(file));
    }

    /**
     * Reads plain or ITK text.
     *
     * @return one map or more, in RAS+ mm
     * @throws IOException if the file cannot be read or is neither; names the file, the line and what is wrong
     */
    public static List<Affine> read(Path file) throws IOException {
        if (DisplacementFiles.isNamed(file))
            throw new IOException(file + ": is an image by its name, not a matrix in text");
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new IOException(
                    file + ": is not text; a binary ITK transform (.mat, .h5) must be converted to .txt first", e);
        }
        if (!lines.isEmpty() && lines.get(0).startsWith(ItkTransforms.SIGNATURE))
            return ItkTransforms.parse(file, lines);
        return plain(file, lines);
    }

    private static List<Affine> plain(Path file, List<String> lines) throws IOException {
        List<double[]> rows = new ArrayList<>();
        List<Affine> maps = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) continue;
            rows.add(numbers(file, i + 1, line, 4));
            if (rows.size() < 4) continue;
            try {
                maps.add(Affine.of(rows.toArray(new double[0][])));
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        file + ": line " + (i + 1) + " ends a matrix that is not a transform: " + e.getMessage(), e);
            }
            rows.clear();
        }
        if (!rows.isEmpty() || maps.isEmpty())
            throw new IOException(file + ": has " + (4 * maps.size() + rows.size())
                    + " rows of numbers, but each map needs 4 rows of 4 numbers");
        return maps;
    }

    /** The numbers of a line, separated by blanks or commas. */
    static double[] numbers(Path file, int line, String text, int expected) throws IOException {
        String[] cells = text.strip().split("[\\s,]+", -1);
        double[] numbers = new double[cells.length];
        if (expected > 0 && cells.length != expected)
            throw new IOException(
                    file + ": line " + line + " needs " + expected + " numbers but has " + cells.length + ": " + text);
        for (int i = 0; i < cells.length; i++) {
            numbers[i] = NumberText.parse(cells[i]);
            if (Double.isNaN(numbers[i]))
                throw new IOException(file + ": line " + line + ": \"" + cells[i] + "\" is not a finite number");
        }
        return numbers;
    }

    /**
     * Writes plain text, and ITK text in a second file that ends in {@code _itk.txt}.
     *
     * @throws IOException if one cannot be written
     */
    public static void writeBoth(Path file, List<Affine> maps) throws IOException {
        writePlain(file, maps);
        String name = file.getFileName().toString().replaceAll("(?i)\\.txt$", "");
        writeItk(file.resolveSibling(name + "_itk.txt"), maps);
    }

    /**
     * Writes plain text, a block of four rows for each map.
     *
     * @throws IOException if it cannot be written; nothing is left behind
     */
    public static void writePlain(Path file, List<Affine> maps) throws IOException {
        StringBuilder text = new StringBuilder("# 4x4, RAS+ mm\n");
        for (int i = 0; i < maps.size(); i++) {
            if (maps.size() > 1) text.append("# ").append(i).append('\n');
            for (double[] row : maps.get(i).toArray()) text.append(join(row)).append('\n');
        }
        AtomicFile.writeText(file, text.toString());
    }

    /**
     * Writes ITK text. ITK and ANTs expect a map from points of the reference to points of the moving image.
     *
     * @throws IOException if it cannot be written; nothing is left behind
     */
    public static void writeItk(Path file, List<Affine> maps) throws IOException {
        AtomicFile.writeText(file, ItkTransforms.format(maps));
    }

    static String join(double... values) {
        StringBuilder text = new StringBuilder();
        for (double value : values) {
            if (text.length() > 0) text.append(' ');
            text.append(Table.format(value));
        }
        return text.toString();
    }
}
