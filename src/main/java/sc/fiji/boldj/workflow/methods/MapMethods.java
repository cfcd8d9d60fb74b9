package sc.fiji.boldj.workflow.methods;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.atlas.Coordinate;
import sc.fiji.boldj.ica.NetworkTemplates;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.Reference;
import sc.fiji.boldj.workflow.option.MethodsPart;
import sc.fiji.boldj.workflow.study.ComponentMap;
import sc.fiji.boldj.workflow.study.LocalMeasure;
import sc.fiji.boldj.workflow.study.NetworkMap;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.SeedMap;
import sc.fiji.boldj.workflow.study.SeedPlaces;
import sc.fiji.boldj.workflow.study.TaskMap;
import sc.fiji.boldj.workflow.study.TrialMap;

/** Describes for a paper how each tested map was computed; maps that were not tested are not described. */
final class MapMethods {

    private static final String SERIES = "the smoothed, denoised series";

    private final ParticipantOptions options;
    private final List<TrialMap> maps;
    private final List<ConditionFacts> conditions;

    /**
     * @param maps that were tested
     * @param conditions of the task, where maps of it were tested
     */
    MapMethods(ParticipantOptions options, List<TrialMap> maps, List<ConditionFacts> conditions) {
        this.options = options;
        this.maps = maps;
        this.conditions = conditions;
    }

    void write(MethodsText text) {
        if (maps.isEmpty()) return;
        smoothing(text);
        seeds(text);
        networks(text);
        components(text);
        amplitude(text);
        homogeneity(text);
        if (maps.contains(LocalMeasure.GBC))
            text.add(
                    "Global brain connectivity (gbc) is the mean Fisher z between a voxel and all grey-matter voxels"
                            + " (probability above 0.25)%s, computed from %s.",
                    text.cite(Reference.COLE_2010), series());
        if (maps.contains(LocalMeasure.VMHC))
            text.add(
                    "Voxel-mirrored homotopic connectivity (vmhc) is the Fisher z of the correlation between a voxel and"
                            + " the homotopic voxel in the other hemisphere%s; homotopic voxels were found by registering the"
                            + " template to the average of itself and its mirror image. It was computed from %s.",
                    text.cite(Reference.ZUO_2010), series());
        task(text);
        text.add(options.reported(MethodsPart.MAPS));
    }

    /** The labels of the tested maps of a type. */
    private List<String> labels(Class<? extends TrialMap> type) {
        return maps.stream().filter(type::isInstance).map(TrialMap::label).toList();
    }

    private String series() {
        return options.get(ParticipantOption.FWHM) > 0 ? SERIES : "the denoised series";
    }

    private void smoothing(MethodsText text) {
        if (options.get(ParticipantOption.FWHM) == 0) {
            text.add("No spatial smoothing was applied.");
            return;
        }
        List<TrialMap> after = maps.stream()
                .filter(map -> map.source() == TrialMap.Source.DENOISED)
                .toList();
        String width = MethodsText.number(options.get(ParticipantOption.FWHM));
        if (after.size() < maps.size())
            text.add(
                    "The series were smoothed within the brain mask with a Gaussian kernel of %s mm FWHM before maps"
                            + " were computed.",
                    width);
        if (!after.isEmpty())
            text.add(
                    "Regional homogeneity was computed from the unsmoothed series, and the resulting map was smoothed with"
                            + " a Gaussian kernel of %s mm FWHM.",
                    width);
    }

    private void seeds(MethodsText text) {
        List<String> seeds = new ArrayList<>();
        for (SeedPlaces seed : SeedPlaces.all(options)) {
            SeedMap map = new SeedMap(seed.name());
            if (!maps.contains(map)) continue;
            List<String> places = new ArrayList<>();
            for (Coordinate at : seed.places()) places.add(place(new double[] {at.x(), at.y(), at.z()}));
            seeds.add(map.label() + " " + String.join(" with ", places));
        }
        if (!seeds.isEmpty())
            text.add(
                    "Seed maps give the Fisher z of the correlation between each voxel and the mean time series of the voxels"
                            + " within %s mm of the seed coordinate (MNI, mm), computed from %s: %s.",
                    MethodsText.number(SeedPlaces.RADIUS), series(), String.join("; ", seeds));
    }

