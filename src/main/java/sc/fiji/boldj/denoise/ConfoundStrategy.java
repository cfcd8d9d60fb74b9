package sc.fiji.boldj.denoise;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.run.NumberText;

/**
 * One strategy of nilearn's {@code load_confounds}, with that function's names, parameters and defaults, for fMRIPrep's
 * columns: {@code motion}, {@code wm_csf}, {@code global_signal}, {@code compcor}, {@code high_pass}, {@code ica_aroma},
 * {@code scrub}. Parameters follow colons: {@code motion:basic}, {@code compcor:anat_separated:5}, {@code scrub:5:0.5:1.5}.
 *
 * <p>{@code motion} has the model {@code full} by default, {@code wm_csf} and {@code global_signal} {@code basic}: the signals;
 * {@code derivatives} adds their differences, {@code power2} their squares, {@code full} both and the squared differences.
 * {@code compcor} takes all components of {@code anat_combined} by default; {@code high_pass} takes fMRIPrep's cosines, of
 * which a short run has none; {@code ica_aroma} ({@code full}) takes no column, because the series was denoised before, and
 * {@code ica_aroma:basic} the components that ICA-AROMA called motion; {@code scrub} takes no column, but excludes volumes.
 *
 * @param name of the strategy, one of {@link #NAMES}
 * @param parameters after the colons, may be empty
 */
public record ConfoundStrategy(String name, List<String> parameters) {

    /** All names. */
    public static final List<String> NAMES =
            List.of("motion", "wm_csf", "global_signal", "compcor", "high_pass", "ica_aroma", "scrub");

    private static final Map<String, List<String>> ENDINGS = Map.of(
            "basic", List.of(""),
            "derivatives", List.of("", "_derivative1"),
            "power2", List.of("", "_power2"),
            "full", List.of("", "_derivative1", "_power2", "_derivative1_power2"));

    private static final Map<String, List<String>> COMPONENTS = Map.of(
            "anat_combined", List.of(CompCor.COMBINED),
            "anat_separated", List.of(CompCor.WHITE_MATTER, CompCor.CSF),
            "temporal", List.of(CompCor.TEMPORAL),
            "temporal_anat_combined", List.of(CompCor.TEMPORAL, CompCor.COMBINED),
            "temporal_anat_separated", List.of(CompCor.TEMPORAL, CompCor.WHITE_MATTER, CompCor.CSF));

    /** Prefix of the columns of ICA-AROMA. */
    private static final String AROMA = "aroma_motion";

    /** @throws IllegalArgumentException if there are more parameters than the strategy has, or one is unknown */
    public ConfoundStrategy {
        parameters = List.copyOf(parameters);
        int most =
                switch (name) {
                    case "scrub" -> 3;
                    case "compcor" -> 2;
                    case "high_pass" -> 0;
                    default -> 1;
                };
        if (parameters.size() > most)
            throw new IllegalArgumentException("columns: the strategy " + name + " has " + most
                    + (most == 1 ? " parameter" : " parameters") + ", got " + String.join(":", parameters));
        switch (name) {
            case "motion", "wm_csf", "global_signal" -> requireOne(name, parameters, 0, ENDINGS);
            case "compcor" -> requireOne(name, parameters, 0, COMPONENTS);
            case "ica_aroma" -> requireOne(name, parameters, 0, Map.of("full", List.of(), "basic", List.of()));
            default -> {}
        }
        if (name.equals("compcor")
                && parameters.size() == 2
                && !parameters.get(1).matches("all|[1-9][0-9]{0,3}"))
            throw new IllegalArgumentException(
                    "columns: the number of components of compcor must be all or 1 or more, got " + parameters.get(1));
        if (name.equals("scrub")) scrubOf(parameters);
    }

    private static void requireOne(String name, List<String> given, int place, Map<String, ?> known) {
        if (given.size() > place && !known.containsKey(given.get(place)))
            throw new IllegalArgumentException("columns: " + name + ":" + given.get(place) + " is unknown; there are "
                    + String.join(", ", known.keySet().stream().sorted().toList()));
    }

