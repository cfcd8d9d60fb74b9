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
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.methods.TrialFacts.Response;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.SeedMap;
import sc.fiji.boldj.workflow.study.TaskMap;
import sc.fiji.boldj.workflow.trial.TrialReport;

/**
 * Over many random datasets: each fact about scans and participants changes the methods text, is not in it where the data lack
 * it, and carries its number of cases where only some have it.
 */
class MethodsFactsTest {

    private static final int STUDIES = 240;

    /** What the text calls a fact; one of them is asked for if it is missing. */
    private static final Map<String, String> RUN = new LinkedHashMap<>();

    private static final Map<String, String> T1 = new LinkedHashMap<>();

    static {
        RUN.put(Acquisition.SCANNER, "Maker [A-C]");
        RUN.put("MagneticFieldStrength", "[0-9.]+ T\\b");
        RUN.put(Acquisition.COIL, "receive coil");
        RUN.put(Acquisition.SEQUENCE, "pulse sequence");
        RUN.put("RepetitionTime", "repetition time [0-9.]+( to [0-9.]+)? s");
        RUN.put("EchoTime", "echo time");
        RUN.put("FlipAngle", "flip angle");
        RUN.put("MultibandAccelerationFactor", "multiband factor");
        RUN.put("ParallelReductionFactorInPlane", "in-plane acceleration factor");
        RUN.put(Acquisition.ENCODING, "phase encoding");
        RUN.put("TotalReadoutTime", "total readout time");
        RUN.put(Acquisition.SLICES, "[0-9]+ slices");
        RUN.put(Acquisition.MATRIX_X, "matrix");
        RUN.put(Acquisition.VOXEL_X, "voxel size");
        RUN.put(Acquisition.VOLUMES, "[0-9]+ volumes");
        for (String key : List.of(
                Acquisition.SCANNER,
                "MagneticFieldStrength",
                Acquisition.SEQUENCE,
                "RepetitionTime",
                "EchoTime",
                "FlipAngle",
                Acquisition.MATRIX_X,
                Acquisition.VOXEL_X)) T1.put(key, RUN.get(key));
        T1.put("InversionTime", "inversion time");
    }

    private static final ParticipantOptions PARTICIPANT =
            ParticipantOptions.DEFAULT.with(ParticipantOption.SENSITIVITY, false);
    private static final GroupOptions GROUP = GroupOptions.DEFAULT.with(GroupOption.MAPS, List.of(SeedMap.PCC));

    private static TrialFacts facts(List<Acquisition> runs, List<Acquisition> anatomy, PeopleFacts people) {
        return facts(runs, anatomy, people, List.of());
    }

    private static TrialFacts facts(
            List<Acquisition> runs, List<Acquisition> anatomy, PeopleFacts people, List<ConditionFacts> conditions) {
        List<SeriesFacts> series = runs.stream()
                .map(one -> new SeriesFacts(
                        one,
                        new SeriesFacts.Preprocessing(
                                0,
                                true,
                                Optional.empty(),
                                anatomy.isEmpty() ? 0 : 1,
                                Optional.empty(),
                                false,
                                List.of(),
                                false,
                                false,
                                Optional.empty()),
                        new SeriesFacts.Denoising(List.of("csf"), 100, 100, 40)))
                .toList();
        return new TrialFacts(
                "rest",
                series,
                anatomy,
                people,
                "The group design had a column.",
                false,
                new TrialFacts.Connections(List.of("PCC - mPFC"), false),
                new TrialFacts.Maps(
                        List.of(conditions.isEmpty() ? SeedMap.PCC : new TaskMap("faces-shapes")), conditions, 60_000),
                Response.NONE,
                false);
    }

    private static MethodsText text(TrialFacts facts) {
        return new TrialMethods(PARTICIPANT, GROUP, "BoldJ test").text(facts);
    }

    /** The sentence that has a word. */
    private static String sentence(TrialFacts facts, String word) {
        return text(facts).sentences().stream()
                .filter(each -> each.contains(word))
                .findFirst()
                .orElse("");
    }

    private static Acquisition image(SplittableRandom random) {
        Map<String, Double> numbers = new TreeMap<>();
        Map<String, String> words = new TreeMap<>();
        for (String key : List.of(
                "MagneticFieldStrength",
                "RepetitionTime",
                "EchoTime",
                "InversionTime",
                "FlipAngle",
                "MultibandAccelerationFactor",
                "ParallelReductionFactorInPlane",
                "TotalReadoutTime",
                Acquisition.VOLUMES)) if (random.nextInt(4) > 0) numbers.put(key, 1 + random.nextInt(3) / 2.0);
        if (random.nextInt(4) > 0)
            for (String key : List.of(
                    Acquisition.MATRIX_X,
                    Acquisition.MATRIX_Y,
                    Acquisition.SLICES,
                    Acquisition.VOXEL_X,
                    Acquisition.VOXEL_Y,
                    Acquisition.VOXEL_Z)) numbers.put(key, 2.0 + random.nextInt(2));
        for (String key : List.of(Acquisition.SCANNER, Acquisition.SEQUENCE, Acquisition.COIL, Acquisition.ENCODING))
            if (random.nextInt(4) > 0) words.put(key, "Maker " + (char) ('A' + random.nextInt(2)));
        return new Acquisition(numbers, words);
    }

