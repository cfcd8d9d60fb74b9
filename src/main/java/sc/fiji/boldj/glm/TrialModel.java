package sc.fiji.boldj.glm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The trials of a task, each with its own amplitude. Immutable.
 *
 * <p>A trial's response is the event's height, duration and the main function of the response. A trial of whose response
 * the run sees less than half (of its energy) has no amplitude of its own: it stands among the nuisance columns, and
 * {@link #leftOut} names it.
 */
public final class TrialModel {

    /** The share of a response's energy that the run must see. */
    public static final double LEAST_SEEN = 0.5;

    /** Amplitudes of a condition that a correlation needs. */
    public static final int LEAST_TRIALS = 4;

    private final List<Events.Event> trials;
    private final List<String> conditions;
    private final List<String> leftOut;
    private final TrialWeights weights;

    private TrialModel(List<Events.Event> trials, List<String> conditions, List<String> leftOut, TrialWeights weights) {
        this.trials = trials;
        this.conditions = conditions;
        this.leftOut = leftOut;
        this.weights = weights;
    }

    /**
     * Builds the model.
     *
     * @param confounds by name, one value per volume
     * @param highPass longest period that is kept, seconds; 0: no cosines
     * @throws IllegalArgumentException if a condition has no event in the run or a trial cannot be distinguished from the others
     */
    public static TrialModel of(
            Events events,
            Sampling sampling,
            Hrf hrf,
            Map<String, double[]> confounds,
            double highPass,
            TrialWeights.Method method) {
        if (hrf.isFir())
            throw new IllegalArgumentException(
                    "trials need a response of known shape: take hrf spm or glover, not fir");
        TaskDesign.Options options = TaskDesign.Options.DEFAULT.with(Hrf.spm(0)).withHighPass(highPass);
        Design fixed = Interaction.only(TaskDesign.build(events, sampling, confounds, null, options), false);
        List<Events.Event> trials = new ArrayList<>();
        List<double[]> responses = new ArrayList<>();
        List<double[]> partial = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Events.Event> ordered = new ArrayList<>(events.all());
        ordered.sort(java.util.Comparator.comparingDouble(Events.Event::onset));
        for (Events.Event event : ordered) {
            double[] response = TaskDesign.response(List.of(event), hrf, 0, sampling);
            double seen = energy(response);
            if (!(seen > LEAST_SEEN * whole(event, hrf, sampling))) {
                leftOut.add(name(event));
                if (seen > 0) partial.add(response);
                continue;
            }
            trials.add(event);
            responses.add(response);
            names.add(name(event));
        }
        List<String> conditions = events.conditions();
        int[] condition =
                trials.stream().mapToInt(e -> conditions.indexOf(e.condition())).toArray();
        int columns = fixed.columns() + partial.size();
        double[] nuisance = new double[sampling.volumes() * columns];
        double[] matrix = fixed.matrix();
        for (int t = 0; t < sampling.volumes(); t++) {
            System.arraycopy(matrix, t * fixed.columns(), nuisance, t * columns, fixed.columns());
            for (int p = 0; p < partial.size(); p++) nuisance[t * columns + fixed.columns() + p] = partial.get(p)[t];
        }
        return new TrialModel(
                List.copyOf(trials),
                conditions,
                List.copyOf(leftOut),
                TrialWeights.of(responses.toArray(new double[0][]), condition, names, nuisance, columns, method));
    }

    /** The energy of a response that the run would see if it were long enough. */
    private static double whole(Events.Event event, Hrf hrf, Sampling sampling) {
        double repetitionTime = sampling.repetitionTime();
        int before = (int) Math.ceil(Math.max(0, -event.onset()) / repetitionTime) + 1;
        int volumes = (int) Math.ceil((event.duration() + Hrf.LENGTH) / repetitionTime) + 2;
        double onset = event.onset() + before * repetitionTime;
        double shift = Math.floor(onset / repetitionTime) * repetitionTime;
        Events.Event moved = new Events.Event(event.condition(), onset - shift, event.duration(), event.amplitude());
        return energy(TaskDesign.response(
                List.of(moved), hrf, 0, new Sampling(volumes, repetitionTime, sampling.reference())));
    }

    private static double energy(double[] values) {
        double sum = 0;
        for (double value : values) sum += value * value;
        return sum;
    }

    private static String name(Events.Event event) {
        return String.format(Locale.ROOT, "the trial of %s at %.3f s", event.condition(), event.onset());
    }

    /** The trials that have an amplitude, by onset. */
    public List<Events.Event> trials() {
        return trials;
    }

    /** The conditions in the order of the alphabet. */
    public List<String> conditions() {
        return conditions;
    }

    /** Where the trials of a condition are among all, ascending. */
    public int[] members(String condition) {
        int[] members = new int[trials.size()];
        int count = 0;
        for (int k = 0; k < members.length; k++) if (trials.get(k).condition().equals(condition)) members[count++] = k;
        return java.util.Arrays.copyOf(members, count);
    }

    /**
     * Returns normally if each of some conditions has trials enough for a correlation.
     *
     * @throws IllegalArgumentException if not, with the numbers
     */
    public void requireCorrelations(List<String> some) {
        for (String condition : some) {
            int count = members(condition).length;
            if (count < LEAST_TRIALS)
                throw new IllegalArgumentException("condition " + condition + " has " + count
                        + " trials in the run, but a correlation over trials needs " + LEAST_TRIALS + " or more"
                        + (leftOut.isEmpty() ? "" : "; excluded: " + String.join(", ", leftOut)));
        }
    }

    /** The trials that the run sees too little of. */
    public List<String> leftOut() {
        return leftOut;
    }

    /** The weights of the volumes. */
    public TrialWeights weights() {
        return weights;
    }
}
