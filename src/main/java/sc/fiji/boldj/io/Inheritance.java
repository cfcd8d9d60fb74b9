package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a dataset that say something of a scan, by the inheritance principle of BIDS: sidecars, events, physiology.
 * Immutable.
 *
 * <p>A file applies if each entity of its name has the same value in the scan's. It may stand in the scan's folder or in a
 * folder above, up to the root: the folder with {@code dataset_description.json} or, failing that, the parent of the
 * {@code sub-} folder. What is deeper is more specific; within a folder, what names more entities. A file with the name of the
 * scan applies without BIDS. Indices are compared as numbers ({@code run-1} is {@code run-01}). Events and physiology are
 * common to all echoes and parts of a series, so {@code echo} and {@code part} need not be the same.
 */
final class Inheritance {

    /** Folders above a scan that are searched for the root of a dataset. */
    private static final int MOST_LEVELS = 8;

    private static final Set<String> INDICES = Set.of("run", "echo");

    /** Entities of one measurement in several images. */
    private static final Set<String> OF_THE_IMAGE = Set.of("echo", "part");

    private static final String RECORDING = "recording";

    private final Path scan;
    private final Map<String, String> entities;
    private final String suffix;
    private final String ending;

    /** A file that applies, and which entities it shares with the scan. */
    private record Found(Path file, Set<String> shared) {

        boolean covers(Found other) {
            return shared.containsAll(other.shared) && shared.size() > other.shared.size();
        }
    }

    private Inheritance(Path scan, String suffix, String ending) {
        this.scan = scan.toAbsolutePath().normalize();
        this.suffix = suffix;
        this.ending = ending;
        entities = new TreeMap<>(BidsName.of(scan).entities());
        for (Path part : this.scan)
            for (String key : List.of("sub", "ses"))
                if (part.toString().startsWith(key + "-") && !part.equals(this.scan.getFileName()))
                    entities.putIfAbsent(key, part.toString().substring(key.length() + 1));
    }

    /**
     * What is searched.
     *
     * @param suffix of the files, such as {@code bold} or {@code events}
     * @param ending with its point, such as {@code .json} or {@code .tsv}
     */
    static Inheritance of(Path scan, String suffix, String ending) {
        return new Inheritance(scan, suffix, ending);
    }

    /**
     * Every file that applies, folder by folder from the root, in each the most general first; of the same generality by
     * name.
     */
    List<List<Path>> levels() {
        List<List<Path>> levels = new ArrayList<>();
        for (Path folder : folders())
            levels.add(found(folder, "").stream().map(Found::file).toList());
        return levels;
    }

    /**
     * The most specific file.
     *
     * @throws IOException if two are equally specific and differ; names both
     */
    Optional<Path> one() throws IOException {
        return one("");
    }

    /**
     * The most specific file of each recording: by the label of {@code recording-}, empty for one without.
     *
     * @throws IOException if two of a recording are equally specific and differ; names both
     */
    Map<String, Path> recordings() throws IOException {
        Set<String> labels = new java.util.TreeSet<>();
        for (Path folder : folders())
            for (Path file : list(folder))
                labels.add(BidsName.of(file).entities().getOrDefault(RECORDING, ""));
        Map<String, Path> recordings = new LinkedHashMap<>();
        for (String label : labels) one(label).ifPresent(file -> recordings.put(label, file));
        return recordings;
    }

    private Optional<Path> one(String recording) throws IOException {
        List<Path> folders = folders();
        for (int f = folders.size() - 1; f >= 0; f--) {
            List<Found> found = found(folders.get(f), recording);
            if (found.isEmpty()) continue;
            Found best = found.get(found.size() - 1);
            for (Found other : found)
                if (!other.equals(best) && !best.covers(other) && Files.mismatch(best.file(), other.file()) >= 0)
                    throw new IOException(scan.getFileName() + ": " + other.file() + " and " + best.file()
                            + " apply to it, and neither is more specific than the other: remove one, or add the"
                            + " entities of the scan to the name of one");
            return Optional.of(best.file());
        }
        return Optional.empty();
    }