    private static List<Acquisition> images(SplittableRandom random, int least) {
        List<Acquisition> images = new ArrayList<>();
        int n = least + random.nextInt(12);
        for (int i = 0; i < n; i++) images.add(image(random));
        return images;
    }

    private static PeopleFacts people(SplittableRandom random) {
        List<TrialReport.Arm> flow = new ArrayList<>();
        List<PeopleFacts.Arm> arms = new ArrayList<>();
        List<PeopleFacts.Group> groups = new ArrayList<>();
        int n = 1 + random.nextInt(3);
        for (int a = 0; a < n; a++) {
            String name = n == 1 ? "all" : "arm" + a;
            int participants = 3 + random.nextInt(9);
            Map<String, Integer> out = new TreeMap<>();
            if (random.nextBoolean()) out.put("motion", 1 + random.nextInt(3));
            if (random.nextBoolean()) out.put("no pair", 1);
            int left = out.values().stream().mapToInt(x -> x).sum();
            flow.add(new TrialReport.Arm(
                    name, participants + left, 2 * participants + left, out, participants, 2 * participants));
            List<Double> ages = new ArrayList<>();
            int aged = random.nextInt(participants + 1);
            for (int i = 0; i < aged; i++) ages.add(20.0 + random.nextInt(30));
            Map<String, Integer> sexes = new TreeMap<>();
            int women = random.nextInt(participants);
            if (women > 0) sexes.put("female", women);
            if (random.nextBoolean()) sexes.put("male", participants - women);
            arms.add(new PeopleFacts.Arm(name, participants, ages, sexes));
            groups.add(new PeopleFacts.Group(
                    name,
                    2 * participants,
                    random.nextInt(5) == 0 ? List.of() : List.of(0.1, 0.2),
                    random.nextInt(5) == 0 ? List.of() : List.of(30.0 + a, 40.0)));
        }
        return new PeopleFacts(flow, arms, groups, random.nextInt(3));
    }

    private static boolean has(Acquisition image, String key) {
        return image.numbers().containsKey(key) || image.words().containsKey(key);
    }

    private static Acquisition without(Acquisition image, String key) {
        Map<String, Double> numbers = new TreeMap<>(image.numbers());
        Map<String, String> words = new TreeMap<>(image.words());
        numbers.remove(key);
        words.remove(key);
        return new Acquisition(numbers, words);
    }

    private static Acquisition changed(Acquisition image, String key) {
        if (image.numbers().containsKey(key)) return image.with(key, 77.5);
        Map<String, String> words = new TreeMap<>(image.words());
        words.put(key, "Maker C");
        return new Acquisition(image.numbers(), words);
    }

    private static List<Acquisition> each(List<Acquisition> images, UnaryOperator<Acquisition> change) {
        return images.stream().map(change).toList();
    }

    /** Checks the sentence on runs or on T1-weighted images. */
    private static int acquisition(
            Map<String, String> names,
            List<Acquisition> images,
            String noun,
            java.util.function.Function<List<Acquisition>, TrialFacts> facts) {
        String word = noun.equals("runs") ? " of the task \"rest\" " : "T1-weighted images of";
        int checked = 0;
        for (Map.Entry<String, String> name : names.entrySet()) {
            String key = name.getKey();
            Pattern pattern = Pattern.compile(name.getValue());
            int count = (int) images.stream().filter(image -> has(image, key)).count();
            String said = sentence(facts.apply(images), word);
            if (key.equals(Acquisition.SCANNER))
                pattern = Pattern.compile("(\\(|: )Maker [A-C]"); // other words of these datasets begin alike
            if (count == 0) {
                assertFalse(pattern.matcher(said).find(), key + " is not known: " + said);
                continue;
            }
            checked++;
            assertTrue(pattern.matcher(said).find(), key + ": " + said);
            if (count < images.size())
                assertTrue(said.contains("known for " + count + " of " + images.size() + " " + noun + ": "), said);
            String none = sentence(facts.apply(each(images, image -> without(image, key))), word);
            assertFalse(pattern.matcher(none).find(), key + " is in no image: " + none);
            boolean[] once = {false};
            String other = sentence(
                    facts.apply(each(images, image -> {
                        if (once[0] || !has(image, key)) return image;
                        once[0] = true;
                        return changed(image, key);
                    })),
                    word);
            assertNotEquals(said, other, key);
        }
        return checked;
    }

