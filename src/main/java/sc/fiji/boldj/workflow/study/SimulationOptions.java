package sc.fiji.boldj.workflow.study;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.boldj.simulate.TrialPlan;
import sc.fiji.boldj.workflow.option.OptionSet;
import sc.fiji.boldj.workflow.option.Options;

/** What trial is simulated: values of the options that {@link SimulationOption} declares. Immutable. */
public final class SimulationOptions extends Options<SimulationOptions> {

    /** What there is to choose. */
    public static final OptionSet ALL = OptionSet.declaredIn(SimulationOption.class);

    /** Sixteen participants in two arms, the standard effect, small scans. */
    public static final SimulationOptions DEFAULT = new SimulationOptions(Map.of());

    private final TrialPlan.Options plan;

    private SimulationOptions(Map<String, Object> values) {
        super(ALL, values);
        plan = new TrialPlan.Options(
                TrialPlan.Kind.valueOf(get(SimulationOption.DESIGN).toUpperCase(Locale.ROOT)),
                get(SimulationOption.PARTICIPANTS),
                get(SimulationOption.EFFECT),
                get(SimulationOption.BIOMARKER),
                get(SimulationOption.SEED));
    }

    /** What the plan of the trial is drawn from. */
    public TrialPlan.Options plan() {
        return plan;
    }

    /** What each run has beside its series. */
    public RunExtras extras() {
        List<String> names = get(SimulationOption.ACQUIRE);
        return new RunExtras(names.contains("physio"), names.contains("sbref"));
    }

    /** The size of the scans. */
    public TrialWriter.Size size() {
        return TrialWriter.Size.valueOf(get(SimulationOption.SIZE).toUpperCase(Locale.ROOT));
    }

    @Override
    protected SimulationOptions of(Map<String, Object> other) {
        return new SimulationOptions(other);
    }
}
