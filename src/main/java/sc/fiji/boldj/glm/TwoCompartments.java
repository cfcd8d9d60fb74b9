package sc.fiji.boldj.glm;

/**
 * A linear two-compartment model of the plasma concentration of a drug, solved exactly for boluses and constant infusions.
 *
 * <p>The drug enters and leaves through the central compartment: {@code c1' = -(k10 + k12) c1 + k21 x2 / V + dose / V}, {@code
 * x2' = k12 x1 - k21 x2}. A bolus of 1 mg/kg gives {@code (A exp(-alpha t) + B exp(-beta t)) / V}.
 *
 * @param volume of the central compartment, litres per kg of body weight
 * @param k10 rate of elimination, per minute
 * @param k12 rate from the central to the peripheral compartment, per minute
 * @param k21 rate back, per minute
 * @param source where the parameters are from
 */
public record TwoCompartments(double volume, double k10, double k12, double k21, String source) {

    /** Ketamine in healthy adults, 0.25 mg/kg (Clements and Nimmo 1981, Br J Anaesth 53, 27-30). */
    public static final TwoCompartments CLEMENTS =
            new TwoCompartments(1.7522, 0.0109, 0.0186, 0.0137, "ketamine, Clements and Nimmo 1981");

    /** @throws IllegalArgumentException if a parameter is not finite and above 0 */
    public TwoCompartments {
        for (double x : new double[] {volume, k10, k12, k21})
            if (!(x > 0 && x < Double.POSITIVE_INFINITY))
                throw new IllegalArgumentException(
                        "a two-compartment model needs a volume (l/kg) and rates k10, k12, k21"
                                + " (per minute) above 0, got " + volume + ", " + k10 + ", " + k12 + ", " + k21);
    }

    /** The fast rate, per minute. */
    double alpha() {
        double sum = k10 + k12 + k21;
        return (sum + Math.sqrt(sum * sum - 4 * k10 * k21)) / 2;
    }

    /** The slow rate, per minute. */
    double beta() {
        return k10 * k21 / alpha();
    }

    /**
     * The plasma concentration.
     *
     * @param seconds from the start of the run
     * @return mg per litre (micrograms per ml); 0 before the first dose
     */
    public double concentration(Infusion infusion, double seconds) {
        double fast = (alpha() - k21) / (alpha() - beta());
        double sum = 0;
        for (Infusion.Dose dose : infusion.doses()) {
            double since = (seconds - dose.onset()) / 60;
            if (since < 0) continue;
            double minutes = dose.duration() / 60;
            double one = fast * course(alpha(), since, minutes) + (1 - fast) * course(beta(), since, minutes);
            sum += dose.amount() * one / volume;
        }
        return sum;
    }

    /** The response to a dose of 1 that is given over some minutes and decays at a rate. */
    private static double course(double rate, double since, double minutes) {
        if (minutes == 0) return StrictMath.exp(-rate * since);
        double given = Math.min(since, minutes);
        return StrictMath.exp(-rate * (since - given)) * -StrictMath.expm1(-rate * given) / (rate * minutes);
    }
}