    @Test
    void eachParameterOfAScanIsSaidOfThoseThatHaveItAndOfNoOthers() {
        SplittableRandom random = new SplittableRandom(11);
        int checked = 0;
        for (int n = 0; n < STUDIES; n++) {
            List<Acquisition> runs = images(random, 1);
            List<Acquisition> anatomy = images(random, 0);
            PeopleFacts people = people(random);
            checked += acquisition(RUN, runs, "runs", some -> facts(some, anatomy, people));
            if (!anatomy.isEmpty()) checked += acquisition(T1, anatomy, "images", some -> facts(runs, some, people));
            else assertEquals("", sentence(facts(runs, anatomy, people), "T1-weighted images of"));
        }
        assertTrue(checked > 15 * STUDIES, "checked only " + checked);
    }

    @Test
    void differentScannersAreCounted() {
        List<Acquisition> runs = new ArrayList<>();
        for (String maker : List.of("Maker B", "Maker A", "Maker B"))
            runs.add(new Acquisition(Map.of(), Map.of(Acquisition.SCANNER, maker)));
        assertEquals(
                "3 functional runs of the task \"rest\" were analysed (Maker A in 1 and Maker B in 2).",
                sentence(facts(runs, List.of(), people(new SplittableRandom(1))), " of the task \"rest\" "));
    }

    @Test
    void whatNoImageHasIsAskedForAndNotSaid() {
        PeopleFacts nobody = new PeopleFacts(
                List.of(new TrialReport.Arm("all", 3, 3, Map.of(), 3, 3)),
                List.of(new PeopleFacts.Arm("all", 3, List.of(), Map.of())),
                List.of(),
                0);
        Acquisition bare = new Acquisition(Map.of(), Map.of());
        MethodsText text = text(facts(List.of(bare, bare), List.of(), nobody));
        assertEquals("3 participants were analysed.", text.sentences().get(0));
        assertEquals(
                "2 functional runs of the task \"rest\" were analysed.",
                text.sentences().get(1));
        String asked = String.join("; ", text.asked());
        for (String what : List.of("age", "sex", "scanner", "phase-encoding direction", "voxel size", "echo time"))
            assertTrue(asked.contains(what), what + " in " + asked);
        assertFalse(asked.contains("T1-weighted"), asked);
    }

    @Test
    void participantsAgesSexesAndExclusionsAreSaidByArm() {
        SplittableRandom random = new SplittableRandom(12);
        List<Acquisition> runs = images(random, 4);
        for (int n = 0; n < STUDIES; n++) {
            PeopleFacts people = people(random);
            String who = text(facts(runs, List.of(), people)).sentences().get(0);
            String words = String.join(" ", text(facts(runs, List.of(), people)).sentences());
            assertTrue(who.startsWith(people.participants() + " participants were analysed"), who);
            boolean ages = people.arms().stream().anyMatch(arm -> !arm.ages().isEmpty());
            boolean sexes = people.arms().stream().anyMatch(arm -> !arm.sexes().isEmpty());
            assertEquals(ages, who.contains("age: "), who);
            assertEquals(sexes, who.contains("sex: "), who);
            assertEquals(people.withoutRuns() > 0, words.contains("had no functional run"), words);
            for (PeopleFacts.Arm arm : people.arms()) {
                if (people.arms().size() > 1) assertTrue(who.contains(arm.name() + ", n = " + arm.participants()), who);
                int sexed = arm.sexes().values().stream().mapToInt(x -> x).sum();
                for (int known : new int[] {arm.ages().size(), sexed})
                    if (known > 0 && known < arm.participants())
                        assertTrue(who.contains(", known for " + known + " of " + arm.participants()), who);
                if (arm.sexes().containsKey("female"))
                    assertTrue(who.contains(arm.sexes().get("female") + " female"), who);
            }
            int out = 0;
            for (TrialReport.Arm arm : people.flow()) {
                int left = arm.sessions() - arm.analysedSessions();
                out += left;
                for (Map.Entry<String, Integer> reason : arm.leftOut().entrySet())
                    assertTrue(
                            words.contains((reason.getKey().equals("motion") ? "motion" : "missing or excluded") + ": "
                                    + reason.getValue()),
                            words);
            }
            assertEquals(out == 0, words.contains("none was excluded"), words);
            assertEquals(out > 0, words.contains("Sessions excluded"), words);
            boolean moved = people.groups().stream()
                    .anyMatch(group -> !group.displacements().isEmpty());
            assertEquals(moved, words.contains("Mean framewise displacement of the analysed sessions"), words);
            assertFalse(words.contains("NaN") || words.contains("  "), words);
        }
    }

