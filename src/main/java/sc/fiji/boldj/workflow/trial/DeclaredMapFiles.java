package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.group.GroupFamily;
import sc.fiji.boldj.group.GroupTest;
import sc.fiji.boldj.group.PersonTest;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.FileLabels;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.GroupExtras;
import sc.fiji.boldj.workflow.GroupMaps;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.EquivalenceClaim;
import sc.fiji.boldj.workflow.study.NearestNode;

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
        Endpoint.WholeMap whole = (Endpoint.WholeMap) endpoint.source();
        PlanMaps maps = PlanMaps.of(endpoints, endpoint, plan);
        GroupFamily family = GroupFamily.plan(
                maps.design(),
                "",
                List.of("maps"),
                new GroupTest.Options(
                        test.plan().size(),
                        Math.min(alpha, 0.5),
                        seed,
                        test.options().test()),
                plan.varianceGroups().orElse(null),
                0);
        if (maps.covariate() != null) family = family.withCovariate("the baseline");
        if (plan.visits().isPresent()) family = family.withVisits(plan.visits().get());
        GroupMaps result = GroupMaps.run(
                maps.design(),
                family,
                List.of(maps.inputs()),
                maps.mask(),
                template.onGrid(maps.mask().grid()).brain(),
                new GroupMaps.Settings(
                        whole.inference().neighbours(),
                        false,
                        NearestNode::name,
                        new GroupExtras(maps.covariate(), null, null)),
                progress);
        String name = folder(endpoint.id(), plan.contrast().name(), plan.visit());
        result.write(Files.createDirectories(folder.resolve(name)), Progress.NONE);
        results.put(name, result);
        return found(result, alpha, name);
    }

    @Override
    public Absence equivalence(
            Endpoint endpoint, TestPlan plan, EquivalenceClaim claim, List<int[]> cells, Progress progress)
            throws IOException {
        String name = equivalenceFolder(endpoint.id(), plan.contrast().name(), plan.visit());
        return new MapEquivalence(endpoints, folder.resolve(name)).of(endpoint, plan, claim, cells, progress);
    }

    /** The name of the folder of a claim of equivalence. */
    public static String equivalenceFolder(String endpoint, String contrast, String visit) {
        return folder(endpoint, contrast, visit) + "_equivalence";
    }

    /** The files that a claim of equivalence writes into its folder. */
    public static final List<String> EQUIVALENCE =
            List.of("effect.nii.gz", "low.nii.gz", "high.nii.gz", "p_equivalence_unc.nii.gz", "p_equivalence.nii.gz");

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
                        + "; maps in " + name,
                result.result().members().get(0).result().warnings());
    }
}
