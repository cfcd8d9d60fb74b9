package sc.fiji.boldj.workflow.methods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.denoise.ConfoundPreset;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.Reference;
import sc.fiji.boldj.workflow.methods.TrialFacts.Response;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.TrialMap;
import sc.fiji.boldj.workflow.trial.TrialReport;

/** Over many random studies: each option that changes a number changes a sentence, and no sentence names what was not run. */
class TrialMethodsTest {

    private static final int STUDIES = 240;

    /** A study: the options, and what a run with them would have left in its sidecars. */
    private record Study(ParticipantOptions participant, GroupOptions group, TrialFacts facts) {

        MethodsText text() {
            return new TrialMethods(participant, group, "BoldJ test").text(facts);
        }

        String words() {
            return String.join(" ", text().sentences());
        }
    }

    /** What a dataset and a run are like, apart from the options. */
    private record World(
            int series,
            int withT1,
            int timed,
            int refused,
            int early,
            boolean sidecars,
            int controls,
            boolean families) {}

    private static final String[] COLUMNS = {
        "6P",
        "24P",
        "24P+aCompCor",
        "6P+WM+CSF",
        "24P+WM+CSF+GS",
        "32P",
        "36P",
        "tCompCor+6P",
        "aCompCor50",
        "12P",
        "trans_x,trans_y,white_matter"
    };

    private static final List<String> AVAILABLE = available();

    private static List<String> available() {
        List<String> names = new ArrayList<>();
        for (String base : List.of(
                "trans_x", "trans_y", "trans_z", "rot_x", "rot_y", "rot_z", "white_matter", "csf", "global_signal"))
            for (String ending : List.of("", "_derivative1", "_power2", "_derivative1_power2"))
                names.add(base + ending);
        for (String prefix : List.of("a_comp_cor_", "w_comp_cor_", "c_comp_cor_", "t_comp_cor_"))
            for (int k = 0; k < 7; k++) names.add(prefix + "0" + k);
        return names;
    }

    private static <T> T one(SplittableRandom random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static World world(SplittableRandom random) {
        int series = 2 + random.nextInt(30);
        return new World(
                series,
                one(random, List.of(0, series, random.nextInt(series))),
                one(random, List.of(0, series, random.nextInt(series))),
                random.nextInt(3),
                random.nextInt(4),
                random.nextBoolean(),
                random.nextInt(3),
                random.nextBoolean());
    }

    private static Map<String, Object> random(SplittableRandom random) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("template", one(random, List.of("", "MNI152NLin2009cAsym")));
        options.put("voxel", one(random, List.of(2.0, 3.0, 4.5)));
        options.put("nonlinear", random.nextBoolean());
        options.put("slice_timing", random.nextBoolean());
        options.put("fwhm", one(random, List.of(0.0, 4.0, 6.0)));
        options.put("columns", one(random, List.of(COLUMNS)));
        options.put("low", one(random, List.of(0.0, 0.008, 0.01)));
        options.put("high", one(random, List.of(0.0, 0.09, 0.1)));
        options.put("censor", one(random, List.of(0.0, 0.3, 0.5)));
        options.put("sensitivity", random.nextBoolean());
        options.put("dummy_scans", one(random, List.of(-1, 0, 3)));
        options.put(
                "seeds", one(random, List.of("", "mpfc = 1,55,-3", "amy = -20,-4,-20 + 22,-4,-20; mpfc = 1,55,-3")));
        options.put("components", one(random, List.of("", "/data/maps.nii.gz")));
        options.put("outcome", one(random, List.of("score", "madrs")));
        List<String> maps = new ArrayList<>();
        for (String map : List.of(
                "PCC",
                "PCC2",
                "DMN",
                "FPN",
                "alff",
                "malff",
                "falff",
                "mfalff",
                "reho",
                "zreho",
                "gbc",
                "vmhc",
                "glm-faces")) if (random.nextInt(3) == 0) maps.add(map);
        if (!options.get("seeds").equals("") && random.nextBoolean()) maps.add("seed-mpfc");
        if (!options.get("components").equals("") && random.nextBoolean()) maps.add("component-2");
        if (random.nextInt(5) == 0) maps.clear();
        options.put("maps", List.copyOf(maps));
        options.put("longitudinal", random.nextBoolean());
        options.put("permutations", one(random, List.of(1000, 5000)));
        options.put("alpha", one(random, List.of(0.05, 0.01)));
        options.put("max_fd", one(random, List.of(0.3, 0.5)));
        options.put("min_dof", one(random, List.of(15.0, 30.0)));
        options.put("min_coverage", one(random, List.of(0.7, 0.8)));
        options.put("seed", one(random, List.of(1L, 77L)));
        return options;
    }

