package sc.fiji.boldj.workflow.validate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.distortion.DistortionCorrection;
import sc.fiji.boldj.distortion.EncodedImage;
import sc.fiji.boldj.distortion.FieldEstimate;
import sc.fiji.boldj.distortion.OpposedPhaseEncoding;
import sc.fiji.boldj.distortion.PhaseEncoding;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.physio.Beats;
import sc.fiji.boldj.physio.Breaths;
import sc.fiji.boldj.physio.PulseDetection;
import sc.fiji.boldj.physio.Recording;
import sc.fiji.boldj.physio.Retroicor;
import sc.fiji.boldj.physio.RetroicorRemoval;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.EchoPlanarDistortion;

/** Distortion by the field, heart beat and breathing. */
final class ArtefactPhantoms {

    private static final double READOUT = 0.05;

    private static final double RATE = 50;
    private static final double BREATH_HZ = 0.27;
    private static final int VOLUMES = 200;
    private static final double REPETITION = 2;

    private ArtefactPhantoms() {}

    static List<PhantomStep> all() {
        return List.of(
                new PhantomStep(
                        "Estimate Distortion...",
                        "a head in a field that peaks at 60 Hz, imaged with opposed phase encoding",
                        (folder, progress) -> distortion(progress)),
                new PhantomStep(
                        "Physiological Regressors... (RETROICOR)",
                        "a pulse of varying rate and even breaths, and their fluctuations in slices measured at different times",
                        (folder, progress) -> physiology(progress)));
    }

    /** The field in Hz: a smooth hill at the front. */
    private static double hertz(double x, double y, double z) {
        return 60 * Math.exp(-(x * x + (y - 25) * (y - 25) + (z + 10) * (z + 10)) / (2 * 25 * 25));
    }

    private static List<Criterion> distortion(Progress progress) {
        VoxelGrid grid = Phantom.grid(34, 44, 32, 4);
        NeuroImage head = Phantom.of("head", grid, 1, 0, (x, y, z, t) -> Phantom.head(x, y, z));
        float[] field =
                Phantom.of("field", grid, 1, 0, (x, y, z, t) -> hertz(x, y, z)).volume(0);
        List<EncodedImage> pair = new ArrayList<>();
        for (int sign = 1; sign >= -1; sign -= 2) {
            PhaseEncoding encoding = new PhaseEncoding(1, sign, READOUT);
            float[] seen = EchoPlanarDistortion.of(head.volume(0), field, grid, 1, sign * READOUT, progress);
            pair.add(new EncodedImage(Phantom.courses("seen", grid, 1, 0, (v, t) -> seen[v]), encoding));
        }
        FieldEstimate found = OpposedPhaseEncoding.of(pair, OpposedPhaseEncoding.Options.DEFAULT, progress);
        float[] own = found.field().volume(0);
        float[] corrected = DistortionCorrection.apply(pair.get(0), found.field(), Affine.IDENTITY, true, progress)
                .volume(0);
        float[] truth = head.volume(0);
        float[] seen = pair.get(0).image().volume(0);
        double before = 0;
        double after = 0;
        double product = 0;
        double square = 0;
        int row = grid.sizeX();
        double[] errors = new double[truth.length];
        int n = 0;
        for (int v = 0; v < truth.length; v++) {
            if (!(truth[v] > 400)) continue;
            errors[n++] = Math.abs(own[v] - field[v]) * READOUT * grid.voxelSize(1);
            before += Math.abs(seen[v] - truth[v]);
            after += Math.abs(corrected[v] - truth[v]);
            // what an image changes if it is read a whole shift too far
            double shifted = (truth[v + row] - truth[v - row]) / 2 * READOUT * field[v];
            product += shifted * (corrected[v] - truth[v]);
            square += shifted * shifted;
        }
        Arrays.sort(errors, 0, n);
        int peak = grid.index(17, 28, 13);
        return List.of(
                new Criterion("median error of the displacement (mm)", errors[n / 2], 0, 0.1),
                new Criterion("95 % point of the error (mm)", errors[(int) (0.95 * n)], 0, 0.3),
                new Criterion("field near its peak (Hz)", own[peak], field[peak], 2),
                new Criterion("proportion of the shift that remains", product / square, 0, 0.03),
                new Criterion("difference from the undistorted head, % of that before", 100 * after / before, 0, 15));
    }

