package sc.fiji.boldj.glm;

import java.util.List;

/**
 * The doses that a participant received during a run. Immutable.
 *
 * @param doses in any order, one or more
 */
public record Infusion(List<Dose> doses) {

    /**
     * One dose.
     *
     * @param onset seconds from the start of the run; may be negative
     * @param duration seconds, 0 for a bolus
     * @param amount mg per kg of body weight in all, above 0
     */
    public record Dose(double onset, double duration, double amount) {

        /** @throws IllegalArgumentException if a value is out of range */
        public Dose {
            if (!Double.isFinite(onset) || !(duration >= 0 && duration < Double.POSITIVE_INFINITY))
                throw new IllegalArgumentException(
                        "a dose needs a finite onset and a duration of 0 s (bolus) or more, got " + onset + " and "
                                + duration);
            if (!(amount > 0 && amount < 1000))
                throw new IllegalArgumentException(
                        "a dose is in mg per kg of body weight, above 0 and below 1000, got " + amount);
        }
    }

    /** Copies the doses. */
    public Infusion {
        doses = List.copyOf(doses);
        if (doses.isEmpty()) throw new IllegalArgumentException("an infusion needs one dose or more");
    }

    /** When the first dose begins, in seconds. */
    public double onset() {
        return doses.stream().mapToDouble(Dose::onset).min().orElseThrow();
    }
}
