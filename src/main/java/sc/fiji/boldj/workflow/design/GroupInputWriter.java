package sc.fiji.boldj.workflow.design;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.workflow.participant.NodeTables;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.study.NodeSet;
import sc.fiji.boldj.workflow.study.ScanFigure;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TrialMap;
import sc.fiji.boldj.workflow.study.Variant;
import sc.fiji.boldj.workflow.trial.ProtocolNodes;

/** Writes what the group level reads of each run of a simulated trial, as the participant level would: tables of nodes, maps, masks. */
final class GroupInputWriter {

    /** Voxels of the maps. */
    static final double VOXEL_MM = 6;

    private static final long MAP = 11_000_000L;
    private static final long CUSTOM = 12_000_000L;

    /** Quality measures of every run. */
    private static final List<ScanFigure> FIGURES = List.of(
            ScanFigure.DISPLACEMENT,
            ScanFigure.HIGH_MOTION,
            ScanFigure.TSNR,
            ScanFigure.GLOBAL_SIGNAL,
            ScanFigure.FREEDOM,
            ScanFigure.COVERAGE);

    private final Path results;
    private final long seed;
    private final double correlation;
    private final VoxelGrid grid = Template.grid(VOXEL_MM);
    private final Mask mask = Template.builtIn().onGrid(grid).mask();
    private final NodeSet nodes;
    private final Map<String, TaskParts> tasks = new LinkedHashMap<>();

    /** What is written for runs of a task. */
    private record TaskParts(Map<NodeSet, NodeMatrices> connections, List<Endpoint> figures, List<MapParts> maps) {}

    /** A map, its endpoints, and its place among all maps. */
    private record MapParts(TrialMap map, List<Endpoint> endpoints, MapFields fields, int index) {}

    /**
     * @param endpointsByTask endpoints that are computed from scans
     * @param nodes that they name
     */
    GroupInputWriter(
            Path results, Map<String, List<Endpoint>> endpointsByTask, NodeSet nodes, long seed, double correlation) {
        this.nodes = nodes;
        this.results = results;
        this.seed = seed;
        this.correlation = correlation;
        endpointsByTask.forEach((task, endpoints) -> tasks.put(task, parts(endpoints)));
    }

    private TaskParts parts(List<Endpoint> endpoints) {
        Map<NodeSet, NodeMatrices> connections = new LinkedHashMap<>();
        connections.put(NodeSet.builtIn(), new NodeMatrices(NodeSet.builtIn(), List.of(), grid));
        ProtocolNodes.grouped(endpoints, nodes)
                .forEach((set, own) -> connections.put(set, new NodeMatrices(set, own, grid)));
        Map<TrialMap, List<Endpoint>> byMap = new LinkedHashMap<>();
        for (Endpoint endpoint : endpoints)
            endpoint.map().ifPresent(map -> byMap.computeIfAbsent(map, key -> new ArrayList<>())
                    .add(endpoint));
        List<MapParts> maps = new ArrayList<>();
        byMap.forEach((map, own) -> maps.add(new MapParts(map, own, new MapFields(mask, map, own), maps.size())));
        return new TaskParts(
                connections,
                endpoints.stream()
                        .filter(e -> e.source() instanceof Endpoint.Figure)
                        .toList(),
                maps);
    }

    /**
     * Writes the results of a run.
     *
     * @param scan that it would be computed from
     * @param person number of the participant
     * @param session index among all sessions
     * @param values of all endpoints by id and session, in standard deviations
     */
    void write(BidsScan scan, int person, int session, Map<String, double[]> values) throws IOException {
        TaskParts parts = tasks.get(scan.task());
        ScanFiles files = new ScanFiles(results, scan, Template.BUILT_IN_SPACE);
        Files.createDirectories(files.quality().getParent());
        JsonFile.write(files.quality(), quality(parts, session, values));
        NeuroImage like = NeuroImage.floats("mask", grid, 1, SeriesTiming.UNKNOWN);
        StudyFiles.write(mask, like, files.mask());
        for (Map.Entry<NodeSet, NodeMatrices> each : parts.connections().entrySet()) {
            double[] wanted = each.getValue().endpoints().stream()
                    .mapToDouble(e -> value(e, values.get(e.id())[session]))
                    .toArray();
            long own = each.getKey().isBuiltIn() ? 0 : CUSTOM;
            TsvFiles.write(
                    each.getValue()
                            .table(
                                    wanted,
                                    own + seed(scan, person, 0),
                                    own + seed(scan, person, 1 + session),
                                    correlation),
                    NodeTables.of(files, Variant.MAIN, each.getKey()));
        }
        Map<Path, List<MapParts>> byFile = new LinkedHashMap<>();
        for (MapParts map : parts.maps())
            byFile.computeIfAbsent(map.map().file(files), key -> new ArrayList<>())
                    .add(map);
        for (Map.Entry<Path, List<MapParts>> file : byFile.entrySet()) {
            int volumes = 1
                    + file.getValue().stream()
                            .mapToInt(map -> map.map().volume())
                            .max()
                            .orElse(0);
            NeuroImage image = NeuroImage.floats("map", grid, volumes, SeriesTiming.UNKNOWN);
            float[] none = new float[grid.voxels()];
            for (int v = 0; v < none.length; v++) none[v] = mask.contains(v) ? 0 : Float.NaN;
            for (int k = 0; k < volumes; k++) image.writeVolume(k, none);
            for (MapParts map : file.getValue())
                image.writeVolume(
                        map.map().volume(),
                        map.fields()
                                .map(
                                        map.endpoints().stream()
                                                .mapToDouble(e -> values.get(e.id())[session])
                                                .toArray(),
                                        seed(scan, person, 0) + MAP * (1 + map.index()),
                                        seed(scan, person, 1 + session) + MAP * (1 + map.index()),
                                        correlation));
            Files.createDirectories(file.getKey().getParent());
            StudyFiles.write(image, file.getKey(), Progress.NONE);
        }
    }

    private long seed(BidsScan scan, int person, int session) {
        long task = List.copyOf(tasks.keySet()).indexOf(scan.task());
        return Seeds.stream(Seeds.stream(seed, 13_000_000L + person).nextLong(), 1000 * task + session)
                .nextLong();
    }

    /** The value of an endpoint in its unit. */
    static double value(Endpoint endpoint, double z) {
        EndpointScale scale = EndpointScale.of(endpoint);
        return scale.mean() + scale.deviation() * z;
    }

    private Map<String, Object> quality(TaskParts parts, int session, Map<String, double[]> values) {
        double[] draws = new double[FIGURES.size()];
        Seeds.fillGaussian(Seeds.stream(seed, 15_000_000L + session), draws);
        Map<String, Object> quality = new TreeMap<>();
        for (int k = 0; k < draws.length; k++) {
            double z = Math.max(-3, Math.min(3, draws[k]));
            ScanFigure figure = FIGURES.get(k);
            quality.put(figure.key(), value(new Endpoint("x", "x", "", "", new Endpoint.Figure(figure), List.of()), z));
        }
        for (Endpoint endpoint : parts.figures())
            quality.put(
                    ((Endpoint.Figure) endpoint.source()).figure().key(),
                    value(endpoint, values.get(endpoint.id())[session]));
        return quality;
    }
}
