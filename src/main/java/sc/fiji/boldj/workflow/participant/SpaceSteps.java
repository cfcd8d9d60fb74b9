package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.DisplacementFiles;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.registration.BoundaryFit;
import sc.fiji.boldj.registration.BoundaryRegistration;
import sc.fiji.boldj.registration.LinearCost;
import sc.fiji.boldj.registration.LinearFit;
import sc.fiji.boldj.registration.LinearRegistration;
import sc.fiji.boldj.registration.WhiteSurface;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.Normalization;
import sc.fiji.boldj.workflow.SpaceFigures;
import sc.fiji.boldj.workflow.StandardSpace;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.scan.FieldmapChoice;
import sc.fiji.boldj.workflow.study.AnatomyFiles;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;

/** The way from the scanner's space to the standard one: through an anatomical scan, or straight from the series. */
final class SpaceSteps {

    private SpaceSteps() {}

    /** Everything about a T1-weighted scan. */
    static Step anatomy(AnatomyFiles files, ParticipantOptions options, Template template, VoxelGrid grid) {
        List<Path> outputs = new ArrayList<>(List.of(files.corrected(), files.brain(), files.affine()));
        if (options.get(ParticipantOption.NONLINEAR)) outputs.add(files.warp());
        outputs.addAll(files.tissues());
        outputs.addAll(files.standardTissues());
        outputs.add(files.standard());
        outputs.add(files.figures());
        return Step.of(
                files.scan().name() + "/anatomy",
                options.some(ParticipantOption.TEMPLATE, ParticipantOption.NONLINEAR, ParticipantOption.VOXEL),
                List.of(files.scan().file()),
                outputs,
                progress -> {
                    NeuroImage t1 = StudyFiles.read(files.scan().file(), Progress.NONE);
                    Normalization.Anatomy found = Normalization.t1(t1, template, choices(options), progress);
                    StudyFiles.write(found.corrected(), files.corrected(), Progress.NONE);
                    StudyFiles.write(found.brain(), t1, files.brain());
                    write(
                            found.space(),
                            files.affine(),
                            options.get(ParticipantOption.NONLINEAR) ? files.warp() : null);
                    List<NeuroImage> tissues = List.of(found.gm(), found.wm(), found.csf());
                    for (int i = 0; i < 3; i++) {
                        StudyFiles.write(tissues.get(i), files.tissues().get(i), Progress.NONE);
                        StudyFiles.write(
                                found.space().bringScan(tissues.get(i), grid, Interpolation.LINEAR, Progress.NONE),
                                files.standardTissues().get(i),
                                Progress.NONE);
                    }
                    StudyFiles.write(
                            found.space()
                                    .bringScan(found.corrected(), template.grid(), Interpolation.CUBIC, Progress.NONE),
                            files.standard(),
                            Progress.NONE);
                    Map<String, Object> about = figures(found.figures());
                    about.put("BrainMillilitres", found.brain().count() * volume(t1.grid()) / 1000);
                    JsonFile.write(files.figures(), about);
                });
    }

    private static double volume(VoxelGrid grid) {
        return Math.abs(grid.affine().determinant());
    }

    private static Normalization.Options choices(ParticipantOptions options) {
        return new Normalization.Options(
                options.get(ParticipantOption.NONLINEAR), Normalization.Options.DEFAULT.warp());
    }

    private static void write(StandardSpace space, Path affine, Path warp) throws IOException {
        TransformFiles.writePlain(affine, List.of(space.affine()));
        if (warp != null) DisplacementFiles.write(warp, space.warp().orElseThrow(), Progress.NONE);
    }

    private static Map<String, Object> figures(SpaceFigures figures) {
        Map<String, Object> about = new TreeMap<>();
        about.put("BrainDice", figures.brainDice());
        about.put("CorrelationAffine", figures.affineCorrelation());
        about.put("Correlation", figures.correlation());
        about.put("GreyDiceAffineAndWarp", figures.greyDice());
        about.put("WhiteDiceAffineAndWarp", figures.whiteDice());
        about.put("JacobianLeast1And99PercentMost", figures.jacobian());
        return about;
    }

