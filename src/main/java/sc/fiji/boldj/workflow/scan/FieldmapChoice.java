package sc.fiji.boldj.workflow.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import sc.fiji.boldj.io.BidsName;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.Sidecar;

/**
 * Which files of {@code fmap/} a run is corrected with, and why.
 *
 * @param files images with opposed phase encoding, in order of their names; empty if none apply
 * @param withSeries whether the run itself is one of the images: its sidecar has the same {@code B0FieldIdentifier}
 * @param reason a sentence on which were chosen, or why none were
 */
public record FieldmapChoice(List<Path> files, boolean withSeries, String reason) {

    private static final String IDENTIFIER = "B0FieldIdentifier";
    private static final String SOURCE = "B0FieldSource";
    private static final String INTENDED = "IntendedFor";
    private static final String OPPOSED = "epi";

    /** @param files is copied */
    public FieldmapChoice {
        files = List.copyOf(files);
    }

    /**
     * Chooses among the field maps beside a run: those that its {@code B0FieldSource} names; without one, those whose
     * {@code IntendedFor} names it, by path or BIDS URI.
     *
     * @throws IOException if the folder cannot be read
     */
    public static FieldmapChoice of(BidsScan scan) throws IOException {
        List<Path> all = candidates(scan.file());
        if (all.isEmpty()) return none("The dataset has no field maps for the session");
        Sidecar own = Sidecar.find(scan.file());
        List<String> sources = own.texts(SOURCE);
        for (String source : sources) {
            List<Path> named = new ArrayList<>();
            for (Path file : all) if (Sidecar.find(file).texts(IDENTIFIER).contains(source)) named.add(file);
            if (!named.isEmpty())
                return chosen(named, own.texts(IDENTIFIER).contains(source), "its B0FieldSource is " + source);
        }
        List<Path> intended = new ArrayList<>();
        for (Path file : all) if (names(Sidecar.find(file).texts(INTENDED), scan.file())) intended.add(file);
        if (!intended.isEmpty()) return chosen(intended, false, "their IntendedFor names it");
        return none("There are field maps, but "
                + (sources.isEmpty()
                        ? "neither B0FieldSource nor IntendedFor names"
                        : "B0FieldSource and IntendedFor name")
                + (sources.isEmpty() ? " any for this run" : " none that exist"));
    }

    /** Whether there is something to correct the run with. */
    public boolean corrects() {
        return !files.isEmpty();
    }

    private static FieldmapChoice none(String reason) {
        return new FieldmapChoice(List.of(), false, reason);
    }

    private static FieldmapChoice chosen(List<Path> named, boolean withSeries, String why) {
        List<Path> opposed = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (Path file : named)
            if (BidsName.of(file).suffix().equals(OPPOSED)) opposed.add(file);
            else others.add(file.getFileName().toString());
        if (opposed.isEmpty())
            return none("The field maps that apply (" + String.join(", ", others)
                    + ") are phase images or measured fields, which are not used yet");
        List<String> files =
                opposed.stream().map(file -> file.getFileName().toString()).toList();
        return new FieldmapChoice(
                opposed,
                withSeries,
                "Used: " + String.join(", ", files) + (withSeries ? " and the run itself" : "") + ", because " + why
                        + (others.isEmpty()
                                ? ""
                                : "; opposed phase encoding was preferred to " + String.join(", ", others)));
    }

    private static List<Path> candidates(Path scan) throws IOException {
        Path folder = scan.toAbsolutePath().normalize().getParent().resolveSibling("fmap");
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            file.getFileName().toString().matches(".*_(epi|phasediff|phase1|fieldmap)\\.nii(\\.gz)?"))
                    .sorted()
                    .toList();
        }
    }

    /** Whether one of the entries is the scan: a path from the participant's folder, or a BIDS URI. */
    static boolean names(List<String> entries, Path scan) {
        String path = scan.toAbsolutePath().normalize().toString().replace('\\', '/');
        for (String entry : entries) {
            boolean uri = entry.startsWith("bids:");
            String rest = (uri ? entry.replaceFirst("^bids:[^:]*:", "") : entry).replaceFirst("^(\\./|/)+", "");
            if (rest.isEmpty() || !path.endsWith("/" + rest)) continue;
            String before = path.substring(0, path.length() - rest.length() - 1);
            String folder = before.substring(before.lastIndexOf('/') + 1);
            if (rest.matches("sub-[^/]+/.*") || folder.startsWith("sub-")) return true;
        }
        return false;
    }
}
