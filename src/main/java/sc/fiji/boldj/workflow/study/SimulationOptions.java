package sc.fiji.boldj.workflow.study;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.boldj.simulate.TrialPlan;
import sc.fiji.boldj.workflow.option.Option;
import sc.fiji.boldj.workflow.option.OptionSet;
import sc.fiji.boldj.workflow.option.Options;

/** What trial is simulated: values of the options that {@link SimulationOption} declares. Immutable. */
public final class SimulationOptions extends Options<SimulationOptions> {

    /** What there is to choose. */
    public static final OptionSet ALL = OptionSet.declaredIn(SimulationOption.class);

    private static final List<Option<?>> BUILT_IN_ONLY = List.of(SimulationOption.DESIGN, SimulationOption.BIOMARKER);

    private static final List<Option<?>> DECLARED_ONLY = List.of(
            SimulationOption.TRUTH,
            SimulationOption.INPUTS,
            SimulationOption.MISSING,
            SimulationOption.SITES,
            SimulationOption.CARRY_OVER);

    /** Sixteen participants in two arms, the standard effect, small scans. */
    public static final SimulationOptions DEFAULT = new SimulationOptions(Map.of());

    private final TrialPlan.Options plan;

    private SimulationOptions(Map<Option<?>, Object> values) {
        super(ALL, values);
        boolean declared = !get(SimulationOption.PROTOCOL).isEmpty();
        for (Option<?> option : declared ? BUILT_IN_ONLY : DECLARED_ONLY)
            if (!get(option).equals(option.standard()))
                throw new IllegalArgumentException(option.key()
                        + (declared
                                ? ": the protocol declares what is simulated; remove the key"
                                : " needs a protocol: give the key protocol, or remove " + option.key()));
        if (declared && !(Math.abs(get(SimulationOption.EFFECT)) <= 10))
            throw new IllegalArgumentException(
                    "effect must be -10 to 10 standard deviations, got " + get(SimulationOption.EFFECT));
        plan = new TrialPlan.Options(
                TrialPlan.Kind.valueOf(get(SimulationOption.DESIGN).toUpperCase(Locale.ROOT)),
                declared ? SimulationOption.PARTICIPANTS.standard() : get(SimulationOption.PARTICIPANTS),
                declared ? SimulationOption.EFFECT.standard() : get(SimulationOption.EFFECT),
                get(SimulationOption.BIOMARKER),
                get(SimulationOption.SEED));
    }

    /** What the plan of the trial is drawn from; with a protocol it is not used. */
    public TrialPlan.Options plan() {
        return plan;
    }

    /** What each run has beside its series. */
    public RunExtras extras() {
        List<String> names = get(SimulationOption.ACQUIRE);
        return new RunExtras(
                names.contains("physio"),
                names.contains("sbref"),
                names.contains("echoes"),
                new FieldmapFiles(names.contains("pepolar"), names.contains("phasediff")));
    }

    /** The size of the scans. */
    public TrialWriter.Size size() {
        return TrialWriter.Size.valueOf(get(SimulationOption.SIZE).toUpperCase(Locale.ROOT));
    }

    @Override
    protected SimulationOptions of(Map<Option<?>, Object> other) {
        return new SimulationOptions(other);
    }
}
