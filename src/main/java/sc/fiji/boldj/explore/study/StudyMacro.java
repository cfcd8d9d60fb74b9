package sc.fiji.boldj.explore.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.host.MacroLine;
import sc.fiji.boldj.workflow.study.ScanRating;

/** The macro lines of what is done in the study window. */
final class StudyMacro {

    private StudyMacro() {}

    /** Of processing participants; all of them if none is named. */
    static String process(StudyEngine.Place place, List<String> subjects) {
        Map<String, String> values = folders(place);
        values.put("participant", String.join(",", subjects));
        values.putAll(new TreeMap<>(place.options()));
        return MacroLine.of("Run Participant...", values);
    }

    /** The keys and values of checking the dataset. */
    static Map<String, String> check(StudyEngine.Place place, String page) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("bids", place.bids().toString());
        values.put("output", page);
        for (String key : List.of("columns", "low", "high", "dummy_scans", "protocol"))
            values.put(key, place.options().getOrDefault(key, ""));
        return values;
    }

    /** Of a rating. */
    static String rate(StudyEngine.Place place, ScanRating rating) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("output", place.output().toString());
        values.put("participant", rating.participant());
        values.put("session", rating.session());
        values.put("task", rating.task());
        values.put("run", rating.run());
        values.put("rating", rating.judgement().word());
        values.put("reason", rating.reason());
        values.put("rater", rating.rater());
        values.put("time", rating.time());
        return MacroLine.of("Rate Scan...", values);
    }

    static void record(StudyEngine.Place place, ScanRating rating) {
        MacroLine.record(rate(place, rating));
    }

    /** The folders, first. */
    static Map<String, String> folders(StudyEngine.Place place) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("bids", place.bids().toString());
        values.put("output", place.output().toString());
        return values;
    }
}
