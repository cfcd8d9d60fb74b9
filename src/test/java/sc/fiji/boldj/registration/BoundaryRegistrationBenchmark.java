package sc.fiji.boldj.registration;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Displacement;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.MeanVolume;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.preprocess.BrainMask;
import sc.fiji.boldj.run.Progress;

/** How long it takes to bring a real echo-planar image to its T1, with white matter guessed by brightness. */
public final class BoundaryRegistrationBenchmark {

    private BoundaryRegistrationBenchmark() {}

    public static void main(String[] args) throws Exception {
        NeuroImage t1 = Shared.image("data/real-subject/sub-01/anat/sub-01_T1w.nii.gz");
        NeuroImage bold = Shared.image("data/real-subject/sub-01/func/sub-01_task-perception_run-1_bold.nii.gz");
        NeuroImage epi = bold.createLike("mean", 1);
        MeanVolume.of(bold, epi, Progress.NONE);
        // The mask of the echo-planar image, laid on the T1, and a threshold stand in for a segmentation.
        LinearFit rough = LinearRegistration.of(t1, epi, LinearRegistration.Options.DEFAULT, Progress.NONE);
        Mask brainOfEpi = BrainMask.epi(epi, BrainMask.Options.DEFAULT, Progress.NONE);
        float[] inside = pulled(brainOfEpi.toImage(epi, "brain"), t1, rough.fixedToMoving());
        float[] values = t1.volume(0);
        double[] class3 = means(values, inside);
        System.out.println("means of three classes " + Arrays.toString(class3));
        float[] p = new float[values.length];
        boolean[] in = new boolean[p.length];
        for (int v = 0; v < p.length; v++) {
            double share = Math.max(0, Math.min(1, (values[v] - class3[1]) / (class3[2] - class3[1])));
            boolean fat = values[v] > class3[2] + 1.2 * (class3[2] - class3[1]);
            in[v] = inside[v] > 0.9;
            p[v] = in[v] && !fat ? (float) share : 0;
        }
        NeuroImage probability = t1.createLike("wm", 1);
        probability.writeVolume(0, p);
        Displacement rms = Displacement.over(Mask.of(t1.grid(), in));
        NeuroImage mask = Mask.of(t1.grid(), in).toImage(t1, "brain");
        for (int round = 0; round < 2; round++) {
            long start = System.nanoTime();
            long cpu = cpu();
            LinearFit nmi = LinearRegistration.of(t1, epi, LinearRegistration.Options.DEFAULT, Progress.NONE);
            long middle = System.nanoTime();
            WhiteSurface surface = WhiteSurface.of(probability);
            BoundaryFit bbr = BoundaryRegistration.of(
                    epi, surface, nmi.fixedToMoving(), BoundaryRegistration.Options.DEFAULT, Progress.NONE);
            System.out.printf(
                    "rigid %.2f s, boundary %.2f s, of the processors %.2f s (%d points, %.0f square cm)%n",
                    (middle - start) / 1e9,
                    (System.nanoTime() - middle) / 1e9,
                    (cpu() - cpu) / 1e9,
                    surface.count(),
                    surface.area() / 100);
            LinearFit masked = LinearRegistration.of(
                    t1, epi, LinearRegistration.Weights.brain(mask), LinearRegistration.Options.DEFAULT, Progress.NONE);
            BoundaryFit fromHeader = BoundaryRegistration.of(
                    epi, surface, Affine.IDENTITY, BoundaryRegistration.Options.DEFAULT, Progress.NONE);
            BoundaryFit fromMasked = BoundaryRegistration.of(
                    epi, surface, masked.fixedToMoving(), BoundaryRegistration.Options.DEFAULT, Progress.NONE);
            Affine[] all = {
                Affine.IDENTITY,
                nmi.fixedToMoving(),
                masked.fixedToMoving(),
                bbr.fixedToMoving(),
                fromHeader.fixedToMoving(),
                fromMasked.fixedToMoving()
            };
            for (Affine a : all) {
                for (Affine b : all) System.out.printf("%7.2f", rms.rms(a, b));
                System.out.println("  " + a);
            }
            System.out.println(bbr + "\n" + fromHeader + "\n" + fromMasked);
        }
    }

    /** What all threads of the process have used, ns. */
    static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static float[] pulled(NeuroImage map, NeuroImage onto, Affine worldMap) {
        float[] target = new float[onto.grid().voxels()];
        sc.fiji.boldj.image.Resampler.resample(
                map.volume(0),
                map.grid(),
                onto.grid(),
                worldMap,
                sc.fiji.boldj.image.Interpolation.LINEAR,
                target,
                Progress.NONE);
        return target;
    }

    /** Three means by Lloyd's iteration, rising. */
    private static double[] means(float[] values, float[] inside) {
        double[] mean = {50, 150, 250};
        float[] sorted = new float[values.length];
        int n = 0;
        for (int v = 0; v < values.length; v++) if (inside[v] > 0.9) sorted[n++] = values[v];
        Arrays.sort(sorted, 0, n);
        for (int k = 0; k < 3; k++) mean[k] = sorted[n / 6 + k * n / 3];
        double limit = sorted[(int) (0.98 * n)];
        for (int round = 0; round < 50; round++) {
            double[] sum = new double[3];
            double[] count = new double[3];
            for (int i = 0; i < n && sorted[i] < limit; i++) {
                int k = sorted[i] < (mean[0] + mean[1]) / 2 ? 0 : sorted[i] < (mean[1] + mean[2]) / 2 ? 1 : 2;
                sum[k] += sorted[i];
                count[k]++;
            }
            for (int k = 0; k < 3; k++) mean[k] = sum[k] / count[k];
        }
        return mean;
    }
}
