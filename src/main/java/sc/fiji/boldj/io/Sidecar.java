package sc.fiji.boldj.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.run.NumberText;

/**
 * What BIDS sidecars say of a scan, merged by the inheritance principle of BIDS. Immutable.
 *
 * <p>A {@code .json} applies if its suffix is that of the scan and each of its entities has the same value there; see {@link
 * Inheritance}. What is deeper wins, within a folder what names more entities. A key on which two equally specific files
 * disagree is not used and is a finding.
 */
public final class Sidecar {

    /** No sidecar. */
    static final Sidecar NONE = new Sidecar(List.of(), JsonNodeFactory.instance.objectNode(), List.of());

    private final List<Path> files;
    private final ObjectNode content;
    private final List<Finding> findings;

    private Sidecar(List<Path> files, ObjectNode content, List<Finding> findings) {
        this.files = List.copyOf(files);
        this.content = content;
        this.findings = List.copyOf(findings);
    }

    /**
     * Finds and merges the sidecars of a scan. BIDS is never required: without any the result is empty, and a file that
     * cannot be read as JSON is a finding.
     */
    public static Sidecar find(Path scan) {
        List<Finding> findings = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        for (List<Path> folder :
                Inheritance.of(scan, BidsName.of(scan).suffix(), ".json").levels()) {
            Map<Path, ObjectNode> level = new LinkedHashMap<>();
            for (Path file : folder)
                try {
                    level.put(file, JsonFile.read(file));
                } catch (IOException e) {
                    findings.add(Finding.warning(
                            file.getFileName().toString(),
                            "is ignored: " + e.getMessage().replace(file + ": ", ""),
                            "correct it; otherwise times are read from the header only"));
                }
            level.values().forEach(merged::setAll);
            files.addAll(level.keySet());
            merged.remove(disputed(level, findings));
        }
        return new Sidecar(files, merged, findings);
    }

    /** Keys on which files of one folder disagree of which neither is more specific than the other. */
    private static Set<String> disputed(Map<Path, ObjectNode> level, List<Finding> findings) {
        Set<String> disputed = new TreeSet<>();
        List<Path> files = List.copyOf(level.keySet());
        for (int a = 0; a < files.size(); a++)
            for (int b = a + 1; b < files.size(); b++) {
                if (!Inheritance.equallySpecific(files.get(a), files.get(b))) continue;
                ObjectNode second = level.get(files.get(b));
                for (Map.Entry<String, JsonNode> entry : level.get(files.get(a)).properties()) {
                    JsonNode other = second.get(entry.getKey());
                    if (other == null || other.equals(entry.getValue())) continue;
                    if (isSettled(entry.getKey(), files.get(a), files.get(b), level)) continue;
                    disputed.add(entry.getKey());
                    findings.add(Finding.error(
                            entry.getKey(),
                            "differs between " + files.get(a).getFileName() + " and "
                                    + files.get(b).getFileName()
                                    + ", neither of which is more specific: both values are ignored",
                            "remove it from one of them"));
                }
            }
        return disputed;
    }

    /** Whether a third file, more specific than both, says it. */
    private static boolean isSettled(String key, Path a, Path b, Map<Path, ObjectNode> level) {
        return level.entrySet().stream()
                .anyMatch(entry -> entry.getValue().has(key)
                        && BidsName.of(entry.getKey())
                                .entities()
                                .keySet()
                                .containsAll(BidsName.of(a).entities().keySet())
                        && BidsName.of(entry.getKey())
                                .entities()
                                .keySet()
                                .containsAll(BidsName.of(b).entities().keySet()));
    }

    /**
     * Reads one given sidecar.
     *
     * @throws IOException if it cannot be read or is no JSON object; names the file and the place
     */
    public static Sidecar read(Path file) throws IOException {
        return new Sidecar(List.of(file), JsonFile.read(file), List.of());
    }

    /** The sidecars that were merged, the strongest last. */
    public List<Path> files() {
        return files;
    }

    /** Whether no sidecar was found. */
    public boolean isEmpty() {
        return files.isEmpty();
    }

    /** Sidecars that could not be read. */
    public List<Finding> findings() {
        return findings;
    }

    /** Whether the key is there. */
    public boolean has(String key) {
        return content.has(key);
    }

