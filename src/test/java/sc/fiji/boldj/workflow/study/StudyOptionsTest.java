package sc.fiji.boldj.workflow.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.boldj.workflow.option.MethodsPart;
import sc.fiji.boldj.workflow.option.Option;

/** Options are declared once; logs hold them by key, and steps already done stay valid only while keys and types stay. */
class StudyOptionsTest {

    /** Each of the options, as logs have it, is among those of the map. */
    private static void holds(String options, Map<String, Object> map) {
        for (String option : options.split("; ", -1)) {
            String key = option.substring(0, option.indexOf('='));
            assertEquals(option, key + "=" + map.get(key), "steps that are done would be repeated");
        }
        assertEquals(List.copyOf(new TreeSet<>(map.keySet())), List.copyOf(map.keySet()), "in alphabetical order");
    }

    @Test
    void logsHoldTheKeysAndTypesThatTheyAlwaysHeld() {
        holds(
                "censor=0.0; columns=24P+aCompCor; components=; contrasts=; derivatives=;"
                        + " derivatives_space=MNI152NLin2009cAsym; distortion=auto; dummy_scans=-1; filter=fourier; fwhm=6.0; high=0.09;"
                        + " jacobian=true; low=0.008; nonlinear=true; physio=true; seeds=; sensitivity=true; slice_timing=true; task_model=true; template=; voxel=3.0",
                ParticipantOptions.DEFAULT.toMap());
        holds(
                "alpha=0.05; contrast=; covariates=; design=auto; maps=PCC,DMN,alff,reho; max_fd=0.5; min_coverage=0.7;"
                        + " min_dof=15.0; outcome=score; permutations=5000; seed=1; task=; visits=",
                GroupOptions.DEFAULT.toMap());
        assertEquals(Long.class, GroupOptions.DEFAULT.toMap().get("seed").getClass());
        assertEquals(
                Integer.class,
                ParticipantOptions.DEFAULT.toMap().get("dummy_scans").getClass());
        assertEquals(
                Map.of("fwhm", 6.0, "seeds", ""),
                ParticipantOptions.DEFAULT.some(ParticipantOption.SEEDS, ParticipantOption.FWHM));
    }

