package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sc.fiji.boldj.workflow.participant.NodeTables;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.MapFiles;
import sc.fiji.boldj.workflow.study.ScanFigure;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.TaskFiles;
import sc.fiji.boldj.workflow.study.TrialMap;
import sc.fiji.boldj.workflow.study.Variant;

/** The rules by which sessions are excluded. */
final class ExclusionRules {

    private final GroupOptions options;
    private final List<TrialMap> maps;

    ExclusionRules(GroupOptions options) {
        this.options = options;
        maps = options.get(GroupOption.MAPS);
    }

    /** Why a session is excluded; empty if it is not. */
    Optional<Exclusion> check(Visit visit) throws IOException {
        Optional<Exclusion> unprocessed = unprocessed(visit);
        if (unprocessed.isPresent()) return unprocessed;
        Optional<Exclusion> mapless = mapless(visit);
        return mapless.isPresent() ? mapless : poor(visit);
    }

    private static Optional<Exclusion> unprocessed(Visit visit) throws IOException {
        for (ScanFiles run : visit.runs()) {
            boolean finished = !Files.exists(run.unfinished());
            Optional<String> reason = MapFiles.whyNot(NodeTables.nodes(run, Variant.MAIN));
            if (finished && reason.isPresent())
                return because(
                        visit, "no connections", run.scan().name() + " has no connections because " + reason.get());
            if (finished && Files.exists(run.quality()) && Files.exists(NodeTables.nodes(run, Variant.MAIN))) continue;
            String why = finished
                    ? " has no participant-level results"
                    : ": the participant level did not finish it ("
                            + Files.readString(run.unfinished()).strip() + ")";
            int others = visit.runs().size() - 1;
            String with = others == 0 ? "" : "; the session with its " + (others + 1) + " runs is excluded";
            return because(
                    visit, "not processed", "not processed: " + run.scan().name() + why + with);
        }
        return Optional.empty();
    }

    /** A map is missing for no reason of the data. */
    private Optional<Exclusion> mapless(Visit visit) throws IOException {
        for (TrialMap map : maps)
            for (ScanFiles run : visit.runs())
                if (MapFiles.whyNot(map.file(run)).isEmpty()
                        && (TrialMaps.runs(visit, map).isEmpty()
                                || (map.isInEveryRun() && !Files.exists(map.file(run)))))
                    return because(
                            visit,
                            "not processed",
                            "not processed: there is no map " + map.label() + " of "
                                    + run.scan().name() + contrasts(run, map));
        return Optional.empty();
    }

    /** Too much motion, too few degrees of freedom, too little coverage. */
    private Optional<Exclusion> poor(Visit visit) {
        double displacement = visit.figure(ScanFigure.DISPLACEMENT);
        if (displacement > options.get(GroupOption.MAX_FD))
            return because(
                    visit,
                    "motion",
                    String.format(
                            Locale.ROOT,
                            "motion: mean framewise displacement %.2f mm per 2 s, above %.2f",
                            displacement,
                            options.get(GroupOption.MAX_FD)));
        double freedom = visit.figure(ScanFigure.FREEDOM);
        if (freedom < options.get(GroupOption.MIN_DOF))
            return because(
                    visit,
                    "degrees of freedom",
                    String.format(
                            Locale.ROOT,
                            "%.1f degrees of freedom, below %.1f",
                            freedom,
                            options.get(GroupOption.MIN_DOF)));
        double coverage = visit.figure(ScanFigure.COVERAGE);
        if (coverage < options.get(GroupOption.MIN_COVERAGE))
            return because(
                    visit,
                    "coverage",
                    String.format(
                            Locale.ROOT,
                            "covers %.0f %% of the template brain, below %.0f %%",
                            100 * coverage,
                            100 * options.get(GroupOption.MIN_COVERAGE)));
        return Optional.empty();
    }

    /** The contrasts that were computed for a run, where the requested one was not. */
    private static String contrasts(ScanFiles run, TrialMap map) {
        if (map.isInEveryRun()) return "";
        Collection<String> names = TaskFiles.contrasts(run).values();
        return names.isEmpty() ? " (it has no task model)" : " (its contrasts are " + String.join(", ", names) + ")";
    }

    private static Optional<Exclusion> because(Visit visit, String kind, String reason) {
        return Optional.of(new Exclusion(visit, kind, reason));
    }
}