    /**
     * The reference volume onto the anatomy: mutual information, then the boundary of the white matter.
     *
     * @param choice of field maps: with them, the reference volume without distortion
     * @param keys options that decide through which anatomy
     */
    static Step coregistration(ScanFiles files, AnatomyFiles anatomy, FieldmapChoice choice, Map<String, Object> keys) {
        Path boldref = DistortionStep.boldref(files, choice);
        Path mask = DistortionStep.mask(files, choice);
        Map<String, Object> all = new TreeMap<>(keys);
        all.putAll(Map.of("cost", "nmi, bbr", "dof", 6));
        return Step.of(
                files.scan().name() + "/coregister",
                all,
                List.of(
                        boldref,
                        mask,
                        anatomy.corrected(),
                        anatomy.brain(),
                        anatomy.tissues().get(1)),
                List.of(files.coregistration(), ScanFiles.sidecar(files.coregistration())),
                progress -> {
                    NeuroImage reference = StudyFiles.read(boldref, Progress.NONE);
                    NeuroImage brain = within(
                            StudyFiles.read(anatomy.corrected(), Progress.NONE), StudyFiles.mask(anatomy.brain()));
                    NeuroImage bright = within(reference, StudyFiles.mask(mask));
                    LinearFit start = LinearRegistration.of(
                            brain,
                            bright,
                            LinearRegistration.Options.DEFAULT
                                    .withDof(6)
                                    .withCost(LinearCost.NORMALISED_MUTUAL_INFORMATION),
                            progress.stage(0, 0.6));
                    BoundaryFit fit = BoundaryRegistration.of(
                            reference,
                            WhiteSurface.of(StudyFiles.read(anatomy.tissues().get(1), Progress.NONE)),
                            start.fixedToMoving(),
                            BoundaryRegistration.Options.DEFAULT,
                            progress.stage(0.6, 1));
                    TransformFiles.writePlain(files.coregistration(), List.of(fit.fixedToMoving()));
                    Map<String, Object> about = new TreeMap<>();
                    about.put("BoundaryAccepted", fit.accepted());
                    about.put("MovedByBoundaryMillimetres", fit.movedMm());
                    about.put("ContrastPercent", fit.contrastPercent());
                    about.put("Finding", fit.finding());
                    StudyFiles.describe(files.coregistration(), about);
                });
    }

    private static NeuroImage within(NeuroImage image, Mask mask) {
        float[] values = image.volume(0);
        for (int v = 0; v < values.length; v++) if (!mask.contains(v)) values[v] = 0;
        return ResampleStep.volume(image.name(), image.grid(), values);
    }

    /** Straight from the reference volume to the template, where there is no anatomy; tissues are the template's. */
    static Step direct(ScanFiles files, ParticipantOptions options, Template template, FieldmapChoice choice) {
        Path boldref = DistortionStep.boldref(files, choice);
        List<Path> outputs = new ArrayList<>(List.of(files.direct(), ScanFiles.sidecar(files.direct())));
        if (options.get(ParticipantOption.NONLINEAR)) outputs.add(files.directWarp());
        return Step.of(
                files.scan().name() + "/normalise",
                options.some(ParticipantOption.TEMPLATE, ParticipantOption.NONLINEAR),
                List.of(boldref),
                outputs,
                progress -> {
                    NeuroImage reference = StudyFiles.read(boldref, Progress.NONE);
                    Normalization.Functional found =
                            Normalization.bold(reference, template, choices(options), progress);
                    write(
                            found.space(),
                            files.direct(),
                            options.get(ParticipantOption.NONLINEAR) ? files.directWarp() : null);
                    StudyFiles.describe(files.direct(), figures(found.figures()));
                });
    }

    /** The tissues of the template on the grid of the results, for series without anatomy. */
    static Step templateTissues(
            String scan, List<Path> outputs, ParticipantOptions options, Template template, VoxelGrid grid) {
        return Step.of(
                scan + "/tissues",
                options.some(ParticipantOption.TEMPLATE, ParticipantOption.VOXEL),
                List.of(),
                outputs,
                progress -> {
                    List<NeuroImage> tissues = List.of(template.gm(), template.wm(), template.csf());
                    StandardSpace same = StandardSpace.of(template, Affine.IDENTITY);
                    for (int i = 0; i < 3; i++)
                        StudyFiles.write(
                                same.bringScan(tissues.get(i), grid, Interpolation.LINEAR, Progress.NONE),
                                outputs.get(i),
                                Progress.NONE);
                });
    }

    /** From standard space to the reference volume, the first acts first. */
    static List<Path> chain(ScanFiles files, Optional<AnatomyFiles> anatomy, ParticipantOptions options) {
        List<Path> chain = new ArrayList<>();
        if (anatomy.isPresent()) {
            chain.addAll(anatomy.get().chain(options.get(ParticipantOption.NONLINEAR)));
            chain.add(files.coregistration());
        } else {
            if (options.get(ParticipantOption.NONLINEAR)) chain.add(files.directWarp());
            chain.add(files.direct());
        }
        return chain;
    }
}
