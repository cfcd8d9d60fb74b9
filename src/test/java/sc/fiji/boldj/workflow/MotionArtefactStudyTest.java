package sc.fiji.boldj.workflow;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.denoise.Censoring;
import sc.fiji.boldj.denoise.ConfoundPreset;
import sc.fiji.boldj.denoise.ConfoundRegression;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.simulate.BoldSimulation;
import sc.fiji.boldj.simulate.HeadModel;
import sc.fiji.boldj.simulate.HeadMotion;
import sc.fiji.boldj.simulate.Protocol;
import sc.fiji.boldj.simulate.SimulatedRun;
import sc.fiji.boldj.simulate.SliceSchedule;

/**
 * Does denoising break the link between how much a head moves and how connected its brain looks (QC-FC; Ciric 2017)?
 *
 * <p>Simulated participants differ in motion, drawn at random, and not in their networks. Head motion moves the image; on top,
 * each volume loses signal after a move for some seconds, as excited spins have left their slice: in every voxel the more,
 * the nearer it lies to the front and rim of the head. The movement is known and not corrected in the images, so the
 * volume-wise displacement of the image is part of the artefact too.
 */
@Tag("study")
class MotionArtefactStudyTest {

    private static final int PEOPLE = 40;
    private static final int VOLUMES = 200;
    private static final double TR = 2;
    private static final int REGIONS = 60;
    private static final List<String> PRESETS = List.of(
            "none",
            "6P",
            "24P",
            "24P+GS",
            "24P+WM+CSF",
            "24P+WM+CSF+GS",
            "24P+aCompCor",
            "24P+aCompCor+GS",
            "32P",
            "36P");

    private static final Protocol PROTOCOL = new Protocol(
            new VoxelGrid(30, 36, 21, Affine.of(6, 0, 0, -87, 0, 6, 0, -121, 0, 0, 6, -43)),
            SliceSchedule.of(TR, 21, 1, SliceSchedule.Order.INTERLEAVED),
            VOLUMES,
            0);

