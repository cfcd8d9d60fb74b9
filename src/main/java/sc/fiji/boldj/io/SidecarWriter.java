package sc.fiji.boldj.io;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;

/** Writes beside an image what its header cannot hold: slice times, the time that all slices were moved to, the space. */
public final class SidecarWriter {

    private static final String GENERATED_BY = "GeneratedBy";

    /** The one space that the header has a code for. */
    private static final String IN_HEADER = "MNI152";

    private static final Map<String, String> US = Map.of("Name", "BoldJ");

    private SidecarWriter() {}

    /**
     * Writes a BIDS sidecar if the image has slice times, a start time, or a space whose name the header cannot hold. A
     * sidecar that BoldJ did not write is never touched.
     *
     * @param scan the image file, {@code .nii}, {@code .nii.gz}, {@code .hdr} or {@code .img}
     * @return whether a sidecar was written
     * @throws IOException if it cannot be written
     */
    public static boolean write(Path scan, NeuroImage image) throws IOException {
        Path file = beside(scan);
        boolean ours = Files.exists(file) && isOurs(file);
        SeriesTiming timing = image.timing();
        boolean named = !image.space().name().isEmpty() && !image.space().name().equals(IN_HEADER);
        if (!timing.hasSliceTimes() && timing.startTime() == 0 && !named) {
            if (ours) Files.delete(file);
            return false;
        }
        if (Files.exists(file) && !ours) return false;
        Map<String, Object> content = new TreeMap<>(Sidecar.keysOf(timing));
        if (named) content.put("SpatialReference", image.space().name());
        content.put(GENERATED_BY, new Object[] {US});
        JsonFile.write(file, content);
        return true;
    }

    private static Path beside(Path scan) {
        String name = scan.getFileName().toString();
        String lower = name.toLowerCase(Locale.ROOT);
        int cut = lower.endsWith(".gz") ? name.length() - 3 : name.length();
        int dot = lower.lastIndexOf('.', cut - 1);
        return scan.resolveSibling(name.substring(0, dot < 1 ? cut : dot) + ".json");
    }

    private static boolean isOurs(Path file) {
        try {
            ObjectNode json = JsonFile.read(file);
            return json.path(GENERATED_BY).path(0).path("Name").asText().equals(US.get("Name"));
        } catch (IOException e) {
            return false;
        }
    }
}
