package sc.fiji.boldj.workflow.methods;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.study.NodeSet;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.TaskMap;
import sc.fiji.boldj.workflow.trial.DeclaredClaims;
import sc.fiji.boldj.workflow.trial.DeclaredPredictions;
import sc.fiji.boldj.workflow.trial.DeclaredResult;
import sc.fiji.boldj.workflow.trial.DeclaredScans;
import sc.fiji.boldj.workflow.trial.ProtocolNodes;
import sc.fiji.boldj.workflow.trial.Visit;

/**
 * What the analysis of a trial with a protocol actually did; with the options, the basis of its methods text.
 *
 * @param protocol of the trial
 * @param digest SHA-256 of its canonical form
 * @param tasks the included runs of each task; none if all endpoints are scores
 * @param anatomy the T1-weighted images that the runs were normalised through
 * @param nodes that endpoints name
 * @param tests what was tested
 * @param voxels number of tested voxels of each map test, by the name of its folder
 */
public record DeclaredFacts(
        TrialProtocol protocol,
        String digest,
        List<Task> tasks,
        List<Acquisition> anatomy,
        NodeSet nodes,
        Tests tests,
        Map<String, Integer> voxels) {

    /**
     * The included runs of a task.
     *
     * @param name of the task
     * @param series its runs
     * @param people whose sessions are included
     * @param conditions of the task, where an endpoint is a contrast of them
     */
    record Task(String name, List<SeriesFacts> series, PeopleFacts people, List<ConditionFacts> conditions) {

        Task {
            series = List.copyOf(series);
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * What was tested.
     *
     * @param results of all families
     * @param equivalence of all claims
     * @param blocking of all claims
     * @param predictions of all claims and comparisons
     * @param sensitivity names of the analyses that the primary and secondary tests were repeated in; empty for none
     */
    public record Tests(
            List<DeclaredResult> results,
            List<DeclaredClaims.EquivalenceResult> equivalence,
            List<DeclaredClaims.BlockingResult> blocking,
            List<DeclaredPredictions.Result> predictions,
            List<String> sensitivity) {

        public Tests {
            results = List.copyOf(results);
            equivalence = List.copyOf(equivalence);
            blocking = List.copyOf(blocking);
            predictions = List.copyOf(predictions);
            sensitivity = List.copyOf(sensitivity);
        }
    }

    public DeclaredFacts {
        tasks = List.copyOf(tasks);
        anatomy = List.copyOf(anatomy);
        voxels = new TreeMap<>(voxels);
    }

    /**
     * Collects what was done.
     *
     * @param scans the sessions with runs of each task
     */
    public static DeclaredFacts of(
            TrialProtocol protocol,
            String digest,
            List<DeclaredScans> scans,
            BidsDataset dataset,
            Tests tests,
            Map<String, Integer> voxels)
            throws IOException {
        List<Task> tasks = new ArrayList<>();
        List<Visit> all = new ArrayList<>();
        boolean contrasts = protocol.endpoints().values().stream()
                .flatMap(endpoint -> endpoint.map().stream())
                .anyMatch(TaskMap.class::isInstance);
        for (DeclaredScans scan : scans) {
            List<SeriesFacts> series = new ArrayList<>();
            String name = "";
            for (Visit visit : scan.included())
                for (ScanFiles run : visit.runs()) {
                    series.add(SeriesFacts.of(run));
                    name = run.scan().task();
                }
            if (series.isEmpty()) continue;
            all.addAll(scan.included());
            tasks.add(new Task(
                    name,
                    series,
                    PeopleFacts.of(scan, dataset.withoutScans().size()),
                    contrasts ? ConditionFacts.of(scan.included(), dataset) : List.of()));
        }
        return new DeclaredFacts(
                protocol, digest, tasks, TrialFacts.anatomy(all, dataset), ProtocolNodes.of(protocol), tests, voxels);
    }

    /** The runs of all tasks. */
    List<SeriesFacts> series() {
        return tasks.stream().flatMap(task -> task.series().stream()).toList();
    }

    /** The endpoints that a test or claim could be computed for, in the protocol's order. */
    List<Endpoint> endpoints() {
        return protocol.endpoints().values().stream()
                .filter(endpoint -> tests.results().stream()
                                .anyMatch(result -> result.outcome().isPresent()
                                        && result.endpoint().id().equals(endpoint.id()))
                        || tests.equivalence().stream()
                                .anyMatch(each ->
                                        (each.result().isPresent() || each.map().isPresent())
                                                && each.claim().endpoint().equals(endpoint.id()))
                        || tests.blocking().stream()
                                .anyMatch(each -> each.result().isPresent()
                                        && each.claim().endpoint().equals(endpoint.id()))
                        || tests.predictions().stream()
                                .anyMatch(each -> !each.predictive().isEmpty()
                                        && (each.claim().outcome().equals(endpoint.id())
                                                || each.claim().biomarkers().contains(endpoint.id()))))
                .toList();
    }

    /** The results that have numbers. */
    List<DeclaredResult> tested() {
        return tests.results().stream()
                .filter(result -> result.outcome().isPresent())
                .toList();
    }
}
