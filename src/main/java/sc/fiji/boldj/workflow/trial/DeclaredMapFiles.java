package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.group.GroupDesign;
import sc.fiji.boldj.group.GroupFamily;
import sc.fiji.boldj.group.GroupTest;
import sc.fiji.boldj.group.PersonTest;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.FileLabels;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.GroupMaps;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.study.NearestNode;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TrialMap;

/** Tests map endpoints voxel by voxel and writes a folder for each. Used by one thread. */
public final class DeclaredMapFiles implements DeclaredMaps {

    private final ScanEndpoints endpoints;
    private final Template template;
    private final long seed;
    private final Path folder;
    private final Map<String, GroupMaps> results = new LinkedHashMap<>();

    /** @param folder where a folder for each test is made */
    public DeclaredMapFiles(ScanEndpoints endpoints, Template template, long seed, Path folder) {
        this.endpoints = endpoints;
        this.template = template;
        this.seed = seed;
        this.folder = folder;
    }

    /** What was found, by the name of the test's folder. */
    public Map<String, GroupMaps> results() {
        return results;
    }

    /** The name of the folder of a test. */
    public static String folder(String endpoint, String contrast, String visit) {
        return endpoint + "_" + FileLabels.of(contrast) + (visit.isEmpty() ? "" : "_" + FileLabels.of(visit));
    }

    @Override
    public Found test(Endpoint endpoint, TestPlan plan, PersonTest test, double alpha, Progress progress)
            throws IOException {
        if (plan.baseline().isPresent())
            throw new DataException("a map with its baseline as a covariate at each voxel is tested by"
                    + " 'Group Permutation Test...'; with 'use': 'change' the group level tests its change");
        Endpoint.WholeMap whole = (Endpoint.WholeMap) endpoint.source();
        GroupDesign used = plan.design().ofUsed();
        List<NeuroImage> images = new ArrayList<>();
        Mask mask = null;
        for (int i = 0; i < plan.design().inputs(); i++) {
            if (!plan.design().uses(i)) continue;
            Visit visit = endpoints.visit(i, endpoint.task()).orElseThrow();
            TrialMap map = whole.map();
            images.add(TrialMaps.mean(visit, map, TrialMaps.runs(visit, map), map::file, new ArrayList<>()));
            for (ScanFiles run : visit.runs()) {
                Mask own = StudyFiles.mask(run.mask());
                mask = mask == null ? own : mask.and(own);
            }
        }
        mask.requireNotEmpty("what all sessions cover");
        GroupFamily family = GroupFamily.plan(
                used,
                "",
                List.of("maps"),
                new GroupTest.Options(
                        test.plan().size(),
                        Math.min(alpha, 0.5),
                        seed,
                        test.options().test()),
                plan.varianceGroups().orElse(null),
                0);
        GroupMaps result = GroupMaps.run(
                used,
                family,
                List.of(images),
                mask,
                template.onGrid(mask.grid()).brain(),
                new GroupMaps.Settings(whole.inference().neighbours(), false, NearestNode::name),
                progress);
        String name = folder(endpoint.id(), plan.contrast().name(), plan.visit());
        result.write(Files.createDirectories(folder.resolve(name)), Progress.NONE);
        results.put(name, result);
        return found(result, alpha, name);
    }

    private static Found found(GroupMaps result, double alpha, String name) {
        double p = 1;
        double[] corrected = result.result().members().get(0).corrected();
        double[] statistic = result.result().members().get(0).result().test().statistic();
        double most = Double.NaN;
        int significant = 0;
        for (int v = 0; v < corrected.length; v++) {
            if (Double.isNaN(corrected[v])) continue;
            p = Math.min(p, corrected[v]);
            if (corrected[v] <= alpha) significant++;
            if (Double.isNaN(most) || Math.abs(statistic[v]) > Math.abs(most)) most = statistic[v];
        }
        long tested = Arrays.stream(corrected).filter(x -> !Double.isNaN(x)).count();
        return new Found(
                p,
                most,
                significant + " of " + tested + " voxels with FWE-corrected p at or below " + Table.format(alpha)
                        + "; maps in " + name);
    }
}