    /** When the heart beats: every 0.9 s, faster and slower by 0.05 s. */
    private static double[] beatTimes(double end) {
        List<Double> times = new ArrayList<>();
        double time = 0.4;
        for (int k = 0; time < end; k++) {
            times.add(time);
            time += 0.9 + 0.05 * Math.sin(0.3 * k);
        }
        return times.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Radians since the last beat, on the line to the next. */
    private static double heart(double[] beats, double time) {
        int next = 1;
        while (next < beats.length - 1 && beats[next] <= time) next++;
        return 2 * Math.PI * (time - beats[next - 1]) / (beats[next] - beats[next - 1]);
    }

    /** The phase of Glover 2000 follows the distribution of depth: for a sine, it rises linearly from the end of expiration. */
    private static double breath(double time) {
        return 2 * Math.PI * BREATH_HZ * time + Math.PI / 2;
    }

    private static double fluctuation(double[] beats, double time) {
        double heart = heart(beats, time);
        double breath = breath(time);
        return 10 * Math.cos(heart) + 5 * Math.sin(2 * heart) + 8 * Math.cos(breath) + 4 * Math.sin(heart + breath);
    }

    private static List<Criterion> physiology(Progress progress) {
        double end = VOLUMES * REPETITION;
        double[] beats = beatTimes(end + 10);
        double[] pulse = new double[(int) ((end + 4) * RATE)];
        double[] belt = new double[pulse.length];
        for (int i = 0; i < pulse.length; i++) {
            double time = i / RATE - 2;
            pulse[i] = Math.exp(2 * Math.cos(heart(beats, time)));
            belt[i] = Math.sin(2 * Math.PI * BREATH_HZ * time);
        }
        Beats found = PulseDetection.of(new Recording(pulse, RATE, -2));
        double worst = 0;
        for (double beat : beats) {
            if (beat > end) break;
            double nearest = Double.POSITIVE_INFINITY;
            for (double each : found.times()) nearest = Math.min(nearest, Math.abs(each - beat));
            worst = Math.max(worst, nearest);
        }
        VoxelGrid grid = Phantom.grid(3, 3, 5, 3);
        double[] sliceTimes = {0, 0.8, 1.6, 0.4, 1.2};
        double[][] slow = new double[VOLUMES][1];
        for (int t = 0; t < VOLUMES; t++) slow[t][0] = Math.sin(2 * Math.PI * 0.03 * t * REPETITION);
        NeuroImage scan = Phantom.courses(
                "scan",
                grid,
                VOLUMES,
                REPETITION,
                (v, t) ->
                        1000 + 6 * slow[t][0] + fluctuation(beats, t * REPETITION + sliceTimes[v / grid.planeSize()]));
        Retroicor model = Retroicor.of(found, Breaths.of(new Recording(belt, RATE, -2)));
        NeuroImage clean = RetroicorRemoval.apply(
                scan,
                model,
                new RetroicorRemoval.Times(sliceTimes, REPETITION, 0),
                slow,
                Phantom.courses("clean", grid, VOLUMES, REPETITION, (v, t) -> 0),
                progress);
        double left = 0;
        double planted = 0;
        double kept = 0;
        double moved = 0;
        for (int v = 0; v < grid.voxels(); v++) {
            double[] before = Phantom.course(scan, v);
            double[] after = Phantom.course(clean, v);
            double meanBefore = Arrays.stream(before).sum() / VOLUMES;
            double meanAfter = Arrays.stream(after).sum() / VOLUMES;
            moved = Math.max(moved, Math.abs(meanAfter - meanBefore));
            double product = 0;
            double square = 0;
            for (int t = 0; t < VOLUMES; t++) {
                left += Math.pow(after[t] - meanAfter - 6 * slow[t][0], 2);
                planted += Math.pow(before[t] - meanBefore - 6 * slow[t][0], 2);
                product += (after[t] - meanAfter) * slow[t][0];
                square += slow[t][0] * slow[t][0];
            }
            kept += product / square / grid.voxels();
        }
        return List.of(
                new Criterion("largest distance from a beat to the nearest detected one (s)", worst, 0, 0.01),
                new Criterion("physiological variance left (%)", 100 * left / planted, 0, 1),
                new Criterion("amplitude of a slow sine, 6 before", kept, 6, 0.2),
                new Criterion("largest change of a voxel's mean", moved, 0, 1e-3));
    }
}