    private static String place(double[] mm) {
        return "(" + MethodsText.number(mm[0]) + ", " + MethodsText.number(mm[1]) + ", " + MethodsText.number(mm[2])
                + ")";
    }

    private void networks(MethodsText text) {
        List<String> all = NetworkTemplates.builtInNames();
        List<String> tested = labels(NetworkMap.class);
        if (tested.isEmpty()) return;
        text.add(
                "Network maps (%s) were obtained by dual regression%s on %d spatial maps jointly (%s), each a sum of"
                        + " Gaussians with a standard deviation of %s mm centred on published coordinates%s, computed from %s.",
                MethodsText.list(tested),
                text.cite(Reference.NICKERSON_2017),
                all.size(),
                String.join(", ", all),
                MethodsText.number(NetworkTemplates.BLOB_MM),
                text.cite(Reference.WHITFIELD_GABRIELI_2012),
                series());
    }

    private void components(MethodsText text) {
        List<String> tested = labels(ComponentMap.class);
        if (tested.isEmpty()) return;
        text.add(
                "%s %s obtained by dual regression%s on all spatial maps of the file %s jointly, numbered in the order of"
                        + " that file, computed from %s.",
                MethodsText.list(tested),
                tested.size() == 1 ? "was" : "were",
                text.cite(Reference.NICKERSON_2017),
                Path.of(options.get(ParticipantOption.COMPONENTS)).getFileName(),
                series());
    }

    private void amplitude(MethodsText text) {
        List<String> kinds = new ArrayList<>();
        if (maps.contains(LocalMeasure.ALFF))
            kinds.add("the amplitude of low-frequency fluctuations (alff"
                    + StudyWords.inside(text.cite(Reference.ZANG_2007)) + ")");
        if (maps.contains(LocalMeasure.MALFF))
            kinds.add("the amplitude of low-frequency fluctuations divided by its mean over the brain (malff"
                    + StudyWords.inside(text.cite(Reference.ZANG_2007)) + ")");
        if (maps.contains(LocalMeasure.FALFF))
            kinds.add("the fractional amplitude relative to all frequencies (falff"
                    + StudyWords.inside(text.cite(Reference.ZOU_2008)) + ")");
        if (maps.contains(LocalMeasure.MFALFF))
            kinds.add("the fractional amplitude relative to all frequencies, divided by its mean over the brain (mfalff"
                    + StudyWords.inside(text.cite(Reference.ZOU_2008)) + ")");
        if (kinds.isEmpty()) return;
        text.add(
                "Between 0.01 and 0.1 Hz, %s %s computed; for this purpose, confounds were regressed out without temporal"
                        + " filtering and without censoring.",
                MethodsText.list(kinds), kinds.size() == 1 ? "was" : "were");
    }

    private void homogeneity(MethodsText text) {
        boolean raw = maps.contains(LocalMeasure.REHO);
        boolean standard = maps.contains(LocalMeasure.ZREHO);
        if (!raw && !standard) return;
        text.add(
                "Regional homogeneity is Kendall's W of a voxel and its 26 neighbours%s%s.",
                text.cite(Reference.ZANG_2004),
                raw && standard
                        ? ", unstandardised (reho) and standardised by its mean and standard deviation over the brain (zreho)"
                        : standard
                                ? ", standardised by its mean and standard deviation over the brain (zreho)"
                                : " (reho)");
    }

    private void task(MethodsText text) {
        List<String> tested = labels(TaskMap.class);
        if (!tested.isEmpty()) new TaskMethods(options, conditions).write(text, tested);
    }
}
