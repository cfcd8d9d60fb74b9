package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.PermutationChoice;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/**
 * The examples T1 to T6 with values of sessions whose truth is known: a level of each participant (SD .7), noise of each session (SD
 * .7, so that the SD between participants is .99), and effects of one SD.
 */
final class SimulatedTrials {

    /** SD of an endpoint between participants. */
    static final double SD = Math.sqrt(2 * 0.7 * 0.7);

    private SimulatedTrials() {}

    /** A simulated trial. */
    record Trial(TrialProtocol protocol, TrialSessions sessions, EndpointValues values) {

        List<DeclaredResult> run() throws IOException {
            return new DeclaredTests(protocol, sessions, values, MadeUpTrial.noMaps()).run(Progress.NONE);
        }

        DeclaredClaims claims() {
            return new DeclaredClaims(protocol, sessions, values);
        }
    }

    /** The example of a number, with another number of permutations. */
    static TrialProtocol protocol(String number, int permutations, Path folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("docs/protocols"))) {
            Path file = files.filter(f -> f.getFileName().toString().startsWith(number + "-"))
                    .findFirst()
                    .orElseThrow();
            Path own = folder.resolve(number + "-" + permutations + ".json");
            Files.writeString(
                    own, Files.readString(file).replaceAll("\"number\": [0-9]+", "\"number\": " + permutations));
            return ProtocolFile.read(own).protocol();
        }
    }

    /** Draws a trial; {@code effect} in standard deviations between participants. */
    static Trial draw(String number, TrialProtocol protocol, double effect, long seed) {
        return switch (number) {
            case "t1" -> arms(protocol, 75, List.of("acute", "day1"), "ketamine", effect, seed);
            case "t4" -> arms(protocol, 120, List.of("wk00", "wk06", "wk12"), "drug", effect, seed);
            case "t5" -> arms(protocol, 60, List.of(""), "drug", effect, seed);
            default -> crossover(protocol, number.equals("t3") ? 24 : 30, effect, seed);
        };
    }

    private static Trial arms(
            TrialProtocol protocol, int people, List<String> visits, String active, double effect, long seed) {
        List<String> levels = protocol.factors().get("arm").levels();
        List<TrialSession> sessions = new ArrayList<>();
        Map<String, double[]> values = new LinkedHashMap<>();
        SplittableRandom random = Seeds.stream(seed, 1_000_000);
        for (int i = 0; i < people; i++) {
            String arm = levels.get(i % levels.size());
            Map<String, String> person = Map.of(
                    "arm",
                    arm,
                    "age",
                    String.valueOf(20 + random.nextInt(40)),
                    "sex",
                    random.nextBoolean() ? "F" : "M",
                    "site",
                    String.valueOf("ABC".charAt(random.nextInt(3))),
                    "protocol_deviation",
                    random.nextInt(20) == 0 ? "major" : "none");
            for (String visit : visits)
                sessions.add(new TrialSession(
                        String.format("%03d", i),
                        visit,
                        visit.isEmpty() ? Map.of("arm", arm) : Map.of("arm", arm, "visit", visit),
                        0,
                        person,
                        Map.of()));
        }
        int index = 0;
        for (Endpoint endpoint : protocol.endpoints().values()) {
            if (!endpoint.isNumber()) continue;
            double[] own = noise(sessions, seed, index);
            boolean lost = false;
            for (int k = 0; k < own.length; k++) {
                TrialSession session = sessions.get(k);
                boolean acting = session.levels().get("arm").equals(active)
                        && !session.label().equals("wk00");
                boolean planted = !endpoint.id().equals("dlpfc");
                // the blocked arm keeps nothing of the effect; sites differ
                if (acting && planted) own[k] += effect * SD;
                if (visits.size() == 3)
                    own[k] += 0.5 * (session.person().get("site").charAt(0) - 'A');
                // from the first missed visit on a participant is lost: 20 % of follow-up visits
                if (session.label().equals("wk00")) lost = false;
                if (visits.size() == 3 && !session.label().equals("wk00"))
                    lost |= Seeds.stream(seed, 5_000_000L + k).nextDouble() < 0.14;
                if (lost) own[k] = Double.NaN;
            }
            values.put(endpoint.id(), own);
            index++;
        }
        return trial(protocol, sessions, values);
    }

    private static Trial crossover(TrialProtocol protocol, int people, double effect, long seed) {
        boolean scans = protocol.factors().containsKey("scan");
        List<List<String>> sequences = protocol.randomisation().sequences();
        List<TrialSession> sessions = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            List<String> sequence = sequences.get(i % sequences.size());
            for (int k = 0; k < sequence.size(); k++)
                for (String scan : scans ? List.of("control", "infusion") : List.of("")) {
                    Map<String, String> levels = new LinkedHashMap<>(Map.of("treatment", sequence.get(k)));
                    if (scans) levels.put("scan", scan);
                    sessions.add(
                            new TrialSession(String.format("%03d", i), k + scan, levels, k + 1, Map.of(), Map.of()));
                }
        }
        Map<String, double[]> values = new LinkedHashMap<>();
        int index = 0;
        for (Endpoint endpoint : protocol.endpoints().values()) {
            if (!endpoint.isNumber()) continue;
            double[] own = noise(sessions, seed, index++);
            for (int k = 0; k < own.length; k++) {
                TrialSession session = sessions.get(k);
                own[k] += 0.3 * session.period();
                boolean acting =
                        List.of("ketamine", "PLA+KET").contains(session.levels().get("treatment"));
                if (acting && !session.label().endsWith("control")) own[k] += effect * SD;
            }
            values.put(endpoint.id(), own);
        }
        return trial(protocol, sessions, values);
    }

    private static Trial trial(TrialProtocol protocol, List<TrialSession> sessions, Map<String, double[]> values) {
        Map<String, boolean[]> maps = new LinkedHashMap<>();
        for (Endpoint endpoint : protocol.endpoints().values())
            if (!endpoint.isNumber()) maps.put(endpoint.id(), new boolean[sessions.size()]);
        return new Trial(protocol, TrialSessions.of(sessions), new EndpointValues(values, maps));
    }

    private static double[] noise(List<TrialSession> sessions, long seed, int endpoint) {
        double[] own = new double[sessions.size()];
        double[] draws = new double[sessions.size()];
        Seeds.fillGaussian(Seeds.stream(seed, 1000L * endpoint), draws);
        double[] people = new double[sessions.size()];
        Seeds.fillGaussian(Seeds.stream(seed, 1000L * endpoint + 1), people);
        for (int k = 0; k < own.length; k++)
            own[k] = 0.7 * draws[k]
                    + 0.7 * people[Integer.parseInt(sessions.get(k).subject())];
        return own;
    }

    /** The same protocol with permutations of its own: with the same ones in all trials a rate would be that of this one draw. */
    static TrialProtocol permuted(TrialProtocol protocol, int number, long seed) {
        return new TrialProtocol(
                protocol.title(),
                protocol.factors(),
                protocol.randomisation(),
                protocol.sets(),
                protocol.quality(),
                protocol.endpoints(),
                protocol.contrasts(),
                protocol.claims(),
                protocol.model(),
                protocol.preprocessing(),
                new PermutationChoice(number, seed));
    }
}
