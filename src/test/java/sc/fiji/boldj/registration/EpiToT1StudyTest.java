package sc.fiji.boldj.registration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.anatomy.BrainExtraction;
import sc.fiji.boldj.anatomy.TissueSegmentation;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Displacement;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.MeanVolume;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SplineVolume;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.run.Progress;

/** A real mean echo-planar image over its T1, as {@code Coregister Images...} does it, beside other programs. */
@Tag("study")
class EpiToT1StudyTest {

    private static final String[] OTHERS = {"ants", "spm", "spm-head", "elastix"};

    @Test
    void nearOthersAndBetterAtTheBorderOfWhiteMatter() throws Exception {
        NeuroImage t1 = Shared.image("data/real-subject/sub-01/anat/sub-01_T1w.nii.gz");
        NeuroImage bold = Shared.image("data/real-subject/sub-01/func/sub-01_task-perception_run-1_bold.nii.gz");
        NeuroImage epi = bold.createLike("mean", 1);
        MeanVolume.of(bold, epi, Progress.NONE);
        Mask brain = BrainExtraction.of(t1, null, BrainExtraction.Options.DEFAULT, Progress.NONE);
        WhiteSurface surface = WhiteSurface.of(
                TissueSegmentation.of(t1, brain, null, TissueSegmentation.Options.DEFAULT, Progress.NONE)
                        .white());
        Affine start = LinearRegistration.of(
                        t1,
                        epi,
                        LinearRegistration.Weights.brain(brain.toImage(t1, "brain")),
                        LinearRegistration.Options.DEFAULT,
                        Progress.NONE)
                .fixedToMoving();
        BoundaryFit fit =
                BoundaryRegistration.of(epi, surface, start, BoundaryRegistration.Options.DEFAULT, Progress.NONE);
        assertTrue(fit.accepted(), fit.finding());
        LinearMapModel model = new LinearMapModel(6, surface.centre());
        double[] ours = model.parameters(fit.fixedToMoving());
        BoundaryCost cost = cost(epi, surface, model, ours);
        double best = cost.evaluate(ours, new double[6]);
        Displacement rms = Displacement.over(brain);
        for (String other : OTHERS) {
            Affine theirs =
                    TransformFiles.read(fixture("epi-to-t1-" + other + ".txt")).get(0);
            double distance = rms.rms(fit.fixedToMoving(), theirs);
            double height = cost.evaluate(model.parameters(theirs), new double[6]);
            String words = String.format(
                    Locale.ROOT,
                    "%s: %.2f mm from ours, %.2f from the start; boundary cost %.4f, ours %.4f",
                    other,
                    distance,
                    rms.rms(start, theirs),
                    height,
                    best);
            System.out.println(words);
            assertTrue(distance <= 3, words);
            assertTrue(best < height, words);
        }
    }

    private static BoundaryCost cost(NeuroImage epi, WhiteSurface surface, LinearMapModel model, double[] at) {
        Source source = Source.of(epi, Optional.empty(), "echo-planar");
        Pyramid.Level raw = Pyramid.Level.raw(source.values(), null, source.grid());
        SplineVolume image = SplineVolume.through(raw.values(), raw.grid());
        return new BoundaryCost(
                image,
                surface,
                model,
                at,
                BoundaryRegistration.Options.DEFAULT,
                BoundaryCost.Sampling.ALL,
                Progress.NONE);
    }

    private static Path fixture(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(EpiToT1StudyTest.class.getResource(name), name)
                .toURI());
    }
}