    @SuppressWarnings("unchecked")
    private static Study study(Map<String, Object> o, World world) {
        ParticipantOptions participant = ParticipantOptions.DEFAULT.given(o);
        GroupOptions group = GroupOptions.DEFAULT
                .with(GroupOption.OUTCOME, (String) o.get("outcome"))
                .with(
                        GroupOption.MAPS,
                        ((List<String>) o.get("maps"))
                                .stream().map(TrialMap::parse).toList())
                .with(GroupOption.PERMUTATIONS, (Integer) o.get("permutations"))
                .with(GroupOption.ALPHA, (Double) o.get("alpha"))
                .with(GroupOption.MAX_FD, (Double) o.get("max_fd"))
                .with(GroupOption.MIN_DOF, (Double) o.get("min_dof"))
                .with(GroupOption.MIN_COVERAGE, (Double) o.get("min_coverage"))
                .with(GroupOption.SEED, (Long) o.get("seed"));
        List<String> confounds = ConfoundPreset.columns(participant.get(ParticipantOption.COLUMNS), AVAILABLE);
        List<SeriesFacts> series = new ArrayList<>();
        for (int i = 0; i < world.series(); i++) {
            boolean anatomy = i < world.withT1();
            series.add(new SeriesFacts(
                    new Acquisition(
                            Map.of("RepetitionTime", 0.8, Acquisition.VOLUMES, 1000.0 - 10 * (i % 2)),
                            world.sidecars() ? Map.of(Acquisition.SCANNER, "Maker Model") : Map.of()),
                    new SeriesFacts.Preprocessing(
                            participant.get(ParticipantOption.DUMMY_SCANS) < 0
                                    ? world.early()
                                    : participant.get(ParticipantOption.DUMMY_SCANS),
                            participant.get(ParticipantOption.SLICE_TIMING) && i < world.timed(),
                            Optional.empty(),
                            anatomy ? (participant.get(ParticipantOption.LONGITUDINAL) ? 2 + i % 2 : 1) : 0,
                            anatomy ? Optional.of(i >= world.refused()) : Optional.empty(),
                            world.sidecars(),
                            List.of(),
                            false,
                            false,
                            Optional.empty()),
                    new SeriesFacts.Denoising(
                            confounds, 1000, participant.get(ParticipantOption.CENSOR) > 0 ? 900 : 1000, 100 + i)));
        }
        TrialFacts facts = new TrialFacts(
                "rest",
                series,
                List.of(),
                new PeopleFacts(
                        List.of(new TrialReport.Arm("all", 8, 16, Map.of("motion", 2), 7, 14)),
                        List.of(new PeopleFacts.Arm("all", 7, List.of(30.0), Map.of())),
                        List.of(new PeopleFacts.Group("all", 14, List.of(0.1), List.of(33.0))),
                        0),
                "The group design (change) had the columns drug, placebo.",
                world.families(),
                new TrialFacts.Connections(List.of("PCC - mPFC", "DMN within"), world.families()),
                new TrialFacts.Maps(group.get(GroupOption.MAPS), List.of(), 60_000),
                switch (world.controls()) {
                    case 0 -> Response.NONE;
                    case 1 -> Response.ASSOCIATION;
                    default -> Response.INTERACTION;
                },
                world.families());
        return new Study(participant, group, facts);
    }

    private static String message(int n, Map<String, Object> options, World world) {
        return "study " + n + ": " + options + ", " + world;
    }