    @Test
    void theLinkBetweenMotionAndConnectivityFallsTowardsZero() {
        BoldSimulation.Options options = BoldSimulation.Options.DEFAULT.withProtocol(PROTOCOL);
        HeadModel head = null;
        double[] moved = new double[PEOPLE];
        Map<String, double[][]> edges = new LinkedHashMap<>();
        Map<String, Double> freedom = new LinkedHashMap<>();
        for (String preset : PRESETS) edges.put(preset, new double[PEOPLE][]);
        edges.put("36P, censored", new double[PEOPLE][]);
        double[] distances = null;
        for (int person = 0; person < PEOPLE; person++) {
            SplittableRandom random = Seeds.stream(2026, person);
            double restless = 0.05 + 0.35 * random.nextDouble();
            BoldSimulation.Options own = options.withSeed(person + 1)
                    .withMotion(
                            new HeadMotion.Options(restless, (int) (40 * restless), 1.2 * restless + 0.1, 0.02, true));
            BoldSimulation simulation =
                    head == null ? BoldSimulation.prepare(own, Progress.NONE) : BoldSimulation.prepare(own, head);
            head = simulation.head();
            SimulatedRun run = simulation.run(Progress.NONE);
            NeuroImage bold = corrupted(run, random);
            Confounds confounds = ConfoundTable.of(
                            new ConfoundTable.Inputs(
                                    bold,
                                    run.brain(),
                                    run.grey(),
                                    run.white(),
                                    run.fluid(),
                                    run.motion().parameters()),
                            ConfoundTable.Filter.NONE,
                            Progress.NONE)
                    .confounds();
            double[] displacement = confounds.column("framewise_displacement");
            moved[person] = ScanMotion.mean(displacement);
            int[][] regions = regions(run);
            distances = distances(bold.grid(), regions);
            for (String preset : edges.keySet()) {
                boolean censored = preset.endsWith("censored");
                String set = preset.replace(", censored", "");
                Confounds chosen = set.equals("none")
                        ? Confounds.none(VOLUMES)
                        : confounds
                                .select(ConfoundPreset.columns(set, confounds.names()))
                                .withFirstFilled();
                Censoring censoring =
                        censored ? Censoring.above(displacement, 0.3, Censoring.Output.KEPT) : Censoring.NONE;
                NeuroImage clean = bold.createLike("clean", censoring.resultVolumes(VOLUMES));
                try {
                    ConfoundRegression.Result left = ConfoundRegression.apply(
                            bold,
                            chosen,
                            run.brain(),
                            censoring,
                            ConfoundRegression.Options.DEFAULT.withBand(0.008, 0.12),
                            clean,
                            Progress.NONE);
                    freedom.merge(preset, left.degreesOfFreedom() / PEOPLE, Double::sum);
                    edges.get(preset)[person] = connectivity(clean, run.brain(), regions);
                } catch (IllegalArgumentException e) {
                    edges.get(preset)[person] = null;
                }
            }
        }
        StringBuilder table = new StringBuilder();
        Map<String, Double> medians = new LinkedHashMap<>();
        for (String preset : edges.keySet()) {
            double[] r = link(edges.get(preset), moved);
            double[] sizes = Arrays.stream(r).map(Math::abs).sorted().toArray();
            medians.put(preset, sizes[sizes.length / 2]);
            long strong = Arrays.stream(sizes).filter(v -> v > 0.312).count();
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %.3f | %.1f | %.3f | %.0f |%n",
                    preset,
                    medians.get(preset),
                    100.0 * strong / sizes.length,
                    correlation(r, distances),
                    freedom.get(preset)));
        }
        Report.write("motion-artefact.md", table.toString());
        assertTrue(medians.get("24P+aCompCor") < medians.get("none"), table.toString());
        assertTrue(medians.get("36P") < 0.5 * medians.get("none"), table.toString());
    }

    /** Signal lost after a move, larger at the rim; the head recovers with a time constant of 3 s. */
    private static NeuroImage corrupted(SimulatedRun run, SplittableRandom random) {
        double[][] motion = run.motion().parameters();
        VoxelGrid grid = run.bold().grid();
        NeuroImage corrupted = run.bold().createLike("bold", VOLUMES);
        double[] pattern = new double[grid.voxels()];
        double tilt = 0.5 + 0.5 * random.nextDouble();
        for (int v = 0; v < pattern.length; v++) {
            int x = v % grid.sizeX();
            int y = v / grid.sizeX() % grid.sizeY();
            int z = v / grid.planeSize();
            double[] place = grid.affine().apply(x, y, z);
            pattern[v] = 0.4 + tilt * (place[1] + 20) / 90 + 0.4 * Math.abs(place[0]) / 70;
        }
        double lost = 0;
        for (int t = 0; t < VOLUMES; t++) {
            double step = 0;
            for (int p = 0; t > 0 && p < 6; p++) step += Math.abs(motion[t][p] - motion[t - 1][p]) * (p < 3 ? 1 : 50);
            lost = lost * Math.exp(-TR / 3) + 0.02 * step;
            float[] volume = run.bold().volume(t);
            for (int v = 0; v < volume.length; v++) volume[v] *= (float) Math.max(0, 1 - lost * pattern[v]);
            corrupted.writeVolume(t, volume);
        }
        return corrupted.withTiming(SeriesTiming.every(TR));
    }

    /** Small regions of grey matter, spread evenly. */
    private static int[][] regions(SimulatedRun run) {
        float[] grey = run.grey().volume(0);
        List<Integer> members = new ArrayList<>();
        for (int i = 0; i < run.brain().count(); i++) if (grey[run.brain().voxel(i)] > 0.5) members.add(i);
        int[][] regions = new int[REGIONS][6];
        for (int r = 0; r < REGIONS; r++)
            for (int k = 0; k < 6; k++) regions[r][k] = members.get(r * (members.size() - 6) / (REGIONS - 1) + k);
        int[] inside = run.brain().indices();
        for (int[] region : regions) for (int k = 0; k < 6; k++) region[k] = inside[region[k]];
        return regions;
    }

    private static double[] distances(VoxelGrid grid, int[][] regions) {
        double[] distances = new double[REGIONS * (REGIONS - 1) / 2];
        int e = 0;
        for (int i = 0; i < REGIONS; i++)
            for (int j = i + 1; j < REGIONS; j++) {
                double[] a = place(grid, regions[i][3]);
                double[] b = place(grid, regions[j][3]);
                distances[e++] =
                        Math.sqrt(Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
            }
        return distances;
    }

    private static double[] place(VoxelGrid grid, int v) {
        return grid.position(v);
    }

    private static double[] connectivity(NeuroImage clean, Mask brain, int[][] regions) {
        float[] matrix = VoxelSeries.matrix(clean, brain, Progress.NONE);
        int[] inside = brain.indices();
        double[][] series = new double[REGIONS][clean.volumes()];
        for (int r = 0; r < REGIONS; r++)
            for (int voxel : regions[r]) {
                int column = Arrays.binarySearch(inside, voxel);
                for (int t = 0; t < clean.volumes(); t++) series[r][t] += matrix[t * inside.length + column];
            }
        double[] z = new double[REGIONS * (REGIONS - 1) / 2];
        int e = 0;
        for (int i = 0; i < REGIONS; i++)
            for (int j = i + 1; j < REGIONS; j++) {
                double r = correlation(series[i], series[j]);
                z[e++] = 0.5 * Math.log((1 + r) / (1 - r));
            }
        return z;
    }

    /** For each edge its correlation with motion over participants; participants whose run could not bear the model are excluded. */
    private static double[] link(double[][] edges, double[] moved) {
        List<double[]> rows = new ArrayList<>();
        List<Double> motion = new ArrayList<>();
        for (int p = 0; p < edges.length; p++) {
            if (edges[p] == null) continue;
            rows.add(edges[p]);
            motion.add(moved[p]);
        }
        double[] x = motion.stream().mapToDouble(v -> v).toArray();
        double[] r = new double[rows.get(0).length];
        for (int e = 0; e < r.length; e++) {
            int edge = e;
            r[e] = correlation(rows.stream().mapToDouble(row -> row[edge]).toArray(), x);
        }
        return r;
    }

    private static double correlation(double[] a, double[] b) {
        double ma = Arrays.stream(a).average().orElseThrow();
        double mb = Arrays.stream(b).average().orElseThrow();
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int t = 0; t < a.length; t++) {
            ab += (a[t] - ma) * (b[t] - mb);
            aa += (a[t] - ma) * (a[t] - ma);
            bb += (b[t] - mb) * (b[t] - mb);
        }
        return ab / Math.sqrt(aa * bb);
    }

    /** Where a study leaves its figures. */
    private static final class Report {
        static void write(String name, String text) {
            try {
                java.nio.file.Path folder = java.nio.file.Path.of("target", "studies");
                java.nio.file.Files.createDirectories(folder);
                java.nio.file.Files.writeString(folder.resolve(name), text);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
