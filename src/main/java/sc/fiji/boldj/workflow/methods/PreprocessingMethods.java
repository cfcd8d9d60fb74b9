package sc.fiji.boldj.workflow.methods;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sc.fiji.boldj.physio.Retroicor;
import sc.fiji.boldj.preprocess.GrandMean;
import sc.fiji.boldj.qc.SteadyState;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.Reference;
import sc.fiji.boldj.workflow.option.MethodsPart;
import sc.fiji.boldj.workflow.study.DerivativesSpace;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/**
 * Describes for a paper how the analysed runs were preprocessed. Every sentence follows from the runs' own sidecars;
 * the options only give what was requested.
 */
final class PreprocessingMethods {

    private final ParticipantOptions options;
    private final List<SeriesFacts.Preprocessing> series;
    private final DenoisingMethods denoising;

    PreprocessingMethods(ParticipantOptions options, List<SeriesFacts> series) {
        this.options = options;
        this.series = series.stream().map(SeriesFacts::preprocessing).toList();
        denoising = new DenoisingMethods(options, series);
    }

    void write(MethodsText text) {
        List<String> programs = series.stream()
                .flatMap(one -> one.program().stream())
                .distinct()
                .sorted()
                .toList();
        if (programs.isEmpty()) preprocessing(text);
        else derived(text, programs);
        text.add(
                "Each run was scaled to a grand mean of %s over the brain mask and all steady-state volumes.",
                MethodsText.number(GrandMean.TARGET));
        denoising.regression(text);
        displacement(text);
        denoising.censoring(text);
        text.add(options.reported(MethodsPart.DENOISING));
    }

