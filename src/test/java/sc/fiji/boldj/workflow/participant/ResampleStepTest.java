package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.DisplacementField;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Interpolator;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.SmoothWarp;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.DisplacementFiles;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiField;
import sc.fiji.boldj.io.NiftiHeader;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.scan.FieldMethod;
import sc.fiji.boldj.workflow.scan.FieldmapChoice;
import sc.fiji.boldj.workflow.study.AnatomyFiles;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TinyTrial;

/** The series of a study in standard space: one interpolation of the raw scan through all files of the chain. */
class ResampleStepTest {

    private static final int VOLUMES = 6;
    private static final VoxelGrid SCAN =
            new VoxelGrid(40, 44, 40, Affine.of(5, 0, 0, -98, 0, 5, 0, -125, 0, 0, 5, -80));

    @TempDir
    Path root;

    private static final FieldmapChoice NO_FIELD = FieldmapChoice.none("None");

    @Test
    void eachValueIsTheRawScansSplineAtTheComposedPlace() throws Exception {
        check(NO_FIELD);
    }

    /** With a field: displaced along the scanner's axis by the field at the place in the head, times the stretch there. */
    @Test
    void displacementIsPartOfTheOneInterpolation() throws Exception {
        check(new FieldmapChoice(
                Optional.of(FieldMethod.OPPOSED), List.of(Path.of("sub-01_dir-AP_epi.nii.gz")), false, "Used: that"));
    }

    private static NeuroImage field() {
        NeuroImage field = NeuroImage.floats("field", SCAN, 1, SeriesTiming.UNKNOWN);
        float[] values = new float[SCAN.voxels()];
        for (int v = 0; v < values.length; v++)
            values[v] = (float)
                    (60 * Math.sin(0.2 * (v / SCAN.sizeX() % SCAN.sizeY())) * Math.cos(0.15 * (v % SCAN.sizeX())));
        field.writeVolume(0, values);
        return field;
    }

    private void check(FieldmapChoice choice) throws Exception {
        NeuroImage scan = NeuroImage.floats("bold", SCAN, VOLUMES, SeriesTiming.every(2));
        for (int t = 0; t < VOLUMES; t++) {
            float[] values = new float[SCAN.voxels()];
            for (int v = 0; v < values.length; v++) values[v] = 1000 + (v * 7919 + t * 31) % 97;
            scan.writeVolume(t, values);
        }
        Path raw = root.resolve("sub-01_task-rest_bold.nii.gz");
        TinyTrial.write(scan, raw);
        ScanFiles files = new ScanFiles(root.resolve("out"), new BidsScan(raw, "01", "", "rest", "", "bold"), "MNI");
        Files.createDirectories(files.motion().getParent());
        List<Affine> motion = new ArrayList<>();
        for (int t = 0; t < VOLUMES; t++) motion.add(Affine.translation(0.4 * t, -0.7, 0.2 * t));
        TransformFiles.writePlain(files.motionMaps(), motion);
        StudyFiles.describe(files.motion(), Map.of("NonSteadyStateVolumes", 0));
        Affine coregistration =
                Affine.of(1, 0, 0, 2, 0, Math.cos(0.1), -Math.sin(0.1), 1, 0, Math.sin(0.1), Math.cos(0.1), 0);
        Affine affine = Affine.of(1.05, 0, 0.03, 1, 0, 0.96, 0, -2, -0.03, 0, 1, 3);
        DisplacementField warp = DisplacementField.sample(SmoothWarp.of(3, 25), Template.grid(4), Progress.NONE);
        ParticipantOptions options = TinyTrial.options().with(ParticipantOption.NONLINEAR, true);
        Optional<AnatomyFiles> anatomy = Optional.of(new AnatomyFiles(
                root.resolve("out"), new BidsScan(root.resolve("sub-01_T1w.nii"), "01", "", "", "", "T1w"), "MNI"));
        List<Path> chain = SpaceSteps.chain(files, anatomy, options);
        for (Path file : chain) Files.createDirectories(file.getParent());
        DisplacementFiles.write(chain.get(0), warp, Progress.NONE);
        TransformFiles.writePlain(chain.get(1), List.of(affine));
        TransformFiles.writePlain(chain.get(2), List.of(coregistration));
        Mask standard = Template.builtIn().onGrid(Template.grid(6)).mask();

        Files.writeString(
                root.resolve("sub-01_task-rest_bold.json"),
                "{\"PhaseEncodingDirection\": \"j-\", \"TotalReadoutTime\": 0.04}");
        StudyFiles.write(field(), files.field(), Progress.NONE);
        Interpolator hertz = Interpolator.of(field().volume(0), SCAN, Interpolation.CUBIC);

        ResampleStep.of(files, options, standard, anatomy, RunFiles.alone(files.scan()), choice)
                .body()
                .run(Progress.NONE);

        NeuroImage found = NiftiReader.read(files.bold(), NiftiReader.Options.DEFAULT, Progress.NONE);
        assertTrue(found.space().isMni(), found.space().toString());
        NiftiHeader header = (NiftiHeader) found.header().orElseThrow();
        assertEquals(4, header.number(NiftiField.SFORM_CODE), "MNI152 for other programs, too");
        VoxelGrid grid = standard.grid();
        double factor = ((Number)
                        JsonFile.readMap(ScanFiles.sidecar(files.bold())).get("GrandMeanScalingFactor"))
                .doubleValue();
        for (int t = 0; t < VOLUMES; t += 5) {
            Interpolator spline = Interpolator.of(scan.volume(t), SCAN, Interpolation.QUINTIC);
            float[] values = found.volume(t);
            double worst = 0;
            for (int v : standard.indices()) {
                double[] p = grid.position(v);
                for (SpatialMap map : List.of(warp, affine, coregistration)) {
                    double[] q = new double[3];
                    map.apply(p, q);
                    p = q;
                }
                double[] head = SCAN.affine().inverse().apply(p[0], p[1], p[2]);
                motion.get(t).apply(p, p);
                double[] at = SCAN.affine().inverse().apply(p[0], p[1], p[2]);
                double stretch = 1;
                if (choice.corrects()) {
                    if (!hertz.contains(head[0], head[1], head[2], 1)) continue;
                    at[1] -= 0.04 * hertz.at(head[0], head[1], head[2]);
                    stretch -= 0.04
                            * (hertz.at(head[0], head[1] + 0.05, head[2]) - hertz.at(head[0], head[1] - 0.05, head[2]))
                            / 0.1;
                    if (!spline.contains(at[0], at[1], at[2], 1)) continue;
                }
                worst = Math.max(worst, Math.abs(values[v] / factor - stretch * spline.at(at[0], at[1], at[2])));
            }
            assertTrue(worst < 0.1, "of a spread of 28; volume " + t + " is off by " + worst);
        }
        assertEquals(
                choice.corrects() ? 5L : 4L,
                ((Number) JsonFile.readMap(ScanFiles.sidecar(files.bold())).get("TransformsInOneInterpolation"))
                        .longValue());
    }
}
