package sc.fiji.boldj.workflow.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sc.fiji.boldj.io.BidsName;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.Sidecar;
import sc.fiji.boldj.run.DataException;

/**
 * Which files of {@code fmap/} a run is corrected with, and why.
 *
 * @param method how the field is obtained; empty if no field map applies
 * @param files images with opposed phase encoding, in order of their names, or a measured field map with its magnitude image; empty if none apply
 * @param withSeries whether the run itself is one of the images: its sidecar has the same {@code B0FieldIdentifier}
 * @param reason a sentence on which were chosen, or why none were
 */
public record FieldmapChoice(Optional<FieldMethod> method, List<Path> files, boolean withSeries, String reason) {

    private static final String IDENTIFIER = "B0FieldIdentifier";
    private static final String SOURCE = "B0FieldSource";
    private static final String INTENDED = "IntendedFor";

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
        return method.isPresent();
    }

    /** The same, or where no field map applies, an estimate from the T1-weighted scan. */
    public FieldmapChoice orAnatomy() {
        return corrects()
                ? this
                : new FieldmapChoice(
                        Optional.of(FieldMethod.ANATOMY),
                        List.of(),
                        false,
                        reason
                                + ", and the field was estimated from the T1-weighted scan (distortion=syn, experimental)");
    }

    /** Whether there is nothing but the T1-weighted scan to correct the run with. */
    public boolean isFromAnatomy() {
        return method.equals(Optional.of(FieldMethod.ANATOMY));
    }

    /** No correction, for a reason: a sentence without its full stop. */
    public static FieldmapChoice none(String reason) {
        return new FieldmapChoice(Optional.empty(), List.of(), false, reason);
    }

    private static FieldmapChoice chosen(List<Path> named, boolean withSeries, String why) {
        List<Path> opposed = new ArrayList<>();
        List<Path> others = new ArrayList<>();
        for (Path file : named) (suffix(file).equals(FieldMethod.OPPOSED.suffix()) ? opposed : others).add(file);
        if (opposed.isEmpty()) return measured(others, why);
        return new FieldmapChoice(
                Optional.of(FieldMethod.OPPOSED),
                opposed,
                withSeries,
                "Used: " + names(opposed) + (withSeries ? " and the run itself" : "") + ", because " + why
                        + (others.isEmpty() ? "" : "; opposed phase encoding was preferred to " + names(others)));
    }

    /** The first complete map: a field in Hz, otherwise a phase difference, otherwise two phases. */
    private static FieldmapChoice measured(List<Path> maps, String why) {
        List<Path> ordered = new ArrayList<>();
        for (FieldMethod method : FieldMethod.values())
            for (Path map : maps) if (suffix(map).equals(method.suffix())) ordered.add(map);
        List<String> missing = new ArrayList<>();
        for (Path map : ordered)
            try {
                FieldmapParts parts = FieldmapParts.of(map);
                List<Path> rest = new ArrayList<>(ordered);
                rest.remove(map);
                return new FieldmapChoice(
                        Optional.of(parts.method()),
                        parts.files(),
                        false,
                        "Used: " + names(parts.files()) + ", because " + why
                                + (rest.isEmpty() ? "" : "; not used: " + names(rest)));
            } catch (DataException e) {
                missing.add(e.getMessage());
            }
        return none("The field maps that apply are not complete: " + String.join("; ", missing));
    }

    private static String suffix(Path file) {
        return BidsName.of(file).suffix();
    }

    private static String names(List<Path> files) {
        return files.stream().map(file -> file.getFileName().toString()).collect(Collectors.joining(", "));
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
