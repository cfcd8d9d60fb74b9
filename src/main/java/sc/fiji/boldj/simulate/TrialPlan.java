package sc.fiji.boldj.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import sc.fiji.boldj.run.Seeds;

/**
 * Who takes part in a simulated trial, what they are given, and what that does to them. Immutable.
 *
 * <p>Two connections answer the drug: posterior cingulate with medial prefrontal cortex grows stronger, both amygdalae
 * with the anterior cingulate (fronto-limbic) weaker. Each is a fluctuation of its own that its two ends share; its
 * strength, in percent of the signal, is what the plan gives. Those whose fronto-limbic connection is strong before
 * treatment respond to the drug: it is the biomarker.
 */
public final class TrialPlan {

    /** How arms are compared. */
    public enum Kind {
        /** Two groups, each scanned before and after treatment. */
        PARALLEL,
        /** Everyone is scanned after a dose of the drug and after placebo, half of them in the other order. */
        CROSSOVER
    }

    /**
     * Choices.
     *
     * @param kind of the trial
     * @param participants number of participants, even, 2 or more
     * @param effect of the drug relative to the standard one; 0 for a trial without effect
     * @param biomarker how much participants differ in the connection that tells who responds, relative to the standard spread
     * @param seed of everything
     */
    public record Options(Kind kind, int participants, double effect, double biomarker, long seed) {

        /** The standard spread. */
        public Options(Kind kind, int participants, double effect, long seed) {
            this(kind, participants, effect, 1, seed);
        }

        public Options {
            if (participants < 2 || participants % 2 != 0 || participants > 10000)
                throw new IllegalArgumentException(
                        "participants must be an even number from 2 to 10000, got " + participants);
            if (!(effect >= 0 && effect <= 2))
                throw new IllegalArgumentException("the effect must be in [0, 2], 1 is standard, got " + effect);
            if (!(biomarker >= 0 && biomarker <= 3))
                throw new IllegalArgumentException("the biomarker must be in [0, 3], 1 is standard, got " + biomarker);
        }
    }

    /**
     * One visit.
     *
     * @param label of the session
     * @param treatment {@code none}, {@code drug} or {@code placebo}
     * @param medial strength of the connection from the posterior cingulate to medial prefrontal cortex, in percent
     * @param frontolimbic strength of the connection from the amygdalae to the anterior cingulate, in percent
     * @param score of symptoms, high is ill
     */
    public record Session(String label, String treatment, double medial, double frontolimbic, double score) {}

    /**
     * One person.
     *
     * @param label such as {@code 01}
     * @param age years
     * @param sex {@code F} or {@code M}
     * @param group the arm, or in a crossover the sequence: {@code drug-placebo} or {@code placebo-drug}
     * @param responder whether the symptoms fall by half or more under the drug
     * @param sessions in order of time
     */
    public record Participant(
            String label, int age, String sex, String group, boolean responder, List<Session> sessions) {
        public Participant {
            sessions = List.copyOf(sessions);
        }
    }

    /** Strengths without the drug, in percent; the standard deviation between participants is a quarter of 1 percent. */
    private static final double MEDIAL = 0.4;

    private static final double FRONTOLIMBIC = 1.3;
    private static final double MEDIAL_GAIN = 1.5;
    private static final double FRONTOLIMBIC_LOSS = 1.0;
    private static final double BETWEEN = 0.25;
    private static final double WITHIN = 0.12;

    private final Options options;
    private final List<Participant> participants;

    private TrialPlan(Options options, List<Participant> participants) {
        this.options = options;
        this.participants = List.copyOf(participants);
    }

