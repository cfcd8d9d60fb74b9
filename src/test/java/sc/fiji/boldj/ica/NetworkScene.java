package sc.fiji.boldj.ica;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.preprocess.GaussianSmoothing;
import sc.fiji.boldj.preprocess.Realignment;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.BoldSimulation;
import sc.fiji.boldj.simulate.HeadModel;
import sc.fiji.boldj.simulate.Networks;
import sc.fiji.boldj.simulate.Networks.Ball;
import sc.fiji.boldj.simulate.Networks.Network;
import sc.fiji.boldj.simulate.Networks.Node;
import sc.fiji.boldj.simulate.Scanner;
import sc.fiji.boldj.simulate.SimulatedRun;

/**
 * A simulated head with eight networks in the scanner, realigned and smoothed as a scan is before it is decomposed.
 *
 * <p>64x64x52 voxels of 3 mm, TR 0.8 s, multiband 4, thermal noise at tSNR 64, heart beat, breathing, drift, a coil's
 * bias and the motion of a calm volunteer. The six networks of {@link Networks#DEFAULT} with their correlations, and a
 * language and a cerebellar one that go with no other.
 */
final class NetworkScene {

    static final List<String> NAMES =
            List.of("DMN", "DAN", "FPN", "Salience", "Visual", "Somatomotor", "Language", "Cerebellar");

    final NeuroImage image;
    final Mask mask;
    /** Shape (8, V) in the order of the mask: percent of signal change, not smoothed. */
    final double[][] maps;
    /** Shape (8, T). */
    final double[][] courses;
    /** Shape (T, 6), the estimated motion. */
    final double[][] motion;

    final SimulatedRun run;

    private NetworkScene(
            NeuroImage image, Mask mask, double[][] maps, double[][] courses, double[][] motion, SimulatedRun run) {
        this.image = image;
        this.mask = mask;
        this.maps = maps;
        this.courses = courses;
        this.motion = motion;
        this.run = run;
    }

    /** Eight networks whose nodes have the given correlation. */
    static Networks networks(double coherence) {
        List<Network> list = new ArrayList<>();
        for (Network network : Networks.DEFAULT.list())
            list.add(new Network(network.name(), network.nodes(), network.percent(), coherence));
        list.add(new Network(
                "Language",
                List.of(
                        node("left IFG", -51, 26, 2),
                        node("right IFG", 54, 28, 1),
                        node("left STG", -57, -47, 15),
                        node("right STG", 59, -42, 13)),
                1.3,
                coherence));
        list.add(new Network(
                "Cerebellar", List.of(node("anterior", 0, -63, -30), node("posterior", 0, -79, -32)), 1.5, coherence));
        double[][] known = Networks.DEFAULT.correlations();
        double[][] correlations = new double[8][8];
        for (int i = 0; i < 8; i++)
            for (int j = 0; j < 8; j++) correlations[i][j] = i < 6 && j < 6 ? known[i][j] : i == j ? 1 : 0;
        return Networks.of(list, correlations);
    }

    private static Node node(String name, double x, double y, double z) {
        return new Node(name, List.of(new Ball(x, y, z, 25)));
    }

    /** The head of all scenes: it takes some seconds to make. */
    static HeadModel head() {
        return HeadModel.build(BoldSimulation.Options.PROTOCOL.head().withResolution(3), Progress.NONE);
    }

    /**
     * One scan.
     *
     * @param coherence correlation of two nodes of a network: 1 if it has one course
     * @param fwhm of the smoothing in mm, 0 for none
     */
    static NetworkScene of(HeadModel head, long seed, int volumes, double coherence, double fwhm) {
        BoldSimulation.Options options = BoldSimulation.Options.PROTOCOL
                .withVolumes(volumes)
                .withNetworks(networks(coherence), false)
                .withScanner(Scanner.PROTOCOL)
                .withSeed(seed);
        SimulatedRun run = BoldSimulation.prepare(options, head).run(Progress.NONE);
        NeuroImage aligned = NeuroImage.floats(
                "aligned", run.bold().grid(), volumes, run.bold().timing());
        double[][] motion = Realignment.apply(
                        run.bold(),
                        new Realignment.Options(
                                Realignment.Reference.FIRST, 0, 1, Realignment.Options.DEFAULT.interpolation()),
                        aligned,
                        Progress.NONE)
                .parameters();
        Mask mask = run.brain();
        if (fwhm > 0)
            GaussianSmoothing.apply(
                    aligned, Optional.of(mask), new GaussianSmoothing.Options(fwhm), aligned, Progress.NONE);
        double[][] maps = new double[NAMES.size()][mask.count()];
        double[][] courses = new double[NAMES.size()][];
        for (int k = 0; k < maps.length; k++) {
            float[] volume = run.networkMaps().volume(k);
            for (int i = 0; i < mask.count(); i++) maps[k][i] = volume[mask.voxel(i)];
            courses[k] = run.courses().course(k);
        }
        return new NetworkScene(aligned, mask, maps, courses, motion, run);
    }

    /** The truth as the smoothed scan shows it. */
    double[][] smoothedMaps(double fwhm) {
        if (fwhm == 0) return maps;
        NeuroImage truth = NeuroImage.floats(
                "truth", mask.grid(), maps.length, run.networkMaps().timing());
        GaussianSmoothing.apply(
                run.networkMaps(), Optional.of(mask), new GaussianSmoothing.Options(fwhm), truth, Progress.NONE);
        double[][] smooth = new double[maps.length][mask.count()];
        for (int k = 0; k < maps.length; k++) {
            float[] volume = truth.volume(k);
            for (int i = 0; i < mask.count(); i++) smooth[k][i] = volume[mask.voxel(i)];
        }
        return smooth;
    }

    /** What was found of a network: the component whose map is most like it, and |r| of map and course. */
    record Score(int component, double map, double course) {}

    /** One for each network. */
    static Score[] scores(double[][] truth, double[][] courses, Components found) {
        Score[] scores = new Score[truth.length];
        for (int k = 0; k < truth.length; k++) {
            int best = 0;
            double most = 0;
            for (int c = 0; c < found.count(); c++) {
                double r = Math.abs(SyntheticScan.r(truth[k], found.zMap(c)));
                if (r > most) {
                    most = r;
                    best = c;
                }
            }
            scores[k] = new Score(best, most, Math.abs(SyntheticScan.r(courses[k], found.timeCourse(best))));
        }
        return scores;
    }

    /** The correlation of each true map with the sum of all components' maps that is nearest to it. */
    static double[] together(double[][] truth, Components found) {
        int n = truth[0].length;
        int k = found.count();
        double[] maps = new double[k * n];
        for (int i = 0; i < maps.length; i++) maps[i] = found.maps()[i];
        // the maps are white: the weights are plain products
        double[] best = new double[truth.length];
        for (int m = 0; m < truth.length; m++) {
            double[] sum = new double[n];
            for (int c = 0; c < k; c++) {
                double weight = 0;
                for (int i = 0; i < n; i++) weight += truth[m][i] * maps[c * n + i] / n;
                for (int i = 0; i < n; i++) sum[i] += weight * maps[c * n + i];
            }
            best[m] = SyntheticScan.r(truth[m], sum);
        }
        return best;
    }
}
