package sc.fiji.boldj.workflow.study;

import sc.fiji.boldj.glm.Hrf;
import sc.fiji.boldj.qc.SteadyState;
import sc.fiji.boldj.workflow.InfusionFiles;
import sc.fiji.boldj.workflow.option.MethodsPart;
import sc.fiji.boldj.workflow.option.Option;

/**
 * The options of the participant level, in the order of the dialog. This is the only place where one is declared: the
 * commands, the launcher, the logs and the table in {@code docs/steps/participant.md} follow.
 */
public final class ParticipantOption {

    public static final Option<String> TEMPLATE = Option.text("template", "")
            .optional()
            .labelled("Template")
            .described("path of a template brain, or a TemplateFlow name; empty: the built-in template");

    public static final Option<Double> VOXEL = Option.number("voxel", 3)
            .labelled("Voxel")
            .in("mm")
            .described("voxel size in standard space")
            .valid("1 to 10 mm", mm -> mm >= 1 && mm <= 10);

    public static final Option<Boolean> NONLINEAR = Option.flag("nonlinear", true)
            .labelled("Warp")
            .described("normalise with a warp, not only with an affine transform");

    public static final Option<Boolean> LONGITUDINAL = Option.flag("longitudinal", true)
            .labelled("Average over sessions")
            .described(
                    "normalise through the unbiased average of one T1-weighted scan per session if two or more sessions have one; otherwise through the first scan");

    public static final Option<Boolean> SLICE_TIMING = Option.flag("slice_timing", true)
            .labelled("Slice timing correction")
            .described("correct for slice timing where slice times are known");

    public static final Option<String> DISTORTION = Option.choice("distortion", "auto", "syn", "none")
            .labelled("Distortion correction")
            .described(
                    "auto: correct runs for which B0FieldSource or IntendedFor gives images with opposed phase encoding or a measured field map; syn: also correct the others with a field estimated from the T1-weighted scan (experimental); none: no correction");

    public static final Option<Boolean> JACOBIAN = Option.flag("jacobian", true)
            .labelled("Jacobian modulation")
            .described("multiply distortion-corrected series by the Jacobian determinant (local stretching)");

    public static final Option<Double> FWHM = Option.number("fwhm", 6)
            .labelled("Smoothing")
            .in("mm")
            .described("full width at half maximum of the Gaussian kernel; 0: none")
            .recordedAs("SmoothingFWHMMillimetres")
            .valid("0 to 30 mm", mm -> mm >= 0 && mm <= 30);

    public static final Option<String> COLUMNS = Option.text("columns", "24P+aCompCor")
            .labelled("Confounds")
            .described(
                    "confounds to regress out: a preset such as 24P+aCompCor, strategies of nilearn's load_confounds such as motion+wm_csf+high_pass+scrub, or columns separated by commas")
            .recordedAs("ConfoundSet");

    /** See {@link ParticipantOptions} for what it and {@link #HIGH} must be together. */
    public static final Option<Double> LOW =
            Option.number("low", 0.008).labelled("Low").in("Hz").described("lower limit of the pass band; 0: none");

    public static final Option<Double> HIGH =
            Option.number("high", 0.09).labelled("High").in("Hz").described("upper limit of the pass band; 0: none");

    public static final Option<String> FILTER = Option.choice("filter", "fourier", "butterworth")
            .labelled("Filter")
            .described(
                    "fourier: sines and cosines outside the band are regressed out with the confounds; butterworth: series and confounds are filtered alike, as in nilearn")
            .recordedAs("Filter");

    public static final Option<Double> CENSOR = Option.number("censor", 0)
            .labelled("Censor above")
            .in("mm")
            .described(
                    "volumes with a larger framewise displacement are censored; in mm per 2 s, converted to the repetition time; 0: none")
            .recordedAs("CensoredAboveMillimetres")
            .valid("0 mm or more", mm -> mm >= 0);

    public static final Option<Boolean> SENSITIVITY = Option.flag("sensitivity", true)
            .labelled("Sensitivity")
            .described(
                    "also compute maps with the global signal regressed out, with high-motion volumes censored, and without smoothing")
            .reportedIn(MethodsPart.INFERENCE, computed -> computed ? Variant.METHODS : "");

