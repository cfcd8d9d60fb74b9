package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.group.GroupFamily;
import sc.fiji.boldj.group.GroupTest;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.workflow.GroupMaps;
import sc.fiji.boldj.workflow.participant.ResampleStep;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.MapFiles;
import sc.fiji.boldj.workflow.study.NearestNode;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.SeedMap;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TrialMap;
import sc.fiji.boldj.workflow.study.Variant;

/** The maps of a trial's visits, and tests of them voxel by voxel. */
public final class TrialMaps {

    private final TrialDesign design;
    private final GroupOptions options;
    private final Template template;

    public TrialMaps(TrialDesign design, GroupOptions options, Template template) {
        this.design = design;
        this.options = options;
        this.template = template;
    }

    /** The runs of a visit that have a map: all runs, or for a task map those with the conditions of its contrast. */
    static List<ScanFiles> runs(Visit visit, TrialMap map) {
        if (map.isInEveryRun()) return visit.runs();
        return visit.runs().stream().filter(run -> Files.exists(map.file(run))).toList();
    }

    /** Sentences on runs that lack the contrast of a task map while other runs of the visit have it. */
    static List<String> lacking(List<Visit> visits, List<TrialMap> maps) {
        List<String> notes = new ArrayList<>();
        for (TrialMap map : maps)
            for (Visit visit : visits) {
                List<ScanFiles> some = runs(visit, map);
                if (some.isEmpty() || some.size() == visit.runs().size()) continue;
                List<String> names = visit.runs().stream()
                        .filter(run -> !some.contains(run))
                        .map(run -> run.scan().name())
                        .toList();
                notes.add(map.label() + " of " + visit.name() + " is the mean over " + some.size() + " of "
                        + visit.runs().size() + " runs: " + String.join(", ", names)
                        + (names.size() == 1 ? " does" : " do") + " not have its conditions.");
            }
        return notes;
    }

    /** The voxels that every session covers. */
    public Mask mask() throws IOException {
        Mask mask = null;
        for (Visit visit : design.visits())
            for (ScanFiles run : visit.runs()) {
                Mask own = StudyFiles.mask(run.mask());
                mask = mask == null ? own : mask.and(own);
            }
        return mask.requireNotEmpty("the area covered by all sessions");
    }

    /**
     * A map of each visit.
     *
     * @param without participants who lack it in a session
     * @param reasons the reasons, as far as the sidecars give them
     */
    public record Images(List<NeuroImage> images, Set<String> without, List<String> reasons) {}

    /** A map of each visit, the mean over its runs; NaN everywhere where one of them has none. */
    public Images images(TrialMap map) throws IOException {
        return images(map, visit -> runs(visit, map), map::file);
    }

    /** The seed map of the posterior cingulate of each visit under another denoising choice. */
    public Images images(Variant variant) throws IOException {
        return images(SeedMap.PCC, Visit::runs, run -> SeedMap.PCC.variant(run, variant));
    }

    private Images images(TrialMap map, Function<Visit, List<ScanFiles>> runs, Function<ScanFiles, Path> file)
            throws IOException {
        List<NeuroImage> images = new ArrayList<>();
        Set<String> without = new TreeSet<>();
        List<String> reasons = new ArrayList<>();
        for (Visit visit : design.visits()) {
            NeuroImage mean = mean(visit, map, runs.apply(visit), file, reasons);
            if (isNowhere(mean.volume(0))) without.add(visit.subject());
            images.add(mean);
        }
        return new Images(images, without, reasons);
    }

    /** The mean over runs. A map that is missing, or nowhere finite, in one of them is NaN everywhere. */
    static NeuroImage mean(
            Visit visit, TrialMap map, List<ScanFiles> runs, Function<ScanFiles, Path> file, List<String> reasons)
            throws IOException {
        float[] sum = null;
        NeuroImage first = null;
        for (ScanFiles run : runs) {
            Optional<String> reason = MapFiles.whyNot(file.apply(run));
            if (reason.isPresent()) {
                first = StudyFiles.read(run.mask(), Progress.NONE);
                sum = new float[first.grid().voxels()];
                Arrays.fill(sum, Float.NaN);
                reasons.add(run.scan().name() + ": " + reason.get());
                break;
            }
            first = StudyFiles.read(file.apply(run), Progress.NONE);
            if (map.volume() >= first.volumes())
                throw new IOException(
                        "maps names " + map.label() + ", but " + file.apply(run) + " has " + first.volumes() + " maps");
            float[] values = first.volume(map.volume());
            if (sum == null) sum = new float[values.length];
            for (int v = 0; v < sum.length; v++) sum[v] += values[v] / runs.size();
        }
        return ResampleStep.volume(visit.name(), first.grid(), sum);
    }

    /** A sentence on the participants without a map; empty if all have it. */
    public String missing(String name, Images images) {
        if (images.without().isEmpty()) return "";
        return name + " is missing in "
                + images.without().stream().map(subject -> "sub-" + subject).collect(Collectors.joining(", "))
                + (images.reasons().isEmpty()
                        ? " (a scan does not cover the seed, or too few degrees of freedom remained)"
                        : " (" + String.join("; ", images.reasons()) + ")")
                + " and is tested in the other "
                + (design.people() - images.without().size()) + " participants.";
    }

    static boolean isNowhere(float[] values) {
        for (float value : values) if (!Float.isNaN(value)) return false;
        return true;
    }

    /**
     * Tests images in the participants who have them.
     *
     * @throws sc.fiji.boldj.run.DataException if there are too few for the design
     */
    public GroupMaps voxelwise(
            Images all, Mask mask, PermutationTest.Inference inference, int permutations, Progress progress)
            throws IOException {
        PermutationTest.Options each = PermutationTest.Options.DEFAULT.with(inference);
        TrialDesign own = all.without().isEmpty() ? design : design.without(all.without());
        List<NeuroImage> images = new ArrayList<>();
        for (int i = 0; i < all.images().size(); i++)
            if (!all.without().contains(design.visits().get(i).subject()))
                images.add(all.images().get(i));
        GroupFamily family = GroupFamily.plan(
                own.design(),
                design.contrast(),
                List.of("maps"),
                new GroupTest.Options(
                        permutations, options.get(GroupOption.ALPHA), options.get(GroupOption.SEED), each),
                null,
                0);
        NeuroImage background = template.onGrid(mask.grid()).brain();
        return GroupMaps.run(
                own.design(),
                family,
                List.of(images),
                mask,
                background,
                new GroupMaps.Settings(26, false, NearestNode::name),
                progress);
    }
}
