package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.Derivatives;
import sc.fiji.boldj.io.DerivedScan;
import sc.fiji.boldj.workflow.TemplateSymmetry;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.study.AnatomyFiles;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;

/** The steps of the participant level in order. */
final class ScanSteps {

    private final BidsDataset dataset;
    private final ParticipantOptions options;
    private final Template template;
    private final TemplateSymmetry symmetry;
    private final StudyPages pages;
    private Derivatives derivatives;

    ScanSteps(
            BidsDataset dataset,
            ParticipantOptions options,
            Template template,
            TemplateSymmetry symmetry,
            StudyPages pages) {
        this.dataset = dataset;
        this.options = options;
        this.template = template;
        this.symmetry = symmetry;
        this.pages = pages;
    }

    private synchronized Derivatives derivatives() throws IOException {
        if (derivatives == null) derivatives = DerivedStart.derivatives(options);
        return derivatives;
    }

    /** The grid of the results. */
    VoxelGrid grid() {
        return template.grid().isSameAs(Template.grid(2))
                ? Template.grid(options.get(ParticipantOption.VOXEL))
                : template.grid().withVoxelSize(options.get(ParticipantOption.VOXEL));
    }

    /** The steps of an anatomical scan, or of the average of several. */
    List<Step> anatomy(AnatomyFiles files) {
        Step anatomy = SpaceSteps.anatomy(files, options, template, grid());
        return files.averaged().isEmpty() ? List.of(anatomy) : List.of(AverageStep.of(files, options), anatomy);
    }

    /** The steps of a series. */
    List<Step> of(ScanFiles files, Optional<AnatomyFiles> anatomy, List<String> contrasts) throws IOException {
        List<Step> steps = new ArrayList<>();
        List<Path> tissues;
        Path underlay = anatomy.map(AnatomyFiles::standard).orElse(null);
        if (DerivedStart.isDerived(options)) {
            DerivedScan derived = derivatives().of(files.scan().file());
            tissues = files.templateTissues();
            underlay = derived.anatomy().orElse(null);
            steps.add(DerivedStep.of(files, derived, derivatives().program(), options, template));
        } else tissues = preprocessing(files, anatomy, steps);
        steps.add(DenoiseSteps.denoise(files, options));
        steps.addAll(new MapStep(files, options, tissues, symmetry).steps());
        steps.addAll(NodeStep.of(files, options, symmetry));
        TaskTables tables = new TaskTables(dataset, options.get(ParticipantOption.TASK_MODEL));
        steps.addAll(TaskStep.of(files, RunModel.of(files.scan(), tables, options), contrasts, pages));
        List<Path> shown = DerivedStart.isDerived(options) ? List.of() : PhysioStep.recordings(files.scan(), options);
        steps.add(PageStep.of(files, options, tissues, underlay, shown, pages));
        return steps;
    }

    /** The option that decides between the average over sessions and a single scan, if there is something to decide. */
    private Map<String, Object> visits(ScanFiles files) {
        return AnatomyFiles.average(dataset, files.root(), files.scan().subject(), files.space())
                        .isPresent()
                ? options.some(ParticipantOption.LONGITUDINAL)
                : Map.of();
    }

    /** Adds the steps from the raw series to the table of confounds; returns the tissues on the standard grid. */
    private List<Path> preprocessing(ScanFiles files, Optional<AnatomyFiles> anatomy, List<Step> steps)
            throws IOException {
        List<Path> tissues;
        RunFiles acquired = RunFiles.of(dataset, files.scan(), options);
        steps.add(MotionStep.of(files, options, acquired.sbref()));
        var choice = DistortionStep.add(files, options, anatomy, steps);
        if (acquired.severalEchoes()) steps.add(EchoStep.of(files, acquired.echoes()));
        if (anatomy.isPresent()) {
            tissues = anatomy.get().standardTissues();
            steps.add(SpaceSteps.coregistration(files, anatomy.get(), choice, visits(files)));
        } else {
            tissues = files.templateTissues();
            steps.add(SpaceSteps.templateTissues(files.scan().name(), tissues, options, template, grid()));
            steps.add(SpaceSteps.direct(files, options, template, choice));
        }
        List<Path> recordings = acquired.recordings();
        if (!recordings.isEmpty()) steps.add(PhysioStep.of(files, recordings));
        steps.add(ResampleStep.of(files, options, template.onGrid(grid()).mask(), anatomy, acquired, choice));
        steps.add(DenoiseSteps.confounds(files, options, tissues, recordings));
        return tissues;
    }
}
