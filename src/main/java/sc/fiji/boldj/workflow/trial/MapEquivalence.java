package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.group.MaskedMaps;
import sc.fiji.boldj.group.PersonTest;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.ContrastMaps;
import sc.fiji.boldj.stats.Equivalence;
import sc.fiji.boldj.stats.EquivalenceMaps;
import sc.fiji.boldj.stats.LinearModel;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.SandwichTest;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.EquivalenceClaim;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TrialMap;

/** Two one-sided tests of a declared equivalence at each voxel. */
final class MapEquivalence {

    private final ScanEndpoints endpoints;
    private final Path folder;

    /** @param folder where the maps of the claim are written */
    MapEquivalence(ScanEndpoints endpoints, Path folder) {
        this.endpoints = endpoints;
        this.folder = folder;
    }

    /** Tests a claim, and writes its maps. */
    DeclaredMaps.Absence of(
            Endpoint endpoint, TestPlan plan, EquivalenceClaim claim, List<int[]> cells, Progress progress)
            throws IOException {
        if (plan.varianceGroups().isPresent())
            throw new DataException(
                    "equivalence of a map assumes one variance for all arms: declare 'variance': 'equal'");
        PlanMaps maps = PlanMaps.of(endpoints, endpoint, plan);
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
        write(result, maps);
        int shown = 0;
        int tested = 0;
        for (double p : result.pCorrected()) {
            if (Double.isNaN(p)) continue;
            tested++;
            if (p <= claim.alpha()) shown++;
        }
        return new DeclaredMaps.Absence(
                claim.margin(),
                tested,
                shown,
                result.pEverywhere(),
                folder.getFileName().toString());
    }

    private void write(EquivalenceMaps result, PlanMaps maps) throws IOException {
        double[][] volumes = {
            result.contrast().effect(), result.intervals()[0], result.intervals()[1], result.p(), result.pCorrected()
        };
        Path target = Files.createDirectories(folder);
        for (int k = 0; k < volumes.length; k++)
            StudyFiles.write(
                    MaskedMaps.image(
                            volumes[k],
                            maps.mask(),
                            k < 3 ? 0 : 1,
                            maps.inputs().get(0),
                            DeclaredMapFiles.EQUIVALENCE.get(k)),
                    target.resolve(DeclaredMapFiles.EQUIVALENCE.get(k)),
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
}
