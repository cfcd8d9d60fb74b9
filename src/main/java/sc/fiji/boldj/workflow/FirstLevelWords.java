package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.glm.Design;
import sc.fiji.boldj.glm.DesignCheck;
import sc.fiji.boldj.glm.FirstLevel;
import sc.fiji.boldj.glm.GlmResult;
import sc.fiji.boldj.glm.NoiseModel;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.glm.TaskDesign;

/** What a fit found, what must be known of it and how it was made, in sentences. */
record FirstLevelWords(
        Sampling sampling,
        TaskDesign.Options model,
        Design design,
        GlmResult result,
        List<ActivationTable> activations) {

    /** The result in a sentence for each contrast. */
    List<String> verdicts() {
        List<String> lines = new ArrayList<>();
        for (int c = 0; c < result.contrasts().size(); c++) {
            ActivationTable table = activations.get(c);
            int voxels = 0;
            for (boolean in : table.shown()) if (in) voxels++;
            lines.add(
                    voxels == 0
                            ? result.contrasts().get(c).name() + ": no voxel reaches a false discovery rate of "
                                    + ActivationTable.RATE
                            : String.format(
                                    Locale.ROOT,
                                    "%s: %d voxels in %d clusters reach a false discovery rate of %s (|z| >= %.2f)",
                                    result.contrasts().get(c).name(),
                                    voxels,
                                    table.rows().rows(),
                                    ActivationTable.RATE,
                                    table.threshold()));
        }
        return lines;
    }

    /** What the reader must know. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>(DesignCheck.warnings(design));
        for (TaskContrast contrast : result.contrasts())
            new PercentWords(design).warning(contrast).ifPresent(warnings::add);
        double share = result.shareNotWhite(0.05);
        if (share > 0.15)
            warnings.add(String.format(
                    Locale.ROOT,
                    "the residuals of %.0f %% of the voxels are not white (5 %% expected): the noise model %s does not"
                            + " fit there, and t may be inflated",
                    100 * share,
                    result.options().noise()));
        if (result.options().noise() != NoiseModel.OLS && result.degreesOfFreedom() < 200)
            warnings.add("with " + result.degreesOfFreedom()
                    + " degrees of freedom, the autocorrelation of a voxel is estimated only roughly. Threshold z (which"
                    + " uses the degrees of freedom of the voxel) instead of t, and rely on effects and group tests rather than"
                    + " on p values of this run alone");
        if (result.options().noise() == NoiseModel.AR1 && sampling.repetitionTime() < 1)
            warnings.add("AR(1) is known to be too simple at a repetition time below 1 s (Olszowy 2019): use ar or"
                    + " arma11");
        if (result.options().noise() == NoiseModel.OLS)
            warnings.add("ordinary least squares assumes that noise is independent between volumes, which fMRI noise is"
                    + " not: t may be inflated; effects used in a group test remain valid");
        if (design.kinds().contains(Design.Kind.REGRESSOR))
            warnings.add(
                    "drift of the scanner and a slow response are confounded within one run: compare the effect of the"
                            + " regressor with that of a session without drug");
        return warnings;
    }

    /** Time courses that entered as they are, each with what its effect refers to. */
    private String regressors() {
        StringBuilder text = new StringBuilder();
        for (int c = 0; c < design.columns(); c++)
            if (design.kinds().get(c) == Design.Kind.REGRESSOR)
                text.append("the regressor ")
                        .append(design.names().get(c))
                        .append(" entered without a haemodynamic response, its effect is that ")
                        .append(design.units().get(c).words())
                        .append("; ");
        return text.toString();
    }

    /** The whiteness in a sentence. */
    String whiteness() {
        return String.format(
                Locale.ROOT,
                "Residuals are not white at p < 0.05 in %.1f %% of the voxels (5 %% are expected if the noise model holds"
                        + " everywhere).",
                100 * result.shareNotWhite(0.05));
    }

    /** What was done, in sentences for a paper. */
    String methods(String program) {
        StringBuilder text = new StringBuilder("A general linear model was fitted to each voxel with ")
                .append(program)
                .append(": ");
        if (design.kinds().contains(Design.Kind.TASK))
            text.append(String.format(
                    Locale.ROOT,
                    "events were convolved with the %s response and sampled %.3g s after the start of each volume (repetition"
                            + " time %.4g s); ",
                    model.hrf().name(),
                    sampling.reference(),
                    sampling.repetitionTime()));
        text.append(regressors());
        long confounds =
                design.kinds().stream().filter(k -> k == Design.Kind.CONFOUND).count();
        long drift = design.kinds().stream().filter(k -> k == Design.Kind.DRIFT).count();
        if (model.highPass() > 0)
            text.append(String.format(
                    Locale.ROOT,
                    "drift with periods above %.4g s was modelled by %d cosines; ",
                    model.highPass(),
                    drift));
        if (confounds > 0)
            text.append(confounds)
                    .append(confounds == 1 ? " confound was" : " confounds were")
                    .append(" included; ");
        int out = design.censored().size();
        if (out > 0)
            text.append(out)
                    .append(out == 1 ? " volume was" : " volumes were")
                    .append(" censored with one regressor each; ");
        text.append("estimation was by ").append(result.options().noise().words());
        if (result.options().robust() != FirstLevel.Robust.NONE)
            text.append(", with iteratively reweighted least squares (")
                    .append(result.options().robust())
                    .append(")");
        if (result.others() > 0)
            text.append(String.format(
                    Locale.ROOT,
                    "; for the estimation of the noise only, %d %s modelled responses earlier or later than those of the"
                            + " model",
                    result.others(),
                    result.others() == 1 ? "column" : "columns"));
        if (result.options().noise() == NoiseModel.OLS)
            text.append(". t and F have ").append(result.degreesOfFreedom()).append(" degrees of freedom. ");
        else
            text.append(String.format(
                    Locale.ROOT,
                    ". Variances, t, F, z and p account for the uncertainty of the estimated noise (Kackar and Harville 1984;"
                            + " Kenward and Roger 1997) and for slow noise, correlated over 8 s, that remained in the"
                            + " residuals of the voxel and of the whole mask; t and F have voxelwise degrees of freedom"
                            + " (Satterthwaite 1946; median %s), instead of %d. ",
                    medians(),
                    result.degreesOfFreedom()));
        text.append("The whiteness of the residuals was tested with the Ljung-Box statistic.");
        text.append(new PercentWords(design).methods(result.contrasts()));
        return text.toString();
    }

    /** Median degrees of freedom of each contrast over the voxels, in words. */
    private String medians() {
        List<String> parts = new ArrayList<>();
        for (int c = 0; c < result.contrasts().size(); c++)
            parts.add(String.format(
                    Locale.ROOT,
                    "%.0f for %s",
                    result.medianDegrees(c),
                    result.contrasts().get(c).name()));
        return String.join(", ", parts);
    }
}
