package sc.fiji.boldj.workflow.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.workflow.MethodsText;

/** How the runs were acquired, as far as their sidecars and headers tell: the acquisition items of COBIDAS. */
final class AcquisitionWords {

    private final String task;
    private final List<SeriesFacts> series;

    AcquisitionWords(String task, List<SeriesFacts> series) {
        this.task = task;
        this.series = series;
    }

    void write(MethodsText text) {
        List<String> parts = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        add(parts, unknown, "MagneticFieldStrength", "field strength", "%s T");
        add(parts, unknown, "RepetitionTime", "repetition time", "repetition time %s s");
        if (!range("EchoTime", 1000).isEmpty()) parts.add("echo time " + range("EchoTime", 1000) + " ms");
        else unknown.add("echo time");
        add(parts, unknown, "FlipAngle", "flip angle", "flip angle %s degrees");
        add(parts, unknown, "MultibandAccelerationFactor", "multiband factor", "multiband factor %s");
        add(parts, unknown, "Slices", "number of slices", "%s slices");
        String voxel = String.join(
                " x ",
                List.of(range("VoxelX", 1), range("VoxelY", 1), range("VoxelZ", 1)).stream()
                        .filter(part -> !part.isEmpty())
                        .toList());
        if (voxel.isEmpty()) unknown.add("voxel size");
        else parts.add("voxels of " + voxel + " mm");
        add(parts, unknown, "Volumes", "number of volumes", "%s volumes");
        List<String> scanners = series.stream()
                .map(SeriesFacts::scanner)
                .filter(name -> !name.isEmpty())
                .distinct()
                .sorted()
                .toList();
        if (scanners.isEmpty()) unknown.add(0, "scanner");
        text.add(
                "%d functional runs of the task %s were analysed%s%s.",
                series.size(), task, scanner(scanners), list(parts));
        if (!unknown.isEmpty())
            text.add(
                    "Headers and sidecars do not state the %s.",
                    MethodsText.list(unknown).replace(" and ", " or "));
    }

    private static String scanner(List<String> scanners) {
        return scanners.isEmpty() ? "" : ", acquired with " + MethodsText.list(scanners);
    }

    private static String list(List<String> parts) {
        return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
    }

    private void add(List<String> parts, List<String> unknown, String key, String name, String format) {
        String range = range(key, 1);
        if (range.isEmpty()) unknown.add(name);
        else parts.add(String.format(Locale.ROOT, format, range));
    }

    /** The range of a value over the runs that give it; empty if none does. */
    private String range(String key, double factor) {
        double least = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (SeriesFacts one : series) {
            Double value = one.acquisition().get(key);
            if (value == null) continue;
            least = Math.min(least, value * factor);
            largest = Math.max(largest, value * factor);
        }
        return least <= largest ? MethodsText.range(least, largest) : "";
    }
}