    @Test
    void theConditionsOfATaskAreSaidWithTheirEvents() {
        SplittableRandom random = new SplittableRandom(13);
        PeopleFacts people = people(random);
        List<Acquisition> runs = images(random, 2);
        List<ConditionFacts> two = List.of(
                new ConditionFacts("faces", List.of(6, 6), List.of(8.0, 8.0)),
                new ConditionFacts("shapes", List.of(5, 7), List.of(0.5, 2.25)));
        assertEquals(
                "The task had the conditions faces (6 events per run, duration 8 s) and shapes (5 to 7 events per run, duration"
                        + " 0.5 to 2.25 s).",
                sentence(facts(runs, List.of(), people, two), "The task had"));
        String model = sentence(facts(runs, List.of(), people, two), "convolved");
        assertTrue(
                model.contains(
                        "the events of each condition convolved with SPM's canonical haemodynamic response and its temporal derivative (Friston"),
                model);
        assertEquals("", sentence(facts(runs, List.of(), people), "The task had"));
    }

    /** Mean, SD and range against numbers by hand. */
    @Test
    void agesAreDescribedByMeanStandardDeviationAndRange() {
        PeopleFacts people = new PeopleFacts(
                List.of(
                        new TrialReport.Arm("drug", 4, 4, Map.of("motion", 1), 3, 3),
                        new TrialReport.Arm("placebo", 1, 1, Map.of(), 1, 1)),
                List.of(
                        new PeopleFacts.Arm("drug", 3, List.of(20.0, 30.0, 43.0), Map.of("male", 1, "female", 1)),
                        new PeopleFacts.Arm("placebo", 1, List.of(51.0), Map.of("female", 1))),
                List.of(),
                1);
        List<String> sentences = text(facts(List.of(), List.of(), people)).sentences();
        assertEquals(
                "4 participants were analysed: drug, n = 3 (age: mean 31 years, SD 11.5, range 20 to 43; sex: 1 female, 1 male,"
                        + " known for 2 of 3); placebo, n = 1 (age: 51 years; sex: 1 female).",
                sentences.get(0));
        assertTrue(sentences.contains("1 further participant of the study had no functional run."));
        assertTrue(sentences.contains(
                "Of 5 sessions of 5 participants, 4 sessions of 4 participants were analysed. Sessions"
                        + " excluded, by group and reason: drug, 1 of 4 (motion: 1); placebo, 0 of 1."));
    }

    /** The direction in a file is told in the head: j- of a file whose second axis runs forwards is from front to back. */
    @Test
    void thePhaseEncodingDirectionIsToldInTheHead(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder)
            throws java.io.IOException {
        java.nio.file.Path scan = folder.resolve("sub-1_task-rest_bold.nii.gz");
        java.nio.file.Path sidecar = folder.resolve("sub-1_task-rest_bold.json");
        VoxelGrid forwards = new VoxelGrid(64, 60, 40, Affine.scaling(3, 3.5, 4));
        VoxelGrid backwards = new VoxelGrid(64, 60, 40, Affine.scaling(-3, -3.5, 4));
        String[][] cases = {
            {"j-", "anterior to posterior", "posterior to anterior"},
            {"j", "posterior to anterior", "anterior to posterior"},
            {"i", "left to right", "right to left"},
            {"k-", "superior to inferior", "superior to inferior"}
        };
        for (String[] one : cases) {
            java.nio.file.Files.writeString(
                    sidecar, "{\"PhaseEncodingDirection\": \"" + one[0] + "\", \"EchoTime\": 0.03, \"FlipAngle\": 0}");
            Acquisition found = Acquisition.of(scan, Optional.of(forwards));
            assertEquals(one[1], found.words().get(Acquisition.ENCODING));
            assertEquals(
                    one[2], Acquisition.of(scan, Optional.of(backwards)).words().get(Acquisition.ENCODING));
            assertEquals(
                    Map.of(
                            "EchoTime",
                            0.03,
                            "MatrixX",
                            64.0,
                            "MatrixY",
                            60.0,
                            "Slices",
                            40.0,
                            "VoxelX",
                            3.0,
                            "VoxelY",
                            3.5,
                            "VoxelZ",
                            4.0),
                    found.numbers(),
                    "an angle of 0 is no angle");
        }
        assertEquals(
                Map.of(), Acquisition.of(scan, Optional.empty()).words(), "without a grid no direction in the head");
    }
}
