package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.FieldScans;

/**
 * The field maps of a simulated session, in {@code fmap/}, and what the sidecars of its runs say of them.
 *
 * @param opposed a pair with phase encoding j- and j
 * @param phase a phase difference with the magnitude image of its first echo
 */
record FieldmapFiles(boolean opposed, boolean phase) {

    private static final String OPPOSED = "pepolar";
    private static final String PHASE = "phasediff";
    private static final String IDENTIFIER = "B0FieldIdentifier";
    private static final double FIRST = 0.00492;
    private static final double SECOND = 0.00738;
    private static final double NOISE = 12;

    /** Whether there are any, and so whether the runs are distorted. */
    boolean any() {
        return opposed || phase;
    }

    /** What the sidecar of a run says. */
    Map<String, Object> run(FieldScans scans) {
        Map<String, Object> about = new TreeMap<>();
        about.put("PhaseEncodingDirection", "j-");
        about.put("TotalReadoutTime", scans.readout());
        List<String> sources = new ArrayList<>();
        if (opposed) sources.add(OPPOSED);
        if (phase) sources.add(PHASE);
        about.put("B0FieldSource", sources.size() == 1 ? sources.get(0) : sources);
        return about;
    }

    /**
     * Writes them.
     *
     * @param still the head in its reference position, without distortion
     * @param name beginning of the names of the files of the session
     */
    void write(Path session, String name, FieldScans scans, NeuroImage still) throws IOException {
        Path folder = Files.createDirectories(session.resolve("fmap"));
        if (opposed)
            for (int sign : new int[] {-1, 1}) {
                String image = name + "dir-" + (sign < 0 ? "AP" : "PA") + "_epi";
                write(folder.resolve(image), scans.encoded(still, sign, NOISE));
                JsonFile.write(
                        folder.resolve(image + ".json"),
                        Map.of(
                                "PhaseEncodingDirection",
                                sign < 0 ? "j-" : "j",
                                "TotalReadoutTime",
                                scans.readout(),
                                IDENTIFIER,
                                OPPOSED));
            }
        if (!phase) return;
        write(folder.resolve(name + "magnitude1"), still);
        write(folder.resolve(name + "phasediff"), scans.phaseDifference(still, SECOND - FIRST, NOISE));
        JsonFile.write(
                folder.resolve(name + "phasediff.json"),
                Map.of("EchoTime1", FIRST, "EchoTime2", SECOND, IDENTIFIER, PHASE));
    }

    private static void write(Path file, NeuroImage image) throws IOException {
        NiftiWriter.write(
                image,
                file.resolveSibling(file.getFileName() + ".nii.gz"),
                NiftiWriter.Options.of(NiftiWriter.Type.INT16),
                Progress.NONE);
    }
}
