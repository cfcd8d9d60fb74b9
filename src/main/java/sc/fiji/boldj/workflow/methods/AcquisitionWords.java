package sc.fiji.boldj.workflow.methods;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.workflow.MethodsText;

/** How images were acquired, as far as their sidecars and headers tell: the acquisition items of COBIDAS (Nichols 2017). */
final class AcquisitionWords {

    private static final double MILLI = 1000;

    private final List<Acquisition> images;
    private final String noun;

    /** What is known, by the number of images that it is known of. */
    private final Map<Integer, List<String>> known = new LinkedHashMap<>();

    private final List<String> unknown = new ArrayList<>();

    /** @param noun what the images are called, in the plural */
    private AcquisitionWords(List<Acquisition> images, String noun) {
        this.images = images;
        this.noun = noun;
    }

    /** The functional runs. */
    static void runs(String task, List<SeriesFacts> series, MethodsText text) {
        List<Acquisition> images = series.stream().map(SeriesFacts::acquisition).toList();
        AcquisitionWords words = new AcquisitionWords(images, "runs");
        words.word(Acquisition.SCANNER, "scanner", "%s");
        words.number("MagneticFieldStrength", 1, "field strength", "%s T");
        words.word(Acquisition.COIL, "receive coil", "receive coil %s");
        words.word(Acquisition.SEQUENCE, "pulse sequence", "pulse sequence %s");
        words.number("RepetitionTime", 1, "repetition time", "repetition time %s s");
        boolean echoes =
                series.stream().anyMatch(one -> !one.preprocessing().echoTimes().isEmpty());
        words.number("EchoTime", MILLI, "echo time", echoes ? "first echo time %s ms" : "echo time %s ms");
        words.number("FlipAngle", 1, "flip angle", "flip angle %s degrees");
        words.number("MultibandAccelerationFactor", 1, "", "multiband factor %s");
        words.number("ParallelReductionFactorInPlane", 1, "", "in-plane acceleration factor %s");
        words.word(Acquisition.ENCODING, "phase-encoding direction", "phase encoding %s");
        words.number("TotalReadoutTime", MILLI, "total readout time", "total readout time %s ms");
        words.number(Acquisition.SLICES, 1, "number of slices", "%s slices");
        words.product("matrix", "matrix %s", Acquisition.MATRIX_X, Acquisition.MATRIX_Y);
        words.product("voxel size", "voxel size %s mm", Acquisition.VOXEL_X, Acquisition.VOXEL_Y, Acquisition.VOXEL_Z);
        words.number(Acquisition.VOLUMES, 1, "number of volumes", "%s volumes");
        words.number(Acquisition.MINUTES, 1, "", "duration %s min");
        text.add(
                "%d functional %s of the task \"%s\" %s analysed%s.",
                images.size(),
                images.size() == 1 ? "run" : "runs",
                task,
                images.size() == 1 ? "was" : "were",
                words.list());
        words.ask(text, "functional runs");
    }

    /** The T1-weighted images that the runs were normalised through; nothing if there are none. */
    static void anatomy(List<Acquisition> images, MethodsText text) {
        if (images.isEmpty()) return;
        AcquisitionWords words = new AcquisitionWords(images, "images");
        words.word(Acquisition.SCANNER, "scanner", "%s");
        words.number("MagneticFieldStrength", 1, "field strength", "%s T");
        words.word(Acquisition.COIL, "", "receive coil %s");
        words.word(Acquisition.SEQUENCE, "pulse sequence", "pulse sequence %s");
        words.number("RepetitionTime", 1, "repetition time", "repetition time %s s");
        words.number("EchoTime", MILLI, "echo time", "echo time %s ms");
        words.number("InversionTime", MILLI, "inversion time", "inversion time %s ms");
        words.number("FlipAngle", 1, "flip angle", "flip angle %s degrees");
        words.number("ParallelReductionFactorInPlane", 1, "", "in-plane acceleration factor %s");
        words.product("matrix", "matrix %s", Acquisition.MATRIX_X, Acquisition.MATRIX_Y, Acquisition.SLICES);
        words.product("voxel size", "voxel size %s mm", Acquisition.VOXEL_X, Acquisition.VOXEL_Y, Acquisition.VOXEL_Z);
        text.add(
                "T1-weighted images of %d %s were used%s.",
                images.size(), images.size() == 1 ? "participant" : "participants", words.list());
        words.ask(text, "T1-weighted images");
    }

    /** What the author has to add. */
    private void ask(MethodsText text, String of) {
        if (!unknown.isEmpty()) text.ask("acquisition of the " + of + ": " + MethodsText.list(unknown));
    }

    /** Everything that is known in brackets: first what is known of all images, then what is known of some. */
    private String list() {
        List<String> parts = new ArrayList<>();
        List<String> all = known.remove(images.size());
        if (all != null) parts.add(String.join(", ", all));
        known.forEach((count, some) ->
                parts.add(String.format(Locale.ROOT, "known for %d of %d %s: ", count, images.size(), noun)
                        + String.join(", ", some)));
        return parts.isEmpty() ? "" : " (" + String.join("; ", parts) + ")";
    }

    private void add(int count, String name, String words) {
        if (count > 0) known.computeIfAbsent(count, key -> new ArrayList<>()).add(words);
        else if (!name.isEmpty()) unknown.add(name);
    }

    /**
     * A number, or its range over the images that have it.
     *
     * @param name of the parameter that is asked for where no image has it; empty: it is not asked for
     */
    private void number(String key, double factor, String name, String format) {
        List<Double> values = values(key);
        add(values.size(), name, String.format(Locale.ROOT, format, range(values, factor)));
    }

    /** Numbers of several axes: {@code 3 x 3 x 3.5}. */
    private void product(String name, String format, String... keys) {
        List<String> ranges = new ArrayList<>();
        for (String key : keys) ranges.add(range(values(key), 1));
        add(values(keys[0]).size(), name, String.format(Locale.ROOT, format, String.join(" x ", ranges)));
    }

    /** Words, each with the number of images that have it if they differ. */
    private void word(String key, String name, String format) {
        Map<String, Integer> counts = new TreeMap<>();
        int count = 0;
        for (Acquisition image : images)
            if (image.words().containsKey(key)) {
                counts.merge(image.words().get(key), 1, Integer::sum);
                count++;
            }
        List<String> each = new ArrayList<>();
        counts.forEach((word, n) -> each.add(counts.size() == 1 ? word : word + " in " + n));
        add(count, name, String.format(Locale.ROOT, format, MethodsText.list(each)));
    }

    private List<Double> values(String key) {
        return images.stream()
                .filter(image -> image.numbers().containsKey(key))
                .map(image -> image.numbers().get(key))
                .toList();
    }

    private static String range(List<Double> values, double factor) {
        double least = values.stream().mapToDouble(x -> x * factor).min().orElse(Double.NaN);
        double largest = values.stream().mapToDouble(x -> x * factor).max().orElse(Double.NaN);
        return MethodsText.range(least, largest);
    }
}
