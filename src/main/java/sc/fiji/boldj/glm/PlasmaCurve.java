package sc.fiji.boldj.glm;

import sc.fiji.boldj.run.DataException;

/**
 * A measured plasma concentration, linear between samples. Immutable.
 *
 * @param seconds times of the samples from the start of the run, ascending; two or more
 * @param concentration one for each time, 0 or more
 */
public record PlasmaCurve(double[] seconds, double[] concentration) {

    /** @throws IllegalArgumentException if times do not ascend, or a value is negative or not finite */
    public PlasmaCurve {
        if (seconds.length != concentration.length || seconds.length < 2)
            throw new IllegalArgumentException("a plasma curve needs two samples or more, each with a time and a"
                    + " concentration, got " + seconds.length + " and " + concentration.length);
        for (int i = 0; i < seconds.length; i++) {
            if (!Double.isFinite(seconds[i]) || (i > 0 && !(seconds[i] > seconds[i - 1])))
                throw new IllegalArgumentException("the times of a plasma curve must be finite and ascend, but sample "
                        + (i + 1) + " is at " + seconds[i] + " s");
            if (!(concentration[i] >= 0 && concentration[i] < Double.POSITIVE_INFINITY))
                throw new IllegalArgumentException(
                        "concentrations must be 0 or more, sample " + (i + 1) + " is " + concentration[i]);
        }
        seconds = seconds.clone();
        concentration = concentration.clone();
    }

    /**
     * The concentration at each volume.
     *
     * @throws DataException if the run begins before the first sample or ends after the last
     */
    public double[] at(Sampling sampling) {
        double[] values = new double[sampling.volumes()];
        int i = 0;
        for (int t = 0; t < values.length; t++) {
            double time = sampling.time(t);
            if (time < seconds[0] || time > seconds[seconds.length - 1])
                throw new DataException("the plasma curve covers " + seconds[0] + " to " + seconds[seconds.length - 1]
                        + " s, but volume " + t + " is at " + time
                        + " s: add a sample of 0 before the infusion, and one after the run");
            while (seconds[i + 1] < time) i++;
            double share = (time - seconds[i]) / (seconds[i + 1] - seconds[i]);
            values[t] = concentration[i] + share * (concentration[i + 1] - concentration[i]);
        }
        return values;
    }
}