    /** A number, if the key is there and is a finite number or a text that is one. */
    public OptionalDouble number(String key) {
        JsonNode node = content.get(key);
        if (node == null) return OptionalDouble.empty();
        double value = Double.NaN;
        if (node.isNumber()) value = node.asDouble();
        else if (node.isTextual()) value = NumberText.parse(node.asText());
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** A text, if the key is there. */
    public Optional<String> text(String key) {
        return Optional.ofNullable(content.get(key))
                .filter(JsonNode::isValueNode)
                .map(JsonNode::asText);
    }

    /** The texts under a key, one or a list of them; empty if there are none. */
    public List<String> texts(String key) {
        JsonNode node = content.get(key);
        if (node == null) return List.of();
        if (node.isTextual()) return List.of(node.asText());
        List<String> texts = new ArrayList<>();
        if (node.isArray()) for (JsonNode child : node) if (child.isValueNode()) texts.add(child.asText());
        return texts;
    }

    /** All texts under a key: itself, or those of a list or an object, separated by blanks. */
    Optional<String> words(String key) {
        JsonNode node = content.get(key);
        if (node == null) return Optional.empty();
        if (node.isTextual()) return Optional.of(node.asText());
        List<String> words = new ArrayList<>();
        for (JsonNode child : node) if (child.isTextual()) words.add(child.asText());
        return words.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", words));
    }

    /** {@code RepetitionTime} as written, BIDS: seconds. */
    public OptionalDouble repetitionTime() {
        return number("RepetitionTime");
    }

    /** {@code EchoTime} as written, BIDS: seconds. */
    public OptionalDouble echoTime() {
        return number("EchoTime");
    }

    /** {@code TaskName}. */
    public Optional<String> taskName() {
        return text("TaskName");
    }

    /** {@code StartTime} as written: seconds from the start of a volume that its values stand for. */
    public OptionalDouble startTime() {
        return number("StartTime");
    }

    /** {@code MultibandAccelerationFactor}: how many slices are measured at once. */
    public OptionalInt multibandFactor() {
        OptionalDouble value = number("MultibandAccelerationFactor");
        boolean whole = value.isPresent() && value.getAsDouble() >= 1 && value.getAsDouble() % 1 == 0;
        return whole ? OptionalInt.of((int) value.getAsDouble()) : OptionalInt.empty();
    }

    /** {@code SliceEncodingDirection}; {@code k} if it is not there, as BIDS says. */
    public String sliceEncodingDirection() {
        return text("SliceEncodingDirection").orElse("k");
    }

    /** Whether the values were already corrected for the times of slices. */
    public boolean isSliceTimingCorrected() {
        return content.path("SliceTimingCorrected").asBoolean(false);
    }

    /** {@code SliceTiming} as written, in the order of the file, if it is a list of finite numbers. */
    public Optional<double[]> sliceTiming() {
        return sliceEntries().filter(times -> Arrays.stream(times).allMatch(Double::isFinite));
    }

    /** {@code SliceTiming} as written; NaN for an entry that is not a number. */
    Optional<double[]> sliceEntries() {
        JsonNode node = content.get("SliceTiming");
        if (node == null || !node.isArray()) return Optional.empty();
        double[] times = new double[node.size()];
        for (int i = 0; i < times.length; i++)
            times[i] = node.get(i).isNumber() ? node.get(i).asDouble() : Double.NaN;
        return Optional.of(times);
    }

    /**
     * The time of each slice of the third voxel axis from an explicit sidecar, for a command that was given its path.
     *
     * @param slices slices of the image
     * @param repetitionTime seconds; NaN if unknown, then the sidecar's own
     * @throws IOException if the file has no usable SliceTiming; says which entry is wrong and why
     */
    public static double[] sliceTimes(Path file, int slices, double repetitionTime) throws IOException {
        Sidecar sidecar = read(file);
        List<Finding> findings = new ArrayList<>();
        double tr = Double.isNaN(repetitionTime) ? sidecar.repetitionTime().orElse(Double.NaN) : repetitionTime;
        Optional<double[]> times = SidecarTiming.sliceTimes(sidecar, slices, tr, findings);
        if (times.isPresent()) return times.get();
        String why = findings.isEmpty()
                ? "SliceTiming is not in it"
                : findings.get(0).text();
        throw new IOException(file + ": " + why);
    }

    /** The keys that say a timing in a sidecar, for {@link JsonFile#write}. */
    public static Map<String, Object> keysOf(SeriesTiming timing) {
        Map<String, Object> keys = new TreeMap<>();
        if (timing.isKnown()) keys.put("RepetitionTime", timing.repetitionTime());
        if (timing.hasSliceTimes()) keys.put("SliceTiming", timing.sliceTimes());
        else if (timing.startTime() != 0) {
            keys.put("SliceTimingCorrected", true);
            keys.put("StartTime", timing.startTime());
        }
        return keys;
    }
}
