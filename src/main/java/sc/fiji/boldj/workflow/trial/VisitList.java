package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;

/**
 * The sessions that the group level uses, and those it does not, with the reason.
 *
 * @param used sessions with all their series processed and within the rules
 * @param excluded sessions that are not
 * @param notes what the reader must know of the tables
 */
public record VisitList(List<Visit> used, List<Exclusion> excluded, List<String> notes) {

    public VisitList {
        used = List.copyOf(used);
        excluded = List.copyOf(excluded);
        notes = List.copyOf(notes);
    }

    /** The same with a further note. */
    public VisitList noting(String note) {
        List<String> all = new ArrayList<>(notes);
        all.add(note);
        return new VisitList(used, excluded, all);
    }

    /** Why sessions are excluded, by session name. */
    public Map<String, String> reasons() {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (Exclusion out : excluded) reasons.put(out.visit().name(), out.reason());
        return reasons;
    }

    /** Why no session can be analysed, and remedies that follow from the reasons. */
    public String advice() {
        Map<String, List<Exclusion>> kinds = new LinkedHashMap<>();
        for (Exclusion out : excluded)
            kinds.computeIfAbsent(out.kind(), key -> new ArrayList<>()).add(out);
        List<String> words = new ArrayList<>();
        List<String> remedies = new ArrayList<>();
        kinds.forEach((kind, outs) -> {
            Exclusion first = outs.get(0);
            words.add(kind + " " + outs.size() + " (" + first.visit().name() + ": " + first.reason() + ")");
            remedies.add(
                    switch (kind) {
                        case "motion" -> "raise max_fd";
                        case "degrees of freedom" ->
                            "lower min_dof, or run the participant level with fewer confound columns, a wider band or"
                                    + " less censoring";
                        case ScanRatings.KIND -> "see the table of ratings";
                        case "coverage" -> "lower min_coverage, and check the registration on the pages of the scans";
                        default -> "run the participant level first";
                    });
        });
        return "none of " + excluded.size() + " sessions can be analysed: " + String.join("; ", words)
                + ". Possible remedies: " + String.join("; ", remedies);
    }

    /** All sessions, used or not, in the order of the dataset. */
    List<Visit> all() {
        List<Visit> all = new ArrayList<>(used);
        for (Exclusion out : excluded) all.add(out.visit());
        all.sort(Comparator.comparing(Visit::subject).thenComparingInt(Visit::period));
        return all;
    }

    /** Sessions in the dataset with a series of the task. */
    int found() {
        return used.size() + excluded.size();
    }

    /**
     * Applies the rules of exclusion to all sessions of a dataset.
     *
     * @param space label of the standard space of the results
     * @throws IOException if a table or the task cannot be used
     */
    public static VisitList of(BidsDataset dataset, Path output, String space, GroupOptions options)
            throws IOException {
        return of(dataset, output, space, options, ScanRatings.of(dataset, Optional.empty()));
    }

    /** The same with sessions excluded by the ratings of their runs. */
    static VisitList of(BidsDataset dataset, Path output, String space, GroupOptions options, ScanRatings ratings)
            throws IOException {
        VisitReader reader = new VisitReader(dataset, output, space, options);
        List<Visit> visits = reader.visits();
        ExclusionRules rules = new ExclusionRules(options);
        List<Visit> used = new ArrayList<>();
        List<Exclusion> excluded = new ArrayList<>();
        for (Visit visit : visits) {
            Optional<Exclusion> rated = ratings.check(visit);
            Optional<Exclusion> out = rated.isPresent() ? rated : rules.check(visit);
            if (out.isPresent()) excluded.add(out.get());
            else used.add(visit);
        }
        List<String> notes = new ArrayList<>(reader.notes());
        notes.addAll(TrialMaps.lacking(used, options.get(GroupOption.MAPS)));
        notes.addAll(reader.notesOnTables(visits));
        return new VisitList(used, excluded, notes);
    }
}