    /** The group level and the simulation both have {@code seed}: one is not read or set as the other. */
    @Test
    void anOptionOfAnotherSetIsRefusedThoughItsKeyIsTheSame() {
        assertEquals(GroupOption.SEED.key(), SimulationOption.SEED.key());
        String message = "'seed' is none of [";
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> GroupOptions.DEFAULT.get(SimulationOption.SEED))
                        .getMessage()
                        .substring(0, message.length()));
        assertThrows(IllegalArgumentException.class, () -> GroupOptions.DEFAULT.with(SimulationOption.SEED, 2L));
    }

    /** An option whose declaration names a sidecar key is in the sidecar of what depends on it. */
    @Test
    void sidecarsGiveTheValuesInUse() {
        ParticipantOptions four = ParticipantOptions.DEFAULT.with(ParticipantOption.FWHM, 4.0);
        assertEquals(
                Map.of("SmoothingFWHMMillimetres", 4.0),
                four.recorded(List.of(ParticipantOption.FWHM, ParticipantOption.SEEDS)));
        Option<Double> radius =
                Option.number("seed_radius", 6).recordedAs("RadiusMillimetres").in("mm");
        assertEquals("RadiusMillimetres", radius.recorded());
        assertEquals("", Option.number("voxel", 3).recorded());
    }

    /** An option whose declaration has a sentence is in that part of the methods text. */
    @Test
    void methodsTextsSayWhatIsDeclared() {
        List<String> said = ParticipantOptions.DEFAULT.reported(MethodsPart.INFERENCE);
        assertEquals(1, said.size());
        assertEquals(
                "As sensitivity analyses, the connections were tested again with the global signal regressed out and with volumes"
                        + " censored at 0.5 mm per 2 s. The t map of the PCC seed was compared, without inference, with those after"
                        + " global signal regression, after censoring and without smoothing.",
                said.get(0));
        ParticipantOptions without = ParticipantOptions.DEFAULT.with(ParticipantOption.SENSITIVITY, false);
        assertEquals(List.of(), without.reported(MethodsPart.INFERENCE));
        assertEquals(List.of(), ParticipantOptions.DEFAULT.reported(MethodsPart.MAPS));
    }

    @Test
    void anotherValueIsAnotherObject() {
        ParticipantOptions four = ParticipantOptions.DEFAULT.with(ParticipantOption.FWHM, 4.0);
        assertEquals(4.0, four.get(ParticipantOption.FWHM));
        assertEquals(6.0, ParticipantOptions.DEFAULT.get(ParticipantOption.FWHM));
        assertNotEquals(ParticipantOptions.DEFAULT, four);
        assertEquals(ParticipantOptions.DEFAULT, four.with(ParticipantOption.FWHM, 6.0));
        List<TrialMap> maps = new ArrayList<>(List.of(new TaskMap("a,b"), SeedMap.PCC));
        GroupOptions group =
                GroupOptions.DEFAULT.with(GroupOption.MAPS, maps).with(GroupOption.VISITS, List.of("pre, late"));
        maps.clear();
        assertEquals(List.of(new TaskMap("a,b"), SeedMap.PCC), group.get(GroupOption.MAPS), "names keep their commas");
    }

    @Test
    void inputsOfCommandsAreRead() {
        GroupOptions read = GroupOptions.DEFAULT.given(Map.of("maps", " alff, \"glm-a, b\"", "task", " rest ", "x", 1));
        assertEquals(List.of(LocalMeasure.ALFF, new TaskMap("a, b")), read.get(GroupOption.MAPS));
        assertEquals("rest", read.get(GroupOption.TASK));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "voxel | 0.5 | voxel must be 1 to 10 mm, got 0.5",
                "voxel | 11 | voxel must be 1 to 10 mm, got 11.0",
                "voxel | NaN | voxel must be 1 to 10 mm, got NaN",
                "fwhm | 31 | fwhm must be 0 to 30 mm, got 31.0",
                "censor | -1 | censor must be 0 mm or more, got -1.0",
                "low | 0.1 | the pass band must have 0 <= low < high Hz (high 0: none), got 0.1 to 0.09",
                "high | -1 | the pass band must have 0 <= low < high Hz (high 0: none), got 0.008 to -1.0",
                "alpha | 1 | alpha must be in (0, 1), got 1.0",
                "max_fd | 0 | max_fd must be above 0 mm, got 0.0",
                "min_dof | -1 | min_dof must be 0 or more, got -1.0",
                "min_coverage | 1.1 | min_coverage must be in [0, 1], got 1.1"
            })
    void aValueThatCannotBeIsNamed(String key, double value, String message) {
        Map<String, Object> given = Map.of(key, value);
        var e = assertThrows(IllegalArgumentException.class, () -> {
            ParticipantOptions.DEFAULT.given(given);
            GroupOptions.DEFAULT.given(given);
        });
        assertEquals(message, e.getMessage());
    }

    @Test
    void checksOfTextsAndWholeNumbers() {
        assertThrows(
                IllegalArgumentException.class,
                () -> ParticipantOptions.DEFAULT.with(ParticipantOption.DUMMY_SCANS, -2));
        assertThrows(
                IllegalArgumentException.class, () -> ParticipantOptions.DEFAULT.with(ParticipantOption.SEEDS, "a"));
        assertThrows(IllegalArgumentException.class, () -> GroupOptions.DEFAULT.with(GroupOption.PERMUTATIONS, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> GroupOptions.DEFAULT.with(GroupOption.MAPS, GroupOption.MAPS.fromInput("PCC,PCC")));
        var e = assertThrows(
                IllegalArgumentException.class, () -> GroupOptions.DEFAULT.with(GroupOption.DESIGN, "cross"));
        assertEquals(
                "design must be one of [auto, change, crossover, two-sample, paired, one-sample], got cross",
                e.getMessage());
    }

    @Test
    void theBandIsCheckedAsAWhole() {
        ParticipantOptions fast =
                ParticipantOptions.DEFAULT.with(ParticipantOption.LOW, 0.2, ParticipantOption.HIGH, 0.4);
        assertEquals(0.2, fast.get(ParticipantOption.LOW));
        assertEquals(0.4, fast.get(ParticipantOption.HIGH));
    }

    @Test
    void anOptionOfTheOtherLevelIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ParticipantOptions.DEFAULT.get(GroupOption.ALPHA));
        assertThrows(IllegalArgumentException.class, () -> GroupOptions.DEFAULT.with(ParticipantOption.FWHM, 4.0));
        Option<Double> namesake = Option.number("fwhm", 6);
        assertThrows(IllegalArgumentException.class, () -> ParticipantOptions.DEFAULT.get(namesake));
    }

    @Test
    void everyOptionHasALabelAndALineOfItsOwn() {
        for (List<Option<?>> all : List.of(ParticipantOptions.ALL.all(), GroupOptions.ALL.all())) {
            Set<String> labels = new HashSet<>();
            for (Option<?> option : all) {
                assertFalse(option.description().isBlank(), option.key());
                assertFalse(option.description().contains("\n"), option.key());
                assertNotEquals(option.key(), option.label());
                assertFalse(!labels.add(option.label()), option.label());
            }
        }
    }
}
