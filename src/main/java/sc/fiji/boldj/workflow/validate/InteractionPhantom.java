package sc.fiji.boldj.workflow.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.glm.Design;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.glm.FirstLevel;
import sc.fiji.boldj.glm.GlmResult;
import sc.fiji.boldj.glm.Hrf;
import sc.fiji.boldj.glm.Interaction;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.glm.TaskDesign;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/** A seed and voxels that follow it, some more closely in one of two conditions. */
final class InteractionPhantom {

    private static final int VOLUMES = 240;
    private static final double REPETITION = 2;
    private static final double STEP = 0.1;
    private static final double BLOCK = 20;

    /** Above the high-pass filter, which removes slower parts of the seed, and slow enough to pass the response. */
    private static final double[] HZ = {0.021, 0.029, 0.037, 0.046, 0.058};

    private InteractionPhantom() {}

    static PhantomStep step() {
        return new PhantomStep(
                "Psychophysiological Interaction...",
                "a seed, voxels that follow it more closely during one of two conditions, and voxels that follow it evenly",
                (folder, progress) -> run(progress));
    }

    /** Neural activity at a time. */
    private static double activity(double time) {
        double sum = 0;
        for (int k = 0; k < HZ.length; k++) sum += Math.sin(2 * Math.PI * HZ[k] * time + 1.3 * k * k);
        return 2 * sum;
    }

    private static boolean faces(double time) {
        return time >= 10 && (int) ((time - 10) / BLOCK) % 4 == 0;
    }

    /** SPM's response at steps of the phantom: a peak at 5 s, an undershoot at 15 s, and area 1. */
    private static double[] response() {
        double[] response = new double[(int) (32 / STEP)];
        double sum = 0;
        for (int i = 0; i < response.length; i++) {
            double t = (i + 0.5) * STEP;
            double peak = Math.pow(t, 5) * Math.exp(-t) / 120;
            double undershoot = Math.pow(t, 15) * Math.exp(-t) / 1307674368000.0;
            response[i] = peak - undershoot / 6;
            sum += response[i];
        }
        for (int i = 0; i < response.length; i++) response[i] /= sum;
        return response;
    }

    /** What scans see of activity times {@code 1 + more} during faces, and of faces themselves. */
    private static double[] seen(double more, double own) {
        double[] response = response();
        double[] seen = new double[VOLUMES];
        for (int t = 0; t < VOLUMES; t++)
            for (int i = 0; i < response.length; i++) {
                double time = t * REPETITION - (i + 0.5) * STEP;
                double neural = faces(time) ? activity(time) * (1 + more) + own : activity(time);
                seen[t] += response[i] * neural;
            }
        return seen;
    }

    private static List<Criterion> run(Progress progress) {
        Sampling sampling = new Sampling(VOLUMES, REPETITION, 0);
        List<Events.Event> blocks = new ArrayList<>();
        for (double onset = 10; onset + 3 * BLOCK < VOLUMES * REPETITION; onset += 4 * BLOCK) {
            blocks.add(new Events.Event("faces", onset, BLOCK, 1));
            blocks.add(new Events.Event("shapes", onset + 2 * BLOCK, BLOCK, 1));
        }
        Events events = Events.of(blocks);
        TaskDesign.Options options = TaskDesign.Options.DEFAULT.with(Hrf.spm(0));
        Design task = TaskDesign.build(events, sampling, Map.of(), new boolean[VOLUMES], options);
        double[] noise = Phantom.noise(VOLUMES, 66);
        double[] seed = seen(0, 0);
        for (int t = 0; t < VOLUMES; t++) seed[t] += 1000 + 0.05 * noise[t];
        Design design = Interaction.build(task, events, seed, sampling, Hrf.spm(0), Interaction.Options.DEFAULT)
                .design();
        VoxelGrid grid = Phantom.grid(10, 10, 4, 3);
        double[] rest = Phantom.noise(grid.voxels() * VOLUMES, 67);
        double[] closer = seen(0.4, 1);
        double[] even = seen(0, 1);
        NeuroImage scan = Phantom.courses(
                "task",
                grid,
                VOLUMES,
                REPETITION,
                (v, t) -> 1000 + rest[v * VOLUMES + t] + (grid.position(v)[0] < 0 ? closer[t] : even[t]));
        GlmResult result = FirstLevel.of(
                scan,
                Mask.all(grid),
                design,
                TaskContrast.parse("ppi_faces - ppi_shapes | psy_faces", design.names()),
                FirstLevel.Options.DEFAULT,
                progress);
        double[] mean = new double[3];
        int rejected = 0;
        int half = grid.voxels() / 2;
        for (int v = 0; v < grid.voxels(); v++) {
            double effect = result.maps(0).effect()[0][v] / half;
            if (grid.position(v)[0] < 0) {
                mean[0] += effect;
                mean[2] += result.maps(1).effect()[0][v] / half;
            } else {
                mean[1] += effect;
                if (Math.abs(result.maps(0).z()[v]) > 1.959964) rejected++;
            }
        }
        return List.of(
                new Criterion("slope during faces minus slope during shapes, where it differs", mean[0], 0.4, 0.03),
                new Criterion("the same where it does not", mean[1], 0, 0.03),
                new Criterion("share of those voxels with p < .05", rejected / (double) half, 0.05, 0.06),
                new Criterion("mean response to faces", mean[2], 1, 0.1));
    }
}
