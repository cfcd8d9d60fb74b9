package sc.fiji.boldj.atlas;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import sc.fiji.boldj.io.TextFiles;
import sc.fiji.boldj.run.NumberCell;

/**
 * Places in the brain in a fixed order, with the networks they belong to. Immutable.
 *
 * <p>A table file has a header line and one place a line, fields separated by tabs, commas or blanks: columns {@code x},
 * {@code y}, {@code z} in MNI millimetres and, if present, a name ({@code name}, {@code label}, {@code roi} or
 * {@code index}), {@code network} (several separated by {@code ;}), {@code source} and {@code radius} (of its sphere, mm;
 * empty or {@code n/a}: that of the analysis).
 */
public final class CoordinateTable {

    private final List<Coordinate> entries;

    private CoordinateTable(List<Coordinate> entries) {
        this.entries = entries;
    }

    /**
     * A table of the given places.
     *
     * @throws IllegalArgumentException if there is none or two have the same name
     */
    public static CoordinateTable of(List<Coordinate> entries) {
        if (entries.isEmpty()) throw new IllegalArgumentException("a coordinate table needs at least one position");
        Set<String> names = new HashSet<>();
        for (Coordinate entry : entries)
            if (!names.add(entry.name()))
                throw new IllegalArgumentException("the coordinate table names " + entry.name() + " twice");
        return new CoordinateTable(List.copyOf(entries));
    }

    /**
     * Nodes of the networks that seed studies report: default mode with its core, dorsal medial and medial temporal
     * parts, frontoparietal, dorsal attention, salience, limbic, fronto-limbic and the precuneus of either side. Each
     * entry names its publication.
     */
    public static CoordinateTable networkNodes() {
        try (InputStream in = CoordinateTable.class.getResourceAsStream("network-nodes.tsv")) {
            if (in == null) throw new IllegalStateException("network-nodes.tsv is missing from the program");
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return parse(reader.lines().toList(), "network-nodes.tsv");
        } catch (IOException e) {
            throw new IllegalStateException("network-nodes.tsv cannot be read from the program", e);
        }
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is not such a table, naming the file and line
     */
    public static CoordinateTable read(Path file) throws IOException {
        return parse(TextFiles.lines(file), file.toString());
    }

    /**
     * Reads the lines of a file.
     *
     * @param name the file's name, for messages
     * @throws IllegalArgumentException if they are not such a table, naming the line
     */
    public static CoordinateTable parse(List<String> lines, String name) {
        List<DelimitedText.Row> rows = DelimitedText.rows(lines);
        if (rows.size() < 2)
            throw new IllegalArgumentException(
                    name + " needs a header line with x, y, z and at least one position below it");
        DelimitedText.Row header = rows.get(0);
        int[] axes = new int[3];
        for (int a = 0; a < 3; a++) {
            String axis = List.of("x", "y", "z").get(a);
            axes[a] = DelimitedText.column(header, axis, "mni_" + axis, axis + ".mni", axis + "_mni", axis + "_mm");
            if (axes[a] < 0)
                throw new IllegalArgumentException(name + " line " + header.line() + " has no column " + axis
                        + " (MNI millimetres); the columns are " + header.fields());
        }
        int names = DelimitedText.column(header, "name", "label", "roi", "region", "index");
        int networks = DelimitedText.column(header, "network", "networks");
        int sources = DelimitedText.column(header, "source");
        int radii = DelimitedText.column(header, "radius", "radius_mm");
        List<Coordinate> entries = new ArrayList<>();
        for (DelimitedText.Row row : rows.subList(1, rows.size())) {
            double[] mm = new double[3];
            for (int a = 0; a < 3; a++) {
                String field = row.field(axes[a]);
                mm[a] = NumberCell.isReadable(field) ? NumberCell.parse(field) : Double.NaN;
                if (!Double.isFinite(mm[a]))
                    throw new IllegalArgumentException(
                            name + " line " + row.line() + ": expected a number of mm, got '" + field + "'");
            }
            String label = row.field(names).isBlank() ? "place " + (entries.size() + 1) : row.field(names);
            List<String> member = Arrays.stream(row.field(networks).split(";", -1))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .toList();
            double radius = radius(row.field(radii), name + " line " + row.line());
            entries.add(new Coordinate(label, mm[0], mm[1], mm[2], member, row.field(sources), radius));
        }
        return of(entries);
    }

    private static double radius(String field, String where) {
        if (field.isBlank() || field.strip().equals("n/a")) return Double.NaN;
        double radius = NumberCell.isReadable(field) ? NumberCell.parse(field) : Double.NaN;
        if (!(radius > 0 && Double.isFinite(radius)))
            throw new IllegalArgumentException(where + ": a radius must be above 0 mm, got '" + field + "'");
        return radius;
    }

    /** The places in the order of the table. */
    public List<Coordinate> entries() {
        return entries;
    }

    /**
     * The radius of the spheres in millimetres, as a sidecar gives it: one number, or a list in the order of the table if
     * places have radii of their own that differ.
     *
     * @param standard of places without a radius of their own
     */
    public Object radii(double standard) {
        List<Double> radii =
                entries.stream().map(entry -> entry.radiusOr(standard)).toList();
        return radii.stream().distinct().count() == 1 ? (Object) radii.get(0) : radii;
    }

    /** The names in the order of the table. */
    public List<String> names() {
        return entries.stream().map(Coordinate::name).toList();
    }

    /**
     * The place with the given name, whatever its case.
     *
     * @throws IllegalArgumentException if there is none, listing the names
     */
    public Coordinate get(String name) {
        for (Coordinate entry : entries)
            if (entry.name().toLowerCase(Locale.ROOT).equals(name.strip().toLowerCase(Locale.ROOT))) return entry;
        throw new IllegalArgumentException(
                "no position is called '" + name + "'; known are " + String.join(", ", names()));
    }

    /** For each network, in the order of first mention, the positions of its members in the table. */
    public Map<String, List<Integer>> networks() {
        Map<String, List<Integer>> members = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++)
            for (String network : entries.get(i).networks())
                members.computeIfAbsent(network, key -> new ArrayList<>()).add(i);
        return members;
    }

    /**
     * The members of a network as a table of their own.
     *
     * @throws IllegalArgumentException if no place belongs to it, listing the networks
     */
    public CoordinateTable network(String network) {
        List<Coordinate> members = entries.stream()
                .filter(entry -> entry.networks().contains(network))
                .toList();
        if (members.isEmpty())
            throw new IllegalArgumentException("no position belongs to the network '" + network + "'; known are "
                    + String.join(", ", networks().keySet()));
        return of(members);
    }
}
