package sc.fiji.boldj.workflow.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.atlas.Coordinate;
import sc.fiji.boldj.glm.FirstLevel;
import sc.fiji.boldj.glm.TaskDesign;
import sc.fiji.boldj.ica.NetworkTemplates;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.Reference;

/** How each map that was tested was computed, in sentences for a paper; maps that were not tested are not described. */
final class MapMethods {

    private static final String SERIES = "the smoothed, denoised series";

    private final ParticipantOptions options;
    private final List<String> maps;

    /** @param maps names of the maps that were tested */
    MapMethods(ParticipantOptions options, List<String> maps) {
        this.options = options;
        this.maps = maps;
    }

    void write(MethodsText text) {
        if (maps.isEmpty()) return;
        smoothing(text);
        seeds(text);
        networks(text);
        components(text);
        amplitude(text);
        homogeneity(text);
        if (maps.contains("gbc"))
            text.add(
                    "Global brain connectivity (gbc) is the mean Fisher z of a voxel with all voxels of grey matter"
                            + " (probability 0.25 or more)%s, computed on %s.",
                    text.cite(Reference.COLE_2010), series());
        if (maps.contains("vmhc"))
            text.add(
                    "Voxel-mirrored homotopic connectivity (vmhc) is Fisher z of the correlation of a voxel with the"
                            + " homotopic voxel of the other hemisphere%s; homotopic places were found by registering the"
                            + " template to its mirror image. It was computed on %s.",
                    text.cite(Reference.ZUO_2010), series());
        task(text);
    }

    private String series() {
        return options.fwhm() > 0 ? SERIES : "the denoised series";
    }

    private void smoothing(MethodsText text) {
        if (options.fwhm() == 0) {
            text.add("No spatial smoothing was applied.");
            return;
        }
        List<String> after = maps.stream().filter(map -> map.endsWith("reho")).toList();
        String width = MethodsText.number(options.fwhm());
        if (after.size() < maps.size())
            text.add(
                    "Series were smoothed within the brain mask with a Gaussian kernel of %s mm FWHM before maps were"
                            + " computed.",
                    width);
        if (!after.isEmpty())
            text.add(
                    "Regional homogeneity was computed on the unsmoothed series, and the map was smoothed afterwards with a"
                            + " Gaussian kernel of %s mm FWHM.",
                    width);
    }

    private void seeds(MethodsText text) {
        List<String> seeds = new ArrayList<>();
        for (Map.Entry<String, double[]> seed : MapStep.SEEDS.entrySet())
            if (maps.contains(seed.getKey())) seeds.add(seed.getKey() + " " + place(seed.getValue()));
        for (SeedPlaces seed : SeedPlaces.parse(options.seeds())) {
            if (!maps.contains(GroupOptions.SEED_MAP + seed.name())) continue;
            List<String> places = new ArrayList<>();
            for (Coordinate at : seed.places()) places.add(place(new double[] {at.x(), at.y(), at.z()}));
            seeds.add(GroupOptions.SEED_MAP + seed.name() + " " + String.join(" with ", places));
        }
        if (!seeds.isEmpty())
            text.add(
                    "Seed maps are Fisher z of the correlation of each voxel with the mean series of the voxels within %s mm"
                            + " of a place (MNI mm), computed on %s: %s.",
                    MethodsText.number(MapStep.RADIUS), series(), String.join("; ", seeds));
    }

    private static String place(double[] mm) {
        return "(" + MethodsText.number(mm[0]) + ", " + MethodsText.number(mm[1]) + ", " + MethodsText.number(mm[2])
                + ")";
    }

    private void networks(MethodsText text) {
        List<String> all = NetworkTemplates.builtInNames();
        List<String> tested = maps.stream().filter(all::contains).toList();
        if (tested.isEmpty()) return;
        text.add(
                "Network maps (%s) are from dual regression%s on %d spatial maps together (%s), each a sum of Gaussians of"
                        + " %s mm standard deviation about published centres%s, computed on %s.",
                MethodsText.list(tested),
                text.cite(Reference.NICKERSON_2017),
                all.size(),
                String.join(", ", all),
                MethodsText.number(NetworkTemplates.BLOB_MM),
                text.cite(Reference.WHITFIELD_GABRIELI_2012),
                series());
    }

    private void components(MethodsText text) {
        List<String> tested = maps.stream()
                .filter(map -> map.startsWith(GroupOptions.COMPONENT_MAP))
                .toList();
        if (tested.isEmpty()) return;
        text.add(
                "%s %s from dual regression%s on all spatial maps of the file %s together, numbered in its order, computed on"
                        + " %s.",
                MethodsText.list(tested),
                tested.size() == 1 ? "is" : "are",
                text.cite(Reference.NICKERSON_2017),
                Path.of(options.components()).getFileName(),
                series());
    }

    private void amplitude(MethodsText text) {
        List<String> kinds = new ArrayList<>();
        if (maps.contains("alff"))
            kinds.add("the amplitude of low-frequency fluctuations (alff)" + text.cite(Reference.ZANG_2007));
        if (maps.contains("malff"))
            kinds.add("the amplitude of low-frequency fluctuations divided by its mean over the brain (malff)"
                    + text.cite(Reference.ZANG_2007));
        if (maps.contains("falff")) kinds.add("its share of all frequencies (falff)" + text.cite(Reference.ZOU_2008));
        if (maps.contains("mfalff"))
            kinds.add("this share divided by its mean over the brain (mfalff)" + text.cite(Reference.ZOU_2008));
        if (kinds.isEmpty()) return;
        text.add(
                "Between 0.01 and 0.1 Hz, %s %s computed; for this the confounds were regressed out without a temporal"
                        + " filter and without censoring.",
                MethodsText.list(kinds), kinds.size() == 1 ? "was" : "were");
    }

    private void homogeneity(MethodsText text) {
        boolean raw = maps.contains("reho");
        boolean standard = maps.contains("zreho");
        if (!raw && !standard) return;
        text.add(
                "Regional homogeneity is Kendall's W of a voxel with its 26 neighbours%s%s.",
                text.cite(Reference.ZANG_2004),
                raw && standard
                        ? ", as it is (reho) and less its mean over the brain, divided by its standard deviation there (zreho)"
                        : standard
                                ? ", less its mean over the brain and divided by its standard deviation there (zreho)"
                                : " (reho)");
    }

    private void task(MethodsText text) {
        List<String> tested = maps.stream()
                .filter(map -> map.startsWith(GroupOptions.TASK_MAP))
                .toList();
        if (tested.isEmpty()) return;
        text.add(
                "Task maps (%s) are effects in percent signal change, relative to the mean of the voxel, at the peak of the"
                        + " response to one isolated event as long as the median of its condition over all runs of the"
                        + " participant.",
                MethodsText.list(tested));
        text.add(
                "They are from a general linear model of the preprocessed%s series without a temporal filter: events"
                        + " convolved with the %s response%s, cosines for drift slower than %s s, the confounds above%s;"
                        + " estimation was by %s.",
                options.fwhm() > 0 ? ", smoothed" : "",
                TaskDesign.Options.DEFAULT.hrf().name(),
                text.cite(Reference.FRISTON_1998),
                MethodsText.number(TaskDesign.Options.DEFAULT.highPass()),
                options.censor() > 0 ? " and an indicator for each censored volume" : "",
                FirstLevel.Options.DEFAULT.noise().words());
    }
}