    /** Options that a sentence must show, and when they change nothing that was computed for the trial. */
    private static boolean matters(String key, Map<String, Object> o, World world) {
        List<?> maps = (List<?>) o.get("maps");
        return switch (key) {
            case "fwhm" -> !maps.isEmpty();
            case "seeds" -> maps.contains("seed-mpfc");
            case "components" -> maps.contains("component-2");
            case "outcome" -> world.controls() > 0;
            case "longitudinal" -> world.withT1() > 0;
            case "template" -> true;
            default -> true;
        };
    }

    @Test
    void eachOptionThatChangesANumberChangesASentence() {
        SplittableRandom random = new SplittableRandom(20261130);
        int changed = 0;
        for (int n = 0; n < STUDIES; n++) {
            World world = world(random);
            Map<String, Object> options = random(random);
            String words = study(options, world).words();
            for (String key : options.keySet()) {
                if (!matters(key, options, world)) continue;
                Map<String, Object> other = new LinkedHashMap<>(options);
                for (int tries = 0; other.equals(options) && tries < 1000; tries++) {
                    other.put(key, random(random).get(key));
                    if (key.equals("maps"))
                        other.put(
                                key,
                                ((List<?>) other.get(key))
                                        .stream()
                                                .filter(map -> !map.toString().matches("(seed|component)-.*"))
                                                .toList());
                    if ((key.equals("seeds") && other.get(key).equals(""))
                            || (key.equals("components") && other.get(key).equals("")))
                        other.put(key, options.get(key));
                }
                if (key.equals("seeds")) other.put(key, "mpfc = 2,50,-4");
                if (key.equals("components")) other.put(key, "/data/others.nii.gz");
                assertNotEquals(
                        words, study(other, world).words(), key + " is not in the text; " + message(n, options, world));
                changed++;
            }
        }
        assertTrue(changed > 15 * STUDIES, "compared only " + changed);
    }