    /** Whether what two files of one folder say is of the same weight. */
    static boolean equallySpecific(Path a, Path b) {
        Set<String> first = BidsName.of(a).entities().keySet();
        Set<String> second = BidsName.of(b).entities().keySet();
        return !first.containsAll(second) && !second.containsAll(first);
    }

    private List<Found> found(Path folder, String recording) {
        List<Found> found = new ArrayList<>();
        String exact = exactName();
        for (Path file : list(folder)) {
            BidsName name = BidsName.of(file);
            if (folder.equals(scan.getParent()) && file.getFileName().toString().equals(exact))
                found.add(new Found(file, entities.keySet()));
            else if (name.suffix().equals(suffix) && name.ending().equals(ending))
                shared(name, recording).ifPresent(shared -> found.add(new Found(file, shared)));
        }
        found.sort(Comparator.comparingInt((Found one) -> one.shared().size())
                .thenComparing(one -> one.file().getFileName().toString()));
        return found;
    }

    /** The entities that a name has in common with the scan; nothing if it does not apply. */
    private Optional<Set<String>> shared(BidsName name, String recording) {
        boolean ofScan = suffix.equals(BidsName.of(scan).suffix());
        Map<String, String> own = new TreeMap<>(name.entities());
        if (own.size() + 1 != name.stem().split("_", -1).length) return Optional.empty();
        if (own.isEmpty() && (!ofScan || entities.isEmpty())) return Optional.empty();
        if (!ofScan) {
            String label = own.remove(RECORDING);
            if (!(label == null ? "" : label).equals(recording)) return Optional.empty();
        }
        Set<String> shared = new java.util.TreeSet<>();
        for (Map.Entry<String, String> entity : own.entrySet()) {
            if (same(entity.getKey(), entity.getValue())) shared.add(entity.getKey());
            else if (ofScan || !OF_THE_IMAGE.contains(entity.getKey())) return Optional.empty();
        }
        return Optional.of(shared);
    }

    private boolean same(String key, String value) {
        String own = entities.get(key);
        if (own == null) return false;
        boolean index = INDICES.contains(key) && own.matches("\\d+") && value.matches("\\d+");
        return own.equals(value)
                || (index && own.replaceFirst("^0+(?=.)", "").equals(value.replaceFirst("^0+(?=.)", "")));
    }

    /** The name of the scan with the suffix and the ending that are searched; empty if it cannot have them. */
    private String exactName() {
        String stem = scan.getFileName().toString().replaceAll("(?i)\\.(nii|hdr|img)(\\.gz)?$", "");
        String own = BidsName.of(scan).suffix();
        if (suffix.equals(own)) return stem + ending;
        return stem.endsWith("_" + own) ? stem.substring(0, stem.length() - own.length()) + suffix + ending : "";
    }

    /** From the root of the dataset down to the folder of the scan; that folder alone if there is no dataset. */
    private List<Path> folders() {
        Path folder = scan.getParent();
        List<Path> upwards = new ArrayList<>();
        int last = -1;
        Path at = folder;
        for (int i = 0; at != null && i <= MOST_LEVELS; i++, at = at.getParent()) {
            upwards.add(at);
            if (Files.isRegularFile(at.resolve("dataset_description.json"))) {
                last = i;
                break;
            }
            boolean subject =
                    at.getFileName() != null && at.getFileName().toString().startsWith("sub-");
            if (subject && at.getParent() != null) last = i + 1;
        }
        if (folder == null) return List.of();
        if (last == upwards.size()) upwards.add(at);
        List<Path> folders = new ArrayList<>(upwards.subList(0, Math.max(1, last + 1)));
        Collections.reverse(folders);
        return folders;
    }

    /** The files of a folder that end as those that are searched. */
    private List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (IOException e) {
            return List.of(); // a folder above that may not be listed has nothing to say
        }
    }
}
