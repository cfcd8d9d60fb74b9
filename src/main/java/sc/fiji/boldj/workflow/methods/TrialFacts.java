package sc.fiji.boldj.workflow.methods;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.NiftiHeader;
import sc.fiji.boldj.stats.LinearModel;
import sc.fiji.boldj.workflow.participant.ResampleStep;
import sc.fiji.boldj.workflow.study.AnatomyFiles;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.TaskMap;
import sc.fiji.boldj.workflow.study.TrialMap;
import sc.fiji.boldj.workflow.trial.Biomarkers;
import sc.fiji.boldj.workflow.trial.ColumnTest;
import sc.fiji.boldj.workflow.trial.TrialDesign;
import sc.fiji.boldj.workflow.trial.TrialReport;
import sc.fiji.boldj.workflow.trial.Visit;

/**
 * What a group analysis actually did; with the options, the basis of its methods text.
 *
 * @param task of the runs
 * @param series the analysed runs
 * @param anatomy the T1-weighted images that the runs were normalised through
 * @param people who was analysed
 * @param model the model of the connections in sentences: design, contrast, statistic, permutations
 * @param nuisance whether the model has columns that are not tested
 * @param connections that were tested
 * @param maps that were tested
 * @param response how response was tested
 * @param period whether the outcome was also adjusted for period, as in a crossover
 */
public record TrialFacts(
        String task,
        List<SeriesFacts> series,
        List<Acquisition> anatomy,
        PeopleFacts people,
        String model,
        boolean nuisance,
        Connections connections,
        Maps maps,
        Response response,
        boolean period) {

    /**
     * The connections that were tested.
     *
     * @param families whether connections available in different participants were corrected as separate families
     */
    record Connections(List<String> names, boolean families) {

        Connections {
            names = List.copyOf(names);
        }
    }

    /**
     * The maps that were tested.
     *
     * @param conditions of the task, where maps of it were tested
     * @param voxels tested in each map
     */
    record Maps(List<TrialMap> tested, List<ConditionFacts> conditions, int voxels) {

        Maps {
            tested = List.copyOf(tested);
            conditions = List.copyOf(conditions);
        }
    }

    /** How response was tested. */
    enum Response {
        /** Not tested: no outcome, or too few participants. */
        NONE,
        /** As an association, in participants who were given the drug only. */
        ASSOCIATION,
        /** As the interaction of treatment with the connection. */
        INTERACTION
    }

    /** Collects what was done. */
    public static TrialFacts of(
            TrialDesign design,
            PeopleFacts people,
            BidsDataset dataset,
            ColumnTest main,
            List<TrialReport.MapResult> maps,
            int voxels,
            Biomarkers biomarkers)
            throws IOException {
        List<SeriesFacts> series = new ArrayList<>();
        String task = "";
        for (Visit visit : design.visits())
            for (ScanFiles run : visit.runs()) {
                series.add(SeriesFacts.of(run));
                task = run.scan().task();
            }
        Response response = biomarkers.strongest() == null
                ? Response.NONE
                : biomarkers.strongest().controls().length > 0 ? Response.INTERACTION : Response.ASSOCIATION;
        List<TrialMap> tested = maps.stream().map(TrialReport.MapResult::map).toList();
        LinearModel model = main.test().model();
        return new TrialFacts(
                task,
                series,
                anatomy(design.visits(), dataset),
                people,
                main.test().methods(),
                model.design()[0].length > model.effectRank(),
                new TrialFacts.Connections(main.names(), main.isFamilies()),
                new TrialFacts.Maps(
                        tested,
                        tested.stream().anyMatch(TaskMap.class::isInstance)
                                ? ConditionFacts.of(design.visits(), dataset)
                                : List.of(),
                        voxels),
                response,
                design.kind().equals("crossover"));
    }

    /** The T1-weighted image of each participant with a run that was normalised through one. */
    static List<Acquisition> anatomy(List<Visit> visits, BidsDataset dataset) throws IOException {
        Map<String, Acquisition> images = new LinkedHashMap<>();
        for (Visit visit : visits)
            for (ScanFiles run : visit.runs()) {
                int scans = images.containsKey(visit.subject()) ? 0 : ResampleStep.anatomicalScans(run);
                if (scans == 0) continue;
                Optional<AnatomyFiles> used =
                        AnatomyFiles.used(dataset, run.root(), visit.subject(), run.space(), scans > 1);
                if (used.isEmpty()) continue;
                Path corrected = used.get().corrected();
                images.put(
                        visit.subject(),
                        Acquisition.of(
                                used.get().first().file(),
                                Files.exists(corrected)
                                        ? Optional.of(
                                                NiftiHeader.read(corrected).grid())
                                        : Optional.empty()));
            }
        return List.copyOf(images.values());
    }

    public TrialFacts {
        series = List.copyOf(series);
        anatomy = List.copyOf(anatomy);
    }
}
