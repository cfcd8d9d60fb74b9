package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.atlas.LabelVolume;
import sc.fiji.boldj.connectivity.NodePairs;
import sc.fiji.boldj.connectivity.RegionSeries;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.NearestName;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.MethodsText;

/**
 * The nodes between which connections are computed: spheres about coordinates, or the regions of a label image. Immutable.
 *
 * <p>The built-in nodes are those of {@link CoordinateTable#networkNodes}. The user's come from {@link ParticipantOption#NODES}: a table
 * of coordinates, or a label image in MNI space with a table of its names beside it (the same name, {@code .tsv}).
 */
public final class NodeSet {

    private static final NodeSet BUILT_IN =
            new NodeSet(CoordinateTable.networkNodes(), Optional.empty(), List.of(), "");

    private final CoordinateTable places;
    private final Optional<LabelVolume> labels;
    private final List<Path> files;
    private final String digest;

    /** @param places of the spheres, or the centres of the regions */
    NodeSet(CoordinateTable places, Optional<LabelVolume> labels, List<Path> files, String digest) {
        this.places = places;
        this.labels = labels;
        this.files = List.copyOf(files);
        this.digest = digest;
    }

    /** The nodes of the built-in networks. */
    public static NodeSet builtIn() {
        return BUILT_IN;
    }

    /**
     * The user's nodes; empty if the options name none.
     *
     * @throws IOException if the file is not there or holds no such table, naming it
     */
    public static Optional<NodeSet> ofUser(ParticipantOptions options) throws IOException {
        String text = options.get(ParticipantOption.NODES);
        return text.isEmpty() ? Optional.empty() : Optional.of(NodeFile.read(Path.of(text)));
    }

    /**
     * The nodes that the endpoints of a trial name: the user's, or the built-in ones if there are none.
     *
     * @throws IOException as {@link #ofUser}
     */
    public static NodeSet of(ParticipantOptions options) throws IOException {
        return ofUser(options).orElse(BUILT_IN);
    }

    /** Whether these are the built-in nodes. */
    public boolean isBuiltIn() {
        return this == BUILT_IN;
    }

    /** Whether they are regions of a label image, not spheres. */
    public boolean hasRegions() {
        return labels.isPresent();
    }

    /** The files that they were read from; none if they are built in. */
    public List<Path> files() {
        return files;
    }

    /** SHA-256 of each of these files, separated by spaces. */
    public String digest() {
        return digest;
    }

    /** The nodes with their networks; for regions the centres of their voxels. */
    public CoordinateTable places() {
        return places;
    }

    /** The names, in the order of the tables of connections. */
    public List<String> names() {
        return places.names();
    }

    /**
     * The nodes of names of nodes or networks, each once.
     *
     * @throws IllegalArgumentException if there is no such node or network
     */
    public List<String> named(List<String> given) {
        Set<String> all = new LinkedHashSet<>();
        for (String name : given) {
            Optional<String> problem = problem(name);
            if (problem.isPresent()) throw new IllegalArgumentException(problem.get());
            if (names().contains(name)) all.add(name);
            else all.addAll(places.network(name).names());
        }
        return List.copyOf(all);
    }

    /** The problem with a name that is not that of a node or network; empty if it is one. */
    public Optional<String> problem(String name) {
        List<String> known = new ArrayList<>(names());
        known.addAll(places.networks().keySet());
        if (known.contains(name)) return Optional.empty();
        return Optional.of("there is no node or network '" + name + "'"
                + (isBuiltIn() ? "" : " in " + files.get(files.size() - 1)) + ": did you mean '"
                + NearestName.of(name, known) + "'?");
    }

    /** The pairs that are far enough apart; all pairs of regions of a label image, which share no voxel. */
    public NodePairs pairs(VoxelGrid grid) {
        return labels.isPresent()
                ? NodePairs.all(places.entries().size())
                : NodePairs.of(places, SeedPlaces.RADIUS, grid);
    }

    /** The mean series of each node. */
    public RegionSeries series(NeuroImage source, Mask mask, Progress progress) {
        return labels.isPresent()
                ? RegionSeries.ofLabels(source, labels.get(), mask, RegionSeries.LEAST_COVERAGE, progress)
                : RegionSeries.ofSpheres(
                        source, places, SeedPlaces.RADIUS, mask, RegionSeries.LEAST_COVERAGE, progress);
    }

    /**
     * Requires that the nodes lie in the brain.
     *
     * @param brain of the template, on the grid of the results
     * @throws IOException if a node has no voxel in it, naming the node
     */
    public void requireWithin(Mask brain) throws IOException {
        // a series that varies in every voxel of the brain: a node that it does not cover is outside the brain
        NeuroImage series = NeuroImage.floats("the template brain", brain.grid(), 2, SeriesTiming.UNKNOWN);
        float[] ones = new float[brain.grid().voxels()];
        Arrays.fill(ones, 1);
        series.writeVolume(1, ones);
        List<String> outside = new ArrayList<>();
        try {
            RegionSeries covered = series(series, brain, Progress.NONE);
            for (int k = 0; k < covered.regions(); k++) if (covered.coverage(k) == 0) outside.add(names().get(k));
        } catch (DataException e) {
            outside.addAll(names());
        }
        if (!outside.isEmpty())
            throw new IOException("nodes: " + files.get(0) + ": no part of the template brain lies in "
                    + String.join(", ", outside.subList(0, Math.min(3, outside.size())))
                    + (outside.size() > 3 ? " and " + (outside.size() - 3) + " more" : "")
                    + ": are the nodes in MNI space?");
    }

    /** Adds the fields that describe the nodes in the sidecars of tables. */
    public void describe(Map<String, Object> about) {
        if (labels.isPresent()) {
            about.put("NodesImage", files.get(0).getFileName().toString());
        } else {
            about.put("RadiusMillimetres", places.radii(SeedPlaces.RADIUS));
        }
        if (isBuiltIn()) return;
        about.put("NodesFile", files.get(files.size() - 1).getFileName().toString());
        about.put("NodesSha256", digest);
    }

    /** The nodes, described for a methods text. */
    public String words() {
        int n = names().size();
        if (labels.isPresent())
            return "the " + n + " regions of the label image " + files.get(0).getFileName();
        double[] radii = places.entries().stream()
                .mapToDouble(place -> place.radiusOr(SeedPlaces.RADIUS))
                .sorted()
                .toArray();
        String range = MethodsText.number(radii[0])
                + (radii[0] == radii[n - 1] ? "" : " to " + MethodsText.number(radii[n - 1]));
        return "the " + n + " spheres of " + range + " mm radius listed in the table "
                + files.get(0).getFileName();
    }
}