    /**
     * The strategy that a text names.
     *
     * @return empty if its first word is no strategy
     * @throws IllegalArgumentException if a parameter is unknown
     */
    public static Optional<ConfoundStrategy> parse(String text) {
        List<String> words = List.of(text.strip().toLowerCase(Locale.ROOT).split(":", -1));
        if (!NAMES.contains(words.get(0))) return Optional.empty();
        return Optional.of(new ConfoundStrategy(words.get(0), words.subList(1, words.size())));
    }

    /** The strategies in a text of sets joined by {@code +}; none in a list of columns separated by commas. */
    public static List<ConfoundStrategy> in(String text) {
        List<ConfoundStrategy> found = new ArrayList<>();
        if (!text.contains(","))
            for (String term : text.split("\\+", -1)) parse(term).ifPresent(found::add);
        return found;
    }

    /** How the strategies of a text exclude volumes; empty if they do not. */
    public static Optional<Scrub> scrub(String text) {
        return in(text).stream()
                .filter(one -> one.name.equals("scrub"))
                .findFirst()
                .map(one -> scrubOf(one.parameters));
    }

    /** Whether the strategies of a text need a series that ICA-AROMA has denoised. */
    public static boolean needsAromaSeries(String text) {
        return in(text).stream()
                .anyMatch(
                        one -> one.name.equals("ica_aroma") && one.model("full").equals("full"));
    }

    /**
     * CompCor's components are found after a high-pass, so a regression with them needs that high-pass.
     *
     * @throws IllegalArgumentException if a text names {@code compcor} without {@code high_pass}
     */
    static void requireHighPass(String text) {
        List<String> names = in(text).stream().map(ConfoundStrategy::name).toList();
        if (names.contains("compcor") && !names.contains("high_pass"))
            throw new IllegalArgumentException("columns '" + text + "' has compcor without high_pass: the components"
                    + " were computed after a high-pass, so add +high_pass");
    }

    private static Scrub scrubOf(List<String> given) {
        try {
            Scrub standard = Scrub.DEFAULT;
            return new Scrub(
                    given.isEmpty() ? standard.segment() : Integer.parseInt(given.get(0)),
                    given.size() < 2 ? standard.displacement() : NumberText.parse(given.get(1)),
                    given.size() < 3 ? standard.dvars() : NumberText.parse(given.get(2)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "columns: scrub:" + String.join(":", given)
                            + " must be scrub:SEGMENT:DISPLACEMENT:DVARS, such as scrub:5:0.5:1.5",
                    e);
        }
    }

    private String model(String standard) {
        return parameters.isEmpty() ? standard : parameters.get(0);
    }

    /**
     * The columns of the strategy.
     *
     * @param available the columns of the table
     * @return may hold columns that are not available
     * @throws IllegalArgumentException if the table has no component or no column of ICA-AROMA
     */
    List<String> columns(List<String> available) {
        return switch (name) {
            case "motion" -> expanded(MotionExpansion.NAMES, "full");
            case "wm_csf" -> expanded(List.of(TissueSeries.CSF, TissueSeries.WHITE_MATTER), "basic");
            case "global_signal" -> expanded(List.of(TissueSeries.GLOBAL_SIGNAL), "basic");
            case "high_pass" -> starting("cosine", available);
            case "compcor" -> components(available);
            case "ica_aroma" ->
                model("full").equals("full") ? List.of() : required("ica_aroma:basic", starting(AROMA, available));
            default -> List.of();
        };
    }

    private List<String> expanded(List<String> names, String standard) {
        List<String> all = new ArrayList<>();
        for (String one : names) for (String ending : ENDINGS.get(model(standard))) all.add(one + ending);
        return all;
    }

    private List<String> components(List<String> available) {
        String count = parameters.size() < 2 ? "all" : parameters.get(1);
        long most = count.equals("all") ? Long.MAX_VALUE : Long.parseLong(count);
        List<String> all = new ArrayList<>();
        for (String prefix : COMPONENTS.get(model("anat_combined")))
            required("compcor (" + prefix + "00, ...)", starting(prefix, available)).stream()
                    .limit(most)
                    .forEach(all::add);
        return all;
    }

    private static List<String> starting(String prefix, List<String> available) {
        return available.stream().filter(column -> column.startsWith(prefix)).toList();
    }

    private static List<String> required(String what, List<String> found) {
        if (found.isEmpty())
            throw new IllegalArgumentException(
                    "the confounds have no columns for " + what + ": choose another strategy");
        return found;
    }
}