    /** Draws a trial; arms and orders are balanced and shuffled. */
    public static TrialPlan draw(Options options) {
        int n = options.participants();
        int digits = Math.max(2, String.valueOf(n).length());
        boolean[] first = shuffledHalves(n, Seeds.stream(options.seed(), 0));
        List<Participant> participants = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            String label = String.format(java.util.Locale.ROOT, "%0" + digits + "d", i + 1);
            participants.add(person(options, label, first[i], Seeds.stream(options.seed(), 1 + i)));
        }
        return new TrialPlan(options, participants);
    }

    private static boolean[] shuffledHalves(int n, SplittableRandom random) {
        boolean[] first = new boolean[n];
        Arrays.fill(first, 0, n / 2, true);
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            boolean swap = first[i];
            first[i] = first[j];
            first[j] = swap;
        }
        return first;
    }

    private static Participant person(Options options, String label, boolean first, SplittableRandom random) {
        double[] draws = new double[12];
        Seeds.fillGaussian(random, draws);
        int age = (int) Math.round(Math.max(18, Math.min(65, 34 + 9 * draws[0])));
        String sex = random.nextBoolean() ? "F" : "M";
        double medial = MEDIAL + BETWEEN / 2 * draws[1];
        double biomarker = options.biomarker() * BETWEEN * draws[2];
        double frontolimbic = FRONTOLIMBIC + biomarker;
        double ill = 24 + 3 * draws[3];
        double gain = 0.35 + 0.9 * options.effect() * (BETWEEN * draws[2]) + 0.06 * draws[4];
        double drop = options.effect() == 0 ? 0.15 + 0.06 * draws[4] : gain + 0.15;
        double placeboDrop = 0.15 + 0.06 * draws[5];
        boolean responder = drop >= 0.5;
        List<Session> sessions = new ArrayList<>();
        if (options.kind() == Kind.PARALLEL) {
            sessions.add(scanned(new Session("pre", "none", medial, frontolimbic, ill), 0, draws, 6));
            String arm = first ? "drug" : "placebo";
            double after = ill * (1 - (first ? drop : placeboDrop));
            Session post = new Session("post", arm, medial, frontolimbic, after);
            sessions.add(scanned(post, first ? options.effect() : 0, draws, 8));
            return new Participant(label, age, sex, arm, first && responder, sessions);
        }
        for (int period = 0; period < 2; period++) {
            boolean drug = first == (period == 0);
            double score = ill * (1 - (drug ? drop : placeboDrop));
            String number = String.valueOf(period + 1);
            Session visit = new Session(number, drug ? "drug" : "placebo", medial, frontolimbic, score);
            sessions.add(scanned(visit, drug ? options.effect() : 0, draws, 6 + 2 * period));
        }
        return new Participant(label, age, sex, first ? "drug-placebo" : "placebo-drug", responder, sessions);
    }

    /** A visit with what the dose does to the connections and how they vary from day to day. */
    private static Session scanned(Session visit, double dose, double[] draws, int from) {
        return new Session(
                visit.label,
                visit.treatment,
                Math.max(0, visit.medial + MEDIAL_GAIN * dose + WITHIN * draws[from]),
                Math.max(0, visit.frontolimbic - FRONTOLIMBIC_LOSS * dose + WITHIN * draws[from + 1]),
                Math.max(0, visit.score));
    }

    /** The choices. */
    public Options options() {
        return options;
    }

    /** Everyone, in order. */
    public List<Participant> participants() {
        return participants;
    }

    /**
     * The networks of the brain in a session: the standard ones, less coherent within the default mode, and the two
     * connections.
     */
    public static Networks networks(Session session) {
        Networks standard = Networks.DEFAULT.withCoherence("DMN", 0.5);
        Networks.Network mode = standard.list().get(standard.index("DMN"));
        Networks.Node cingulate = new Networks.Node("anterior cingulate", List.of(new Networks.Ball(0, 33, 18, 20)));
        Networks.Node amygdalae = new Networks.Node(
                "amygdalae", List.of(new Networks.Ball(-24, -2, -17, 15), new Networks.Ball(25, -2, -17, 15)));
        List<Networks.Network> list = new ArrayList<>(standard.list());
        list.add(new Networks.Network("PCC-mPFC", mode.nodes().subList(0, 2), session.medial(), 1));
        list.add(new Networks.Network("Limbic", List.of(cingulate, amygdalae), 1.2, 0));
        list.add(new Networks.Network("Fronto-limbic", List.of(cingulate, amygdalae), session.frontolimbic(), 1));
        double[][] correlations = new double[list.size()][list.size()];
        double[][] known = standard.correlations();
        for (int i = 0; i < list.size(); i++) {
            correlations[i][i] = 1;
            for (int j = 0; j < list.size(); j++)
                if (i < known.length && j < known.length) correlations[i][j] = known[i][j];
        }
        return Networks.of(list, correlations);
    }

    /** Who takes part and what the drug does, in a sentence. */
    public String words() {
        long responders = participants.stream().filter(Participant::responder).count();
        return String.format(
                Locale.ROOT,
                "%d participants, %s trial, effect %s, %d responders to the drug",
                options.participants(),
                options.kind().name().toLowerCase(Locale.ROOT),
                options.effect(),
                responders);
    }
}
