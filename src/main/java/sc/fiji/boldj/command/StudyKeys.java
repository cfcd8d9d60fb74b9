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
            description = "folder with scans named according to BIDS, or with a table scans.tsv",
            style = CommandKey.FOLDER,
            persist = false)
    String bids = "";

    @Parameter(
            label = "Results",
            description = "folder for the results; steps finished there are not repeated",
            style = CommandKey.FOLDER,
            persist = false)
    String output = "";

    // Options of ParticipantOption: written by StudyInputsTest
    @Parameter(
            label = "Template",
            description = "path of a template brain, or a TemplateFlow name; empty: the built-in template",
            required = false,
            persist = false)
    String template = ParticipantOption.TEMPLATE.standard();

    @Parameter(label = "Voxel (mm)", description = "voxel size in standard space", persist = false)
    double voxel = ParticipantOption.VOXEL.standard();

    @Parameter(
            label = "Warp",
            description = "normalise with a warp, not only with an affine transform",
            persist = false)
    boolean nonlinear = ParticipantOption.NONLINEAR.standard();

    @Parameter(
            label = "Average over sessions",
            description = "normalise through the unbiased average of one T1-weighted scan per session if two or more"
                    + " sessions have one; otherwise through the first scan",
            persist = false)
    boolean longitudinal = ParticipantOption.LONGITUDINAL.standard();

    @Parameter(
            label = "Slice timing correction",
            description = "correct for slice timing where slice times are known",
            persist = false)
    boolean sliceTiming = ParticipantOption.SLICE_TIMING.standard();

    @Parameter(
            label = "Distortion correction",
            description = "auto: correct runs for which B0FieldSource or IntendedFor gives images with opposed phase"
                    + " encoding or a measured field map; syn: also correct the others with a field estimated from the"
                    + " T1-weighted scan (experimental); none: no correction",
            choices = {"auto", "syn", "none"},
            persist = false)
    String distortion = ParticipantOption.DISTORTION.standard();

    @Parameter(
            label = "Jacobian modulation",
            description = "multiply distortion-corrected series by the Jacobian determinant (local stretching)",
            persist = false)
    boolean jacobian = ParticipantOption.JACOBIAN.standard();

    @Parameter(
            label = "Smoothing (mm)",
            description = "full width at half maximum of the Gaussian kernel; 0: none",
            persist = false)
    double fwhm = ParticipantOption.FWHM.standard();

    @Parameter(
            label = "Confounds",
            description =
                    "confounds to regress out: a preset such as 24P+aCompCor, strategies of nilearn's load_confounds"
                            + " such as motion+wm_csf+high_pass+scrub, or columns separated by commas",
            persist = false)
    String columns = ParticipantOption.COLUMNS.standard();

    @Parameter(label = "Low (Hz)", description = "lower limit of the pass band; 0: none", persist = false)
    double low = ParticipantOption.LOW.standard();

    @Parameter(label = "High (Hz)", description = "upper limit of the pass band; 0: none", persist = false)
    double high = ParticipantOption.HIGH.standard();

    @Parameter(
            label = "Filter",
            description =
                    "fourier: sines and cosines outside the band are regressed out with the confounds; butterworth:"
                            + " series and confounds are filtered alike, as in nilearn",
            choices = {"fourier", "butterworth"},
            persist = false)
    String filter = ParticipantOption.FILTER.standard();

    @Parameter(
            label = "Censor above (mm)",
            description = "volumes with a larger framewise displacement are censored; in mm per 2 s, converted to the"
                    + " repetition time; 0: none",
            persist = false)
    double censor = ParticipantOption.CENSOR.standard();

    @Parameter(
            label = "Sensitivity",
            description =
                    "also compute maps with the global signal regressed out, with high-motion volumes censored, and"
                            + " without smoothing",
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
            label = "Response",
            description = "task models: response to events, spm or glover (each also + derivative, + derivative +"
                    + " dispersion), gamma, or fir with bins and their width in seconds (fir 12 2)",
            persist = false)
    String hrf = ParticipantOption.HRF.standard();

    @Parameter(
            label = "High-pass of task models (s)",
            description =
                    "task models: cosines with longer periods model drift; 0: none, as required for the slow response"
                            + " to an infusion",
            persist = false)
    double highPass = ParticipantOption.HIGH_PASS.standard();

    @Parameter(
            label = "Modulators",
            description = "task models: numeric columns of the events tables that modulate the response, separated by"
                    + " commas; empty: none",
            required = false,
            persist = false)
    String modulators = ParticipantOption.MODULATORS.standard();

    @Parameter(
            label = "Noise",
            description = "task models: model of the temporal autocorrelation of the noise",
            choices = {"arma11", "ols", "ar1", "ar"},
            persist = false)
    String noise = ParticipantOption.NOISE.standard();

    @Parameter(
            label = "Pharmacokinetics",
            description =
                    "runs with a table of doses (_infusion.tsv): clements (ketamine, two compartments), volume (l/kg)"
                            + " and rates k10,k12,k21 (per minute) separated by commas, or measured (_plasma.tsv)",
            persist = false)
    String pharmacokinetics = ParticipantOption.PHARMACOKINETICS.standard();

    @Parameter(
            label = "Time bins (s)",
            description = "runs with a table of doses: width of the bins of a second model with the effect of each bin"
                    + " after the first dose relative to the time before; 0: no such model",
            persist = false)
    double bins = ParticipantOption.BINS.standard();

    @Parameter(
            label = "Physiology",
            description =
                    "remove cardiac and respiratory fluctuations (RETROICOR) from runs whose pulse or breathing was"
                            + " recorded",
            persist = false)
    boolean physio = ParticipantOption.PHYSIO.standard();

    @Parameter(
            label = "Dummy scans",
            description = "non-steady-state volumes to exclude at the start of each series; -1: detect them",
            persist = false)
    int dummyScans = ParticipantOption.DUMMY_SCANS.standard();

    @Parameter(
            label = "Further seeds",
            description =
                    "further seed maps, separated by semicolons: name = x,y,z in MNI mm; several coordinates of one"
                            + " seed are joined by +",
            required = false,
            persist = false)
    String seeds = ParticipantOption.SEEDS.standard();

    @Parameter(
            label = "Nodes",
            description = "file of further nodes for connections: a table with name, x, y, z in MNI mm and optionally"
                    + " radius and network, or a label image in MNI space with its table of names beside it",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    String nodes = ParticipantOption.NODES.standard();

    @Parameter(
            label = "Components",
            description = "file of spatial maps in MNI space, such as those of a group ICA, for dual regression",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    String components = ParticipantOption.COMPONENTS.standard();

    @Parameter(
            label = "Derivatives",
            description =
                    "folder of fMRIPrep derivatives to start from: processing begins at denoising; empty: start from"
                            + " the raw scans",
            required = false,
            style = CommandKey.FOLDER,
            persist = false)
    String derivatives = ParticipantOption.DERIVATIVES.standard();

    @Parameter(
            label = "Space of derivatives",
            description = "space of the series that are read from derivatives, with further entities after colons where"
                    + " several series match: MNI152NLin2009cAsym:res-2",
            persist = false)
    String derivativesSpace = ParticipantOption.DERIVATIVES_SPACE.standard();

    // end of options

    ParticipantOptions participantOptions() {
        return ParticipantOptions.DEFAULT.given(CommandSpec.of(getClass()).values(this));
    }
}
