package sc.fiji.boldj.workflow.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.workflow.SessionLabels;

/**
 * The order of a participant's sessions in time: by the column {@code period} of the table of sessions, else by {@code
 * acq_time} (year first, as BIDS has it: other ways of writing a date do not sort), else by what the labels say ({@code
 * pre} before {@code post}, 2 before 10, letters by the alphabet).
 *
 * @param places number in time by label; later is larger
 * @param told whether a table says so
 * @param numbered whether the places are numbers of the trial's periods, also where a session is missing
 */
public record SessionOrder(Map<String, Integer> places, boolean told, boolean numbered) {

    private static final String YEAR_FIRST = "[0-9]{4}-?[0-9]{2}-?[0-9]{2}([T ][0-9]{2}.*)?";

    public static SessionOrder of(BidsDataset dataset, String subject, List<String> labels) {
        Map<String, Integer> periods = new HashMap<>();
        Map<String, String> times = new HashMap<>();
        for (String label : labels) {
            Map<String, String> row = dataset.session(subject, label);
            double period = TableCells.number(TableCells.cell(row, "period"));
            if (period == Math.rint(period)) periods.put(label, (int) period);
            String time = TableCells.cell(row, "acq_time");
            if (time.matches(YEAR_FIRST)) times.put(label, time.replace("-", "").replace(' ', 'T'));
        }
        int n = labels.size();
        if (new HashSet<>(periods.values()).size() == n) return new SessionOrder(periods, true, true);
        List<String> sorted = new ArrayList<>(labels);
        boolean timed = new HashSet<>(times.values()).size() == n;
        sorted.sort(timed ? Comparator.comparing(times::get) : SessionLabels::inTime);
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < n; i++) places.put(sorted.get(i), i + 1);
        return new SessionOrder(places, timed || n < 2, false);
    }

    /**
     * What was given before each session by the participant's column {@code sequence}, such as {@code drug-placebo} or {@code
     * AB}; a session before all of them, called baseline or the like, is {@code none}. Empty where the sequence does not
     * tell.
     *
     * @param everyones the labels of all participants' sessions
     */
    public Map<String, String> sequence(String sequence, List<String> everyones) {
        List<String> given = new ArrayList<>(List.of(sequence.strip().split("[-_/>:;|\\s]+")));
        if (given.size() == 1 && sequence.strip().length() == 2)
            given = new ArrayList<>(List.of(sequence.strip().split("")));
        if (sequence.isBlank() || given.size() < 2) return Map.of();
        List<String> all = new ArrayList<>(everyones);
        all.sort(SessionLabels::inTime);
        if (all.size() == given.size() + 1 && SessionLabels.isBaseline(all.get(0))) given.add(0, "none");
        Map<String, String> treatments = new HashMap<>();
        List<String> own = new ArrayList<>(places.keySet());
        own.sort(Comparator.comparing(places::get));
        for (int i = 0; i < own.size(); i++) {
            int at = own.size() == given.size() ? i : all.size() == given.size() ? all.indexOf(own.get(i)) : -1;
            if (numbered && own.size() < given.size()) at = places.get(own.get(i)) - 1;
            if (at >= 0 && at < given.size()) treatments.put(own.get(i), given.get(at));
        }
        return treatments;
    }
}