    public static final Option<Boolean> TASK_MODEL = Option.flag("task_model", true)
            .labelled("Task model")
            .described(
                    "fit a first-level model to runs with events; all other maps are computed for rest and task runs");

    public static final Option<String> CONTRASTS = Option.text("contrasts", "")
            .optional()
            .labelled("Task contrasts")
            .described("for runs with events, in addition to each condition and all pairwise differences:"
                    + " name = expression, separated by |; put names that contain operators in double quotes");

    public static final Option<String> HRF = Option.text("hrf", Hrf.spm(1).name())
            .labelled("Response")
            .described(
                    "task models: response to events, spm or glover (each also + derivative, + derivative + dispersion), gamma, or fir with bins and their width in seconds (fir 12 2)")
            .checked(Hrf::named);

    public static final Option<Double> HIGH_PASS = Option.number("high_pass", 128)
            .labelled("High-pass of task models")
            .in("s")
            .described(
                    "task models: cosines with longer periods model drift; 0: none, as required for the slow response to an infusion")
            .valid("0 s or more", seconds -> seconds >= 0);

    public static final Option<String> MODULATORS = Option.text("modulators", "")
            .optional()
            .labelled("Modulators")
            .described(
                    "task models: numeric columns of the events tables that modulate the response, separated by commas; empty: none");

    public static final Option<String> NOISE = Option.choice("noise", "arma11", "ols", "ar1", "ar")
            .labelled("Noise")
            .described("task models: model of the temporal autocorrelation of the noise");

    public static final Option<String> PHARMACOKINETICS = Option.text("pharmacokinetics", InfusionFiles.CLEMENTS)
            .labelled("Pharmacokinetics")
            .described(
                    "runs with a table of doses (_infusion.tsv): clements (ketamine, two compartments), volume (l/kg) and rates k10,k12,k21 (per minute) separated by commas, or measured (_plasma.tsv)")
            .checked(InfusionFiles::requirePharmacokinetics);

    public static final Option<Double> BINS = Option.number("bins", 0)
            .labelled("Time bins")
            .in("s")
            .described(
                    "runs with a table of doses: width of the bins of a second model with the effect of each bin after the first dose relative to the time before; 0: no such model")
            .valid("0 s or more", seconds -> seconds >= 0);

    public static final Option<Boolean> PHYSIO = Option.flag("physio", true)
            .labelled("Physiology")
            .described(
                    "remove cardiac and respiratory fluctuations (RETROICOR) from runs whose pulse or breathing was recorded");

    public static final Option<Integer> DUMMY_SCANS = Option.wholeNumber("dummy_scans", SteadyState.DETECT)
            .labelled("Dummy scans")
            .described("non-steady-state volumes to exclude at the start of each series; -1: detect them")
            .checked(SteadyState::requireValid);

    public static final Option<String> SEEDS = Option.text("seeds", "")
            .optional()
            .labelled("Further seeds")
            .described(
                    "further seed maps, separated by semicolons: name = x,y,z in MNI mm; several coordinates of one seed are joined by +")
            .checked(SeedPlaces::parse);

    public static final Option<String> NODES = Option.text("nodes", "")
            .optional()
            .file()
            .labelled("Nodes")
            .described(
                    "file of further nodes for connections: a table with name, x, y, z in MNI mm and optionally radius and network, or a label image in MNI space with its table of names beside it");

    public static final Option<String> COMPONENTS = Option.text("components", "")
            .optional()
            .file()
            .labelled("Components")
            .described("file of spatial maps in MNI space, such as those of a group ICA, for dual regression");

    public static final Option<String> DERIVATIVES = Option.text("derivatives", "")
            .optional()
            .folder()
            .labelled("Derivatives")
            .described(
                    "folder of fMRIPrep derivatives to start from: processing begins at denoising; empty: start from the raw scans");

    public static final Option<String> DERIVATIVES_SPACE = Option.text("derivatives_space", "MNI152NLin2009cAsym")
            .labelled("Space of derivatives")
            .described(
                    "space of the series that are read from derivatives, with further entities after colons where several series match: MNI152NLin2009cAsym:res-2")
            .checked(DerivativesSpace::parse);

    private ParticipantOption() {}
}