    @Test
    void noSentenceNamesWhatWasNotRun() {
        Map<String, Predicate<Study>> only = new LinkedHashMap<>();
        only.put("CompCor|Behzadi", s -> used(s, "_comp_cor_"));
        only.put("aCompCor", s -> used(s, "(a|w|c)_comp_cor_"));
        only.put("tCompCor", s -> used(s, "t_comp_cor_"));
        only.put("were censored|Volumes with", s -> s.participant.get(ParticipantOption.CENSOR) > 0);
        only.put("No volume was censored", s -> s.participant.get(ParticipantOption.CENSOR) == 0);
        only.put(
                "sines and cosines|Hallquist|Lindquist",
                s -> s.participant.get(ParticipantOption.LOW) + s.participant.get(ParticipantOption.HIGH) > 0);
        only.put("frequencies below", s -> s.participant.get(ParticipantOption.LOW) > 0);
        only.put("(frequencies|Hz and) above", s -> s.participant.get(ParticipantOption.HIGH) > 0);
        only.put(
                "No temporal filter",
                s -> s.participant.get(ParticipantOption.LOW) + s.participant.get(ParticipantOption.HIGH) == 0);
        only.put("SyN|Avants", s -> s.participant.get(ParticipantOption.NONLINEAR));
        only.put(
                "Slice timing was corrected|Sladky",
                s -> series(s, one -> one.preprocessing().sliceTimed()));
        only.put(
                "T1-weighted image of each|Zhang|Tustison|coregist",
                s -> series(s, one -> one.preprocessing().throughAnatomy()));
        only.put(
                "refined by boundary|Greve",
                s -> series(s, one -> one.preprocessing().boundaryAccepted().equals(Optional.of(true))));
        only.put(
                "Reuter|from several sessions",
                s -> series(s, one -> one.preprocessing().anatomicalScans() > 1));
        only.put("EPI contrast", s -> series(s, one -> !one.preprocessing().throughAnatomy()));
        only.put(
                "Fonov|MNI152",
                s -> s.participant.get(ParticipantOption.TEMPLATE).isEmpty()
                        || s.participant.get(ParticipantOption.TEMPLATE).contains("MNI152"));
        only.put(
                "kernel of",
                s -> s.participant.get(ParticipantOption.FWHM) > 0
                        && !s.facts.maps().tested().isEmpty());
        only.put("No spatial smoothing", s -> s.participant.get(ParticipantOption.FWHM) == 0);
        only.put(
                "(regressed|white matter|global signal\\)).*Satterthwaite",
                s -> used(s, "(white_matter|csf|global_signal)_|trans_x_derivative1_power2"));
        only.put("Friston et al. 1996", s -> used(s, "trans_x_derivative1_power2"));
        only.put("global signal was not", s -> !used(s, "^global_signal$"));
        only.put("\\(global signal\\)", s -> used(s, "^global_signal"));
        only.put("Seed maps", s -> tested(s, "PCC.*|seed-.*"));
        only.put("dual regression|Nickerson", s -> tested(s, "DMN|FPN|component-.*"));
        only.put("low-frequency|Zang et al. 2007", s -> tested(s, "m?alff"));
        only.put("Zou", s -> tested(s, "m?falff"));
        only.put("Regional homogeneity|Kendall", s -> tested(s, "z?reho"));
        only.put("Global brain connectivity|Cole", s -> tested(s, "gbc"));
        only.put("homotopic|Zuo", s -> tested(s, "vmhc"));
        only.put("general linear model|percent signal change", s -> tested(s, "glm-.*"));
        only.put("threshold-free", s -> !s.facts.maps().tested().isEmpty());
        only.put("sensitivity analyses", s -> s.participant.get(ParticipantOption.SENSITIVITY));
        only.put("interaction with treatment", s -> s.facts.response() == Response.INTERACTION);
        only.put("ridge", s -> s.facts.response() != Response.NONE);
        only.put("Vickers", s -> s.facts.response() == Response.INTERACTION);
        only.put("and for period", s -> s.facts.response() == Response.ASSOCIATION && s.facts.period());
        only.put("Bonferroni", s -> s.facts.connections().families());
        only.put("breathing|Fair", s -> series(s, one -> one.preprocessing().breathingFiltered()));
        only.put("treated as nuisance", s -> s.facts.nuisance());
        only.put(
                "The connections.* were tested separately",
                s -> tested(s, ".*") || s.facts.response() != Response.NONE);
        only.put("Maker Model", s -> series(s, one -> !one.acquisition().words().isEmpty()));
        SplittableRandom random = new SplittableRandom(4);
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (int n = 0; n < STUDIES; n++) {
            World world = world(random);
            Map<String, Object> options = random(random);
            Study study = study(options, world);
            String words = study.words();
            for (Map.Entry<String, Predicate<Study>> rule : only.entrySet()) {
                boolean named = Pattern.compile(rule.getKey()).matcher(words).find();
                if (named) seen.merge(rule.getKey(), 1, Integer::sum);
                assertFalse(
                        named && !rule.getValue().test(study),
                        "'" + rule.getKey() + "' was not run; " + message(n, options, world) + "\n" + words);
            }
            assertFalse(words.contains("NaN") || words.contains("Infinity") || words.contains("  "), words);
            assertFalse(
                    Pattern.compile("\\b0 mm FWHM|0-0 Hz|\\b0 Hz")
                            .matcher(words)
                            .find(),
                    words);
        }
        for (String rule : only.keySet()) assertTrue(seen.containsKey(rule), "no study tried '" + rule + "'");
    }

    /** The list of references has the works that the sentences cite, and no others. */
    @Test
    void theReferencesAreThoseThatAreCited() {
        SplittableRandom random = new SplittableRandom(9);
        for (int n = 0; n < STUDIES; n++) {
            MethodsText text = study(random(random), world(random)).text();
            String words = String.join(" ", text.sentences());
            List<String> cited = new ArrayList<>();
            for (Reference work : Reference.values()) if (words.contains(work.cited())) cited.add(work.full());
            cited.sort(null);
            assertEquals(cited, text.references());
        }
    }

    private static boolean used(Study study, String column) {
        return series(study, one -> one.denoising().confounds().stream()
                .anyMatch(name -> Pattern.compile(column).matcher(name).find()));
    }

    private static boolean series(Study study, Predicate<SeriesFacts> is) {
        return study.facts.series().stream().anyMatch(is);
    }

    private static boolean tested(Study study, String map) {
        return study.facts.maps().tested().stream()
                .anyMatch(tested -> tested.label().matches(map));
    }
}
