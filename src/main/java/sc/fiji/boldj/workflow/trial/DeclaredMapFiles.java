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
import sc.fiji.boldj.group.MaskedMaps;
import sc.fiji.boldj.group.PersonTest;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.ContrastMaps;
import sc.fiji.boldj.stats.Equivalence;
import sc.fiji.boldj.stats.EquivalenceMaps;
import sc.fiji.boldj.stats.FileLabels;
import sc.fiji.boldj.stats.LinearModel;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.SandwichTest;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.GroupExtras;
import sc.fiji.boldj.workflow.GroupMaps;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.EquivalenceClaim;
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

    /**
     * The maps of a plan.
     *
     * @param inputs one for each session that the design uses, in the order of the sessions; with a baseline one for each
     *     participant
     * @param covariate the baseline of each participant; null for none
     * @param design of the inputs
     * @param mask what all sessions cover
     */
    private record Maps(List<NeuroImage> inputs, List<NeuroImage> covariate, GroupDesign design, Mask mask) {}

    private Maps read(Endpoint endpoint, TestPlan plan) throws IOException {
        TrialMap map = endpoint.map().orElseThrow();
        Map<Integer, NeuroImage> images = new LinkedHashMap<>();
        Mask mask = null;
        for (int i = 0; i < plan.design().inputs(); i++) {
            if (!plan.design().uses(i) && !isBaseline(plan, i)) continue;
            Visit visit = endpoints.visit(i, endpoint.task()).orElseThrow();
            images.put(i, TrialMaps.mean(visit, map, TrialMaps.runs(visit, map), map::file, new ArrayList<>()));
            for (ScanFiles run : visit.runs()) {
                Mask own = StudyFiles.mask(run.mask());
                mask = mask == null ? own : mask.and(own);
            }
        }
        mask.requireNotEmpty("what all sessions cover");
        if (plan.baseline().isEmpty())
            return new Maps(List.copyOf(images.values()), null, plan.design().ofUsed(), mask);
        return new Maps(
                sums(plan.design().combination(), images),
                sums(plan.baseline().get(), images),
                plan.design().ofObservations(),
                mask);
    }

    private static boolean isBaseline(TestPlan plan, int input) {
        return plan.baseline()
                .map(weights -> Arrays.stream(weights).anyMatch(row -> row[input] != 0))
                .orElse(false);
    }

    /** A weighted sum of maps for each row of weights. */
    private static List<NeuroImage> sums(double[][] weights, Map<Integer, NeuroImage> images) {
        List<NeuroImage> sums = new ArrayList<>();
        for (double[] row : weights) {
            NeuroImage like = images.values().iterator().next();
            float[] sum = new float[like.grid().voxels()];
            images.forEach((i, image) -> {
                if (row[i] == 0) return;
                float[] own = image.volume(0);
                for (int v = 0; v < sum.length; v++) sum[v] += (float) (row[i] * own[v]);
            });
            NeuroImage made = like.createLike("sum", 1);
            made.writeVolume(0, sum);
            sums.add(made);
        }
        return sums;
    }

    @Override
    public Found test(Endpoint endpoint, TestPlan plan, PersonTest test, double alpha, Progress progress)
            throws IOException {
        Endpoint.WholeMap whole = (Endpoint.WholeMap) endpoint.source();
        Maps maps = read(endpoint, plan);
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
        if (plan.varianceGroups().isPresent())
            throw new DataException(
                    "equivalence of a map assumes one variance for all arms: declare 'variance': 'equal'");
        Maps maps = read(endpoint, plan);
        Observations data = maps.design().observe(MaskedMaps.observations(maps.inputs(), maps.mask()));
        LinearModel model = maps.design().model(maps.design().defaultContrast());
        PersonTest test = plan.test(new PersonTest.Options(2, 1, 1, PersonTest.Options.DEFAULT.test()));
        ContrastMaps found = test.sandwich().isPresent()
                ? SandwichTest.estimates(test.sandwich().get(), data, progress)
                : maps.covariate() == null
                        ? ContrastMaps.of(model, data, progress)
                        : ContrastMaps.of(
                                model, data, MaskedMaps.observations(maps.covariate(), maps.mask()), progress);
        boolean standardised = claim.unit().equals(EquivalenceClaim.SD);
        ContrastMaps own = standardised ? divided(found, deviations(endpoint, cells, maps.mask())) : found;
        EquivalenceMaps result =
                EquivalenceMaps.of(own, claim.margin(), Equivalence.Options.DEFAULT.with(claim.alpha()), progress);
        String name = equivalenceFolder(endpoint.id(), plan.contrast().name(), plan.visit());
        write(name, result, maps);
        int shown = 0;
        int tested = 0;
        for (double p : result.pCorrected()) {
            if (Double.isNaN(p)) continue;
            tested++;
            if (p <= claim.alpha()) shown++;
        }
        return new Absence(claim.margin(), tested, shown, result.pEverywhere(), name);
    }

    /** The name of the folder of a claim of equivalence. */
    public static String equivalenceFolder(String endpoint, String contrast, String visit) {
        return folder(endpoint, contrast, visit) + "_equivalence";
    }

    /** The files that a claim of equivalence writes into its folder. */
    public static final List<String> EQUIVALENCE =
            List.of("effect.nii.gz", "low.nii.gz", "high.nii.gz", "p_equivalence_unc.nii.gz", "p_equivalence.nii.gz");

    private void write(String name, EquivalenceMaps result, Maps maps) throws IOException {
        double[][] volumes = {
            result.contrast().effect(), result.intervals()[0], result.intervals()[1], result.p(), result.pCorrected()
        };
        Path target = Files.createDirectories(folder.resolve(name));
        for (int k = 0; k < volumes.length; k++)
            StudyFiles.write(
                    MaskedMaps.image(
                            volumes[k],
                            maps.mask(),
                            k < 3 ? 0 : 1,
                            maps.inputs().get(0),
                            EQUIVALENCE.get(k)),
                    target.resolve(EQUIVALENCE.get(k)),
                    Progress.NONE);
    }

    /** The pooled standard deviation between participants at each voxel. */
    private double[] deviations(Endpoint endpoint, List<int[]> cells, Mask mask) throws IOException {
        double[] squares = new double[mask.count()];
        int freedom = 0;
        TrialMap map = endpoint.map().orElseThrow();
        for (int[] cell : cells) {
            List<NeuroImage> images = new ArrayList<>();
            for (int i : cell) {
                Visit visit = endpoints.visit(i, endpoint.task()).orElseThrow();
                images.add(TrialMaps.mean(visit, map, TrialMaps.runs(visit, map), map::file, new ArrayList<>()));
            }
            Observations data = MaskedMaps.observations(images, mask);
            double[][] rows = new double[data.rows()][data.elements()];
            for (int r = 0; r < rows.length; r++) data.read(r, 0, rows[r].length, rows[r], 0);
            for (int v = 0; v < squares.length; v++) {
                double mean = 0;
                for (double[] row : rows) mean += row[v] / rows.length;
                for (double[] row : rows) squares[v] += (row[v] - mean) * (row[v] - mean);
            }
            freedom += Math.max(0, rows.length - 1);
        }
        for (int v = 0; v < squares.length; v++) squares[v] = Math.sqrt(squares[v] / freedom);
        return squares;
    }

    private static ContrastMaps divided(ContrastMaps maps, double[] by) {
        double[] effect = maps.effect().clone();
        double[] error = maps.standardError().clone();
        double[] rest = maps.residualSd().clone();
        for (int v = 0; v < effect.length; v++) {
            effect[v] /= by[v];
            error[v] /= by[v];
            rest[v] /= by[v];
        }
        return new ContrastMaps(effect, error, rest, maps.degreesOfFreedom());
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
