package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.atlas.Coordinate;

/** What was done in a trial, in sentences for a paper. */
final class TrialMethods {

    private final TrialDesign design;
    private final ParticipantOptions participant;
    private final GroupOptions options;
    private final String program;

    TrialMethods(TrialDesign design, ParticipantOptions participant, GroupOptions options, String program) {
        this.design = design;
        this.participant = participant;
        this.options = options;
        this.program = program;
    }

    /** The sentences. */
    List<String> text(ColumnTest main, List<TrialReport.MapResult> maps, Biomarkers biomarkers) throws IOException {
        List<String> methods = new ArrayList<>();
        methods.add(String.format(
                Locale.ROOT,
                "Head motion was estimated on the raw series (6 degrees of freedom, weighted least squares; Friston et al."
                        + " 1995, Jenkinson et al. 2002); %s; slice times were %s; motion%s (affine%s) were applied in one"
                        + " interpolation to %.3g mm voxels in MNI space with %s; susceptibility distortion was not"
                        + " corrected.",
                EarlyVolumes.words(participant),
                participant.sliceTiming() ? "corrected by windowed sinc interpolation where known" : "not corrected",
                registration(),
                participant.nonlinear() ? " and symmetric diffeomorphic; Avants et al. 2008" : "",
                participant.voxel(),
                program));
        methods.add(String.format(
                Locale.ROOT,
                "Confounds (%s; Behzadi et al. 2007, Satterthwaite et al. 2013) and frequencies outside %.3g-%.3g Hz were"
                        + " regressed out in one regression (Hallquist et al. 2013; Lindquist et al. 2019), after each run"
                        + " was scaled to a mean of 10000 over the brain; the series of maps were smoothed by %.3g mm FWHM"
                        + " (the map itself for regional homogeneity), connections between nodes (spheres of %.0f mm) were"
                        + " not smoothed, and pairs of nodes whose spheres overlap or lie less than 12 mm apart were left"
                        + " out.",
                participant.columns(),
                participant.low(),
                participant.high(),
                participant.fwhm(),
                MapStep.RADIUS));
        methods.add("Sessions were left out by rules: mean framewise displacement (Power et al. 2012) above "
                + options.largestDisplacement() + " mm per 2 s, fewer than " + options.leastFreedom()
                + " degrees of freedom after denoising, less than "
                + GroupRun.percent(options.leastCoverage()) + " of the template's brain covered.");
        methods.add(main.test().words());
        methods.add(main.names().size()
                + " connections of interest (mean Fisher z between spheres at published coordinates) were tested together, p"
                + " corrected over them by the largest statistic (Nichols and Holmes 2002; Winkler et al. 2014)."
                + (main.isFamilies()
                        ? " Connections that some people lack were tested in the others; families of connections that the same"
                                + " people have were corrected for each other by Bonferroni."
                        : "")
                + (maps.isEmpty()
                        ? ""
                        : " Maps were tested by threshold-free cluster enhancement (Smith and Nichols 2009) computed"
                                + " exactly; p of each map is corrected over its voxels, not over maps."));
        methods.addAll(own());
        if (biomarkers.strongest() != null)
            methods.add(
                    biomarkers.strongest().controls().length > 0
                            ? "For each connection of interest before treatment the interaction with treatment on "
                                    + options.outcome() + " after treatment was tested, adjusted for its value before"
                                    + " treatment (analysis of covariance; Vickers and Altman 2001), by permutation of"
                                    + " residuals within arms (Freedman and Lane 1983), p corrected over connections by the"
                                    + " largest statistic; apart from it the mean of the arms' slopes (prognostic; Ballman"
                                    + " 2015). " + options.outcome()
                                    + " under the drug was also predicted from all of them"
                                    + " by ridge regression in nested cross-validation."
                            : "Each connection of interest without the drug was tested for its relation with "
                                    + options.outcome()
                                    + " under it, adjusted for its value without the drug (analysis of"
                                    + " covariance; Vickers and Altman 2001), by permutation of residuals (Freedman and Lane"
                                    + " 1983), p corrected over connections by the largest statistic. "
                                    + options.outcome()
                                    + " under the drug was also predicted from all of them by ridge regression in nested"
                                    + " cross-validation.");
        return methods;
    }

    /** What the tested local maps and those of the user's seeds and spatial maps are. */
    private List<String> own() {
        List<String> words = new ArrayList<>();
        for (String map : options.maps())
            if (LocalMaps.names().contains(map))
                words.add("The map " + map + " is: " + LocalMaps.description(map) + ".");
        for (SeedPlaces seed : SeedPlaces.parse(participant.seeds())) {
            if (!options.maps().contains(GroupOptions.SEED_MAP + seed.name())) continue;
            List<String> places = new ArrayList<>();
            for (Coordinate place : seed.places())
                places.add(String.format(
                        Locale.ROOT, "(%s, %s, %s)", plain(place.x()), plain(place.y()), plain(place.z())));
            words.add(String.format(
                    Locale.ROOT,
                    "The map %s%s is Fisher z of the correlation with the mean series of the voxels within %.0f mm of %s"
                            + " mm in MNI space.",
                    GroupOptions.SEED_MAP,
                    seed.name(),
                    MapStep.RADIUS,
                    String.join(" or ", places)));
        }
        List<String> numbers = options.maps().stream()
                .filter(map -> map.startsWith(GroupOptions.COMPONENT_MAP))
                .toList();
        if (!numbers.isEmpty())
            words.add(String.format(
                    Locale.ROOT,
                    "%s %s of the dual regression on all spatial maps of the file %s, in its order.",
                    String.join(", ", numbers),
                    numbers.size() == 1 ? "is a map" : "are maps",
                    Path.of(participant.components()).getFileName()));
        List<String> tasks = options.maps().stream()
                .filter(map -> map.startsWith(GroupOptions.TASK_MAP))
                .toList();
        if (!tasks.isEmpty())
            words.add(String.join(", ", tasks) + (tasks.size() == 1 ? " is a map" : " are maps")
                    + " of percent signal change, relative to the mean of the voxel, at the peak of the response to one"
                    + " isolated event as long as the median of its condition over all runs of the participant.");
        return words;
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /** By which way the analysed series came to the standard space. */
    private String registration() throws IOException {
        long all = 0;
        long anatomical = 0;
        for (Visit visit : design.visits())
            for (ScanFiles run : visit.runs()) {
                all++;
                if (ResampleStep.throughAnatomy(run)) anatomical++;
            }
        String anatomy =
                ", coregistration to the T1 (mutual information, then boundary-based; Greve and Fischl 2009) and"
                        + " its normalisation";
        String direct = "normalisation of the mean volume to the template's EPI contrast";
        if (anatomical == all) return anatomy;
        return anatomical == 0
                ? " and " + direct
                : anatomy + ", or for the " + (all - anatomical) + " of " + all + " series without a T1 " + direct;
    }
}
