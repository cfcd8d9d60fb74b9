package sc.fiji.boldj.registration;

import java.util.Arrays;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Displacement;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/** How long registrations of real scans take, and how far they are from those of other programs. */
public final class LinearRegistrationBenchmark {

    private LinearRegistrationBenchmark() {}

    public static void main(String[] args) throws Exception {
        NeuroImage template = Shared.image("reference/registration/mni2009a_brain_2mm.nii.gz");
        NeuroImage head = Shared.image("reference/registration/chris_t1_2mm.nii.gz");
        NeuroImage brain = masked(head, Shared.image("reference/registration/chris_brainmask_2mm.nii.gz"));
        Affine ants = Shared.affine("reference/registration/chris_to_mni_ants_affine.tsv");
        Affine elastix = Shared.affine("reference/registration/chris_elastix_affine_headtemplate.tsv");
        Displacement rms = Displacement.over(Mask.above(template.grid(), template.volume(0), 0));
        System.out.printf("ants against elastix %.3f mm%n", rms.rms(ants, elastix));
        for (LinearCost cost : LinearCost.values())
            for (int round = 0; round < 2; round++) {
                long start = System.nanoTime();
                LinearFit fit = LinearRegistration.of(
                        template,
                        brain,
                        LinearRegistration.Options.DEFAULT.withDof(12).withCost(cost),
                        Progress.NONE);
                System.out.printf(
                        "2 mm brain to brain %s %.2f s: %.3f mm from ants, %.3f from elastix%n   %s%n",
                        cost,
                        (System.nanoTime() - start) / 1e9,
                        rms.rms(fit.fixedToMoving(), ants),
                        rms.rms(fit.fixedToMoving(), elastix),
                        fit.levels());
            }
        if (args.length == 0) return;
        NeuroImage t1 = Shared.image("data/real-subject/sub-01/anat/sub-01_T1w.nii.gz");
        NeuroImage bold = Shared.image("data/real-subject/sub-01/func/sub-01_task-perception_run-1_bold.nii.gz");
        NeuroImage epi = bold.createLike("mean", 1);
        sc.fiji.boldj.image.MeanVolume.of(bold, epi, Progress.NONE);
        System.out.println(t1.grid() + " " + Arrays.toString(t1.grid().centre()));
        NeuroImage mni = Shared.image("data/templates/mni_icbm152_t1_tal_nlin_sym_09a_converted.nii.gz");
        Displacement inside = Displacement.over(Mask.above(mni.grid(), mni.volume(0), 0));
        for (int round = 0; round < 2; round++) {
            long start = System.nanoTime();
            LinearFit fit =
                    LinearRegistration.of(template, t1, LinearRegistration.Options.DEFAULT.withDof(12), Progress.NONE);
            System.out.printf("1 mm T1 head to 2 mm MNI brain %.2f s %s%n", (System.nanoTime() - start) / 1e9, fit);
            start = System.nanoTime();
            fit = LinearRegistration.of(t1, epi, LinearRegistration.Options.DEFAULT, Progress.NONE);
            System.out.printf(
                    "EPI to 1 mm T1 %.2f s, %.2f mm from header %s%n",
                    (System.nanoTime() - start) / 1e9, inside.rms(fit.fixedToMoving(), Affine.IDENTITY), fit);
        }
    }

    private static NeuroImage masked(NeuroImage image, NeuroImage mask) {
        VoxelGrid grid = image.grid();
        float[] values = image.volume(0);
        float[] inside = mask.volume(0);
        for (int v = 0; v < grid.voxels(); v++) if (!(inside[v] > 0)) values[v] = 0;
        NeuroImage masked = image.createLike("brain", 1);
        masked.writeVolume(0, values);
        return masked;
    }
}
