package sc.fiji.boldj.registration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Displacement;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** Against what ANTs and elastix made of the same scans. */
class LinearReferenceTest {

    /** ANTs and elastix are 0.94 mm apart; 4 mm is the bar, 0.5 was measured. */
    @Test
    void aBrainLiesWhereAntsPutsItInTheTemplate() throws Exception {
        NeuroImage template = Shared.image("reference/registration/mni2009a_brain_2mm.nii.gz");
        NeuroImage head = Shared.image("reference/registration/chris_t1_2mm.nii.gz");
        NeuroImage mask = Shared.image("reference/registration/chris_brainmask_2mm.nii.gz");
        Affine ants = Shared.affine("reference/registration/chris_to_mni_ants_affine.tsv");
        LinearFit fit = LinearRegistration.of(
                template,
                head,
                new LinearRegistration.Weights(
                        java.util.Optional.empty(), java.util.Optional.of(mask), LinearRegistration.Outside.DARK),
                LinearRegistration.Options.DEFAULT.withDof(12),
                Progress.NONE);
        double rms = Displacement.over(Mask.above(template.grid(), template.volume(0), 0))
                .rms(fit.fixedToMoving(), ants);
        assertTrue(rms < 1, "RMS " + rms + " mm");
    }
}