    /** The runs of a study are either all preprocessed by BoldJ or all read from derivatives. */
    private void derived(MethodsText text, List<String> programs) {
        boolean prep =
                programs.stream().allMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("fmriprep"));
        text.add(
                "Preprocessing was done with %s%s, not with BoldJ: the preprocessed series in the space %s, the brain masks,"
                        + " the tissue probabilities and the confounds were read from its derivatives; the series were not resampled.",
                MethodsText.list(programs),
                prep ? text.cite(Reference.ESTEBAN_2019) : "",
                DerivativesSpace.parse(options.get(ParticipantOption.DERIVATIVES_SPACE))
                        .label());
        text.ask("the description of the preprocessing that " + MethodsText.list(programs) + " wrote");
        int least =
                series.stream().mapToInt(SeriesFacts.Preprocessing::early).min().orElse(0);
        int most =
                series.stream().mapToInt(SeriesFacts.Preprocessing::early).max().orElse(0);
        text.add(
                "Non-steady-state volumes were excluded as %s: %s per run.",
                options.get(ParticipantOption.DUMMY_SCANS) == SteadyState.DETECT
                        ? "marked in the confounds table"
                        : "given by the user",
                MethodsText.range(least, most));
    }

    private void preprocessing(MethodsText text) {
        early(text);
        text.add(
                "Head motion (six rigid-body parameters) was estimated from the raw series by weighted least squares, first relative to"
                        + " the volume closest to the voxelwise median over time and then to the mean of the realigned volumes%s.",
                text.cite(Reference.FRISTON_1995));
        acquired(text);
        physiology(text);
        sliceTimes(text);
        space(text);
        DistortionWords.add(text, series, options);
        text.add(options.reported(MethodsPart.PREPROCESSING));
    }

    /** What framewise displacement means wherever the text names it. */
    private void displacement(MethodsText text) {
        long filtered = series.stream()
                .filter(SeriesFacts.Preprocessing::breathingFiltered)
                .count();
        text.add(
                "Framewise displacement is the sum of the absolute changes of the six motion parameters from volume to"
                        + " volume, with rotations as arc lengths on a sphere of 50 mm radius%s%s; thresholds in mm per 2 s were converted to the"
                        + " repetition time.",
                text.cite(Reference.POWER_2012),
                filtered == 0
                        ? ""
                        : ", after a notch filter for breathing"
                                + (filtered == series.size() ? "" : " in " + of(filtered))
                                + text.cite(Reference.FAIR_2020));
    }

    private void early(MethodsText text) {
        int least =
                series.stream().mapToInt(SeriesFacts.Preprocessing::early).min().orElse(0);
        int most =
                series.stream().mapToInt(SeriesFacts.Preprocessing::early).max().orElse(0);
        boolean detected = options.get(ParticipantOption.DUMMY_SCANS) == SteadyState.DETECT;
        String excluded = most == 0
                ? "no volumes were excluded"
                : MethodsText.range(least, most) + (most == 1 ? " volume" : " volumes") + " of each run "
                        + (most == 1 ? "was" : "were") + " excluded";
        if (detected)
            text.add(
                    "Non-steady-state volumes were detected as those at the start of a run whose mean over the raw image"
                            + " lies more than 3.5 robust standard deviations from the median of the first 50 volumes; %s.",
                    excluded);
        else
            text.add(
                    "The number of non-steady-state volumes was set to %d; %s.",
                    options.get(ParticipantOption.DUMMY_SCANS), excluded);
    }

    /** Reference images and several echoes. */
    private void acquired(MethodsText text) {
        long references =
                series.stream().filter(SeriesFacts.Preprocessing::reference).count();
        if (references > 0)
            text.add(
                    "The single-band reference image%s was the target of motion correction and coregistration.",
                    references == series.size() ? "" : ", where there was one (" + of(references) + "),");
        long combined =
                series.stream().filter(one -> !one.echoTimes().isEmpty()).count();
        if (combined == 0) return;
        List<String> times =
                series.stream().filter(one -> !one.echoTimes().isEmpty()).findFirst().orElseThrow().echoTimes().stream()
                        .map(time -> MethodsText.number(Math.rint(1e4 * time) / 10))
                        .toList();
        text.add(
                "Motion was that of the first echo; the echoes (%s ms)%s were combined with weights TE exp(-TE/T2*)%s, T2* from a"
                        + " log-linear fit to the means of the realigned echoes.",
                MethodsText.list(times),
                combined == series.size() ? "" : " of " + of(combined),
                text.cite(Reference.POSSE_1999));
    }

    private void physiology(MethodsText text) {
        long applied =
                series.stream().filter(SeriesFacts.Preprocessing::retroicor).count();
        if (applied == 0) return;
        text.add(
                "Cardiac and respiratory fluctuations were removed%s with RETROICOR (up to %d cardiac and %d respiratory"
                        + " harmonics and their interaction%s), slice by slice before slice timing correction, in a model"
                        + " with linear trend, slow drift and 24 motion regressors%s.",
                applied == series.size() ? "" : " in " + of(applied),
                Retroicor.CARDIAC,
                Retroicor.RESPIRATORY,
                StudyWords.inside(text.cite(Reference.GLOVER_2000, Reference.HARVEY_2008)),
                applied == series.size() ? "" : "; the others had no usable recording of pulse or breathing");
    }

    private void sliceTimes(MethodsText text) {
        if (!options.get(ParticipantOption.SLICE_TIMING)) {
            text.add("Slice timing was not corrected.");
            return;
        }
        long corrected =
                series.stream().filter(SeriesFacts.Preprocessing::sliceTimed).count();
        if (corrected == 0) text.add("Slice timing was not corrected because no usable slice times were available.");
        else
            text.add(
                    "Slice timing was corrected%s to the middle of the volume acquisition by windowed sinc"
                            + " interpolation%s%s.",
                    corrected == series.size() ? "" : " in " + of(corrected),
                    text.cite(Reference.SLADKY_2011),
                    corrected == series.size() ? "" : "; the others had no usable slice times");
    }

    private String of(long count) {
        return String.format(Locale.ROOT, "%d of %d runs", count, series.size());
    }

    private void space(MethodsText text) {
        long anatomical = series.stream()
                .filter(SeriesFacts.Preprocessing::throughAnatomy)
                .count();
        String template = options.get(ParticipantOption.TEMPLATE).isEmpty()
                ? "the MNI152 2009 nonlinear asymmetric template" + text.cite(Reference.FONOV_2011)
                : "the template "
                        + Path.of(options.get(ParticipantOption.TEMPLATE)).getFileName();
        String registration = options.get(ParticipantOption.NONLINEAR)
                ? "an affine and a symmetric diffeomorphic registration (SyN with local correlation)"
                        + text.cite(Reference.AVANTS_2008)
                : "an affine registration";
        boolean all = anatomical == series.size();
        if (anatomical > 0) {
            average(text);
            text.add(
                    "The T1-weighted image of each participant%s was corrected for intensity non-uniformity%s,"
                            + " skull-stripped, segmented into grey matter, white matter and CSF%s and normalised to %s by"
                            + " %s.",
                    all ? "" : " who had one",
                    text.cite(Reference.TUSTISON_2010),
                    text.cite(Reference.ZHANG_2001),
                    template,
                    registration);
            text.add(
                    "The mean realigned volume was coregistered to it with six degrees of freedom by normalised mutual"
                            + " information%s.",
                    boundary(text, anatomical));
        }
        if (!all)
            text.add(
                    "%s the mean realigned volume was normalised directly to an EPI contrast computed from the tissue maps of %s by %s.",
                    anatomical == 0
                            ? "No T1-weighted image was used;"
                            : "In the " + of(series.size() - anatomical) + " without a T1-weighted image,",
                    anatomical == 0 ? template : "the template",
                    anatomical == 0 ? registration : "the same registration");
        text.add(
                "The transformations for head motion%s and normalisation were concatenated and applied in a single"
                        + " interpolation (fifth-order B-spline) onto isotropic voxels of %s mm.",
                anatomical == 0 ? "" : ", coregistration", MethodsText.number(options.get(ParticipantOption.VOXEL)));
    }

    /** The average of participants with T1-weighted images from several sessions. */
    private void average(MethodsText text) {
        long averaged = series.stream().filter(one -> one.anatomicalScans() > 1).count();
        if (averaged == 0) return;
        int least = series.stream()
                .mapToInt(SeriesFacts.Preprocessing::anatomicalScans)
                .filter(n -> n > 1)
                .min()
                .orElse(0);
        int most = series.stream()
                .mapToInt(SeriesFacts.Preprocessing::anatomicalScans)
                .max()
                .orElse(0);
        text.add(
                "For participants with T1-weighted images from several sessions%s, one image from each session (%s per participant) was registered"
                        + " rigidly to the voxelwise median of these images in a space midway between them."
                        + " Registration and computation of the median were alternated, so that no session was favoured%s."
                        + " Slowly varying differences in brightness between each image and the median were corrected for in both."
                        + " This median is the T1-weighted image referred to below.",
                averaged == series.size() ? "" : " (" + of(averaged) + ")",
                MethodsText.range(least, most),
                text.cite(Reference.REUTER_2012));
    }

    private String boundary(MethodsText text, long anatomical) {
        long accepted = series.stream()
                .filter(one -> one.throughAnatomy() && one.boundaryAccepted().equals(Optional.of(true)))
                .count();
        if (accepted == 0)
            return "; a boundary-based refinement was rejected in every run because it did not improve the fit";
        return ", refined by boundary-based registration" + text.cite(Reference.GREVE_2009)
                + (accepted == anatomical
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", which was rejected in %d of %d runs because it did not improve the fit",
                                anatomical - accepted,
                                anatomical));
    }
}
