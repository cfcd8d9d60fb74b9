package sc.fiji.boldj.workflow;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.run.Progress;

/** Whole heads to the built-in template: the bars of the method, on real scans. */
@Tag("study")
class NormalizationStudyTest {

    private static final Path SHARED = Path.of("../shared");

    @ParameterizedTest
    @ValueSource(strings = {"data/t1/chris_t1.nii.gz", "data/real-subject/sub-01/anat/sub-01_T1w.nii.gz"})
    void aRealHead(String file) throws Exception {
        Path path = SHARED.resolve(file);
        assumeTrue(Files.isRegularFile(path), "no " + path);
        Template template = Template.builtIn();
        NeuroImage t1 = NiftiReader.read(path, NiftiReader.Options.DEFAULT, Progress.NONE);
        Normalization.Anatomy found = Normalization.t1(t1, template, Normalization.Options.DEFAULT, Progress.NONE);
        SpaceFigures f = found.figures();
        assertTrue(f.brainDice() >= 0.95, f.toString());
        assertTrue(f.greyDice().get(1) >= f.greyDice().get(0) + 0.05, f.toString());
        assertTrue(f.whiteDice().get(1) >= f.whiteDice().get(0) + 0.05, f.toString());
        assertTrue(f.jacobian().get(0) > 0, f.toString());
        assertTrue(found.side().agreement() > 0, found.side().toString());
        if (!file.contains("chris")) return;
        Affine reference = TransformFiles.read(SHARED.resolve("reference/registration/chris_to_mni_ants_affine.tsv"))
                .get(0);
        double rms = rms(found.space().affine(), reference, template);
        assertTrue(rms <= 4, "the affine map is " + rms + " mm from that of ANTs");
    }

    /** Colin27, ch2.nii.gz of the Debian package mricron-data, named by the system property {@code boldj.head}. */
    @Test
    void colin27() throws Exception {
        String file = System.getProperty("boldj.head", "");
        assumeTrue(!file.isEmpty() && Files.isRegularFile(Path.of(file)), "needs -Dboldj.head=ch2.nii.gz");
        NeuroImage t1 = NiftiReader.read(Path.of(file), NiftiReader.Options.DEFAULT, Progress.NONE);
        SpaceFigures f = Normalization.t1(t1, Template.builtIn(), Normalization.Options.DEFAULT, Progress.NONE)
                .figures();
        assertTrue(f.greyDice().get(1) >= 0.81, f.toString());
    }

    private static double rms(Affine a, Affine b, Template template) {
        VoxelGrid grid = template.grid();
        double sum = 0;
        for (int v : template.mask().indices()) {
            double[] p = grid.position(v);
            double[] x = a.apply(p[0], p[1], p[2]);
            double[] y = b.apply(p[0], p[1], p[2]);
            for (int d = 0; d < 3; d++) sum += (x[d] - y[d]) * (x[d] - y[d]);
        }
        return Math.sqrt(sum / template.mask().count());
    }
}
