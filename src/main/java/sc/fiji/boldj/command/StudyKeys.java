package sc.fiji.boldj.command;

import org.scijava.plugin.Parameter;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.CommandSpec;
import sc.fiji.boldj.host.KeyOrder;
import sc.fiji.boldj.host.ReportingCommand;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** The keys of the participant level, which the group level needs too: they say where results stand. */
@KeyOrder({"bids", "output"})
abstract class StudyKeys extends ReportingCommand {

    @Parameter(
            label = "Dataset",
            description = "folder with scans named as BIDS does, or with a table scans.tsv",
            style = CommandKey.FOLDER,
            persist = false)
    String bids = "";

    @Parameter(
            label = "Results",
            description = "folder for the results; what is finished in it is not done again",
            style = CommandKey.FOLDER,
            persist = false)
    String output = "";

    // Options of ParticipantOption: written by StudyInputsTest
    @Parameter(
            label = "Template",
            description = "path of a brain, or a TemplateFlow name; empty: built in",
            required = false,
            persist = false)
    String template = ParticipantOption.TEMPLATE.standard();

    @Parameter(label = "Voxel (mm)", description = "edge of the voxels in standard space", persist = false)
    double voxel = ParticipantOption.VOXEL.standard();

    @Parameter(label = "Warp", description = "normalise by a warp, not by an affine map alone", persist = false)
    boolean nonlinear = ParticipantOption.NONLINEAR.standard();

    @Parameter(label = "Correct slice times", description = "where they are known", persist = false)
    boolean sliceTiming = ParticipantOption.SLICE_TIMING.standard();

    @Parameter(label = "Smoothing (mm)", description = "full width at half maximum; 0: none", persist = false)
    double fwhm = ParticipantOption.FWHM.standard();

    @Parameter(
            label = "Confounds",
            description = "what to regress out: a preset such as 24P+aCompCor, or columns separated by commas",
            persist = false)
    String columns = ParticipantOption.COLUMNS.standard();

    @Parameter(label = "Low (Hz)", description = "lower edge of the pass band; 0: open", persist = false)
    double low = ParticipantOption.LOW.standard();

    @Parameter(label = "High (Hz)", description = "upper edge of the pass band; 0: open", persist = false)
    double high = ParticipantOption.HIGH.standard();

    @Parameter(
            label = "Censor above (mm)",
            description =
                    "framewise displacement in mm per 2 s, converted to the repetition time, above which volumes are"
                            + " censored; 0: none",
            persist = false)
    double censor = ParticipantOption.CENSOR.standard();

    @Parameter(
            label = "Sensitivity",
            description = "also with the global signal regressed out, censored, and unsmoothed",
            persist = false)
    boolean sensitivity = ParticipantOption.SENSITIVITY.standard();

    @Parameter(
            label = "Task model",
            description =
                    "fit a first-level model to runs with events; all other maps are computed for rest and task runs",
            persist = false)
    boolean taskModel = ParticipantOption.TASK_MODEL.standard();

    @Parameter(
            label = "Task contrasts",
            description = "for runs with events, in addition to each condition and all pairwise differences: name ="
                    + " expression, separated by |; put names that contain operators in double quotes",
            required = false,
            persist = false)
    String contrasts = ParticipantOption.CONTRASTS.standard();

    @Parameter(
            label = "Dummy scans",
            description = "volumes at the start of each series, before the steady state, that do not count; -1: found",
            persist = false)
    int dummyScans = ParticipantOption.DUMMY_SCANS.standard();

    @Parameter(
            label = "Further seeds",
            description =
                    "of maps: name = x,y,z in MNI mm; several places of one seed joined by +; seeds separated by ;",
            required = false,
            persist = false)
    String seeds = ParticipantOption.SEEDS.standard();

    @Parameter(
            label = "Components",
            description = "file of spatial maps in MNI space, such as those of a group ICA, for dual regression",
            required = false,
            persist = false)
    String components = ParticipantOption.COMPONENTS.standard();

    // end of options

    ParticipantOptions participantOptions() {
        return ParticipantOptions.DEFAULT.given(CommandSpec.of(getClass()).values(this));
    }
}
