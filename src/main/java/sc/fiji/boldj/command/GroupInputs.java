package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.group.DesignTable;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.OpenImages;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.InputList;

/**
 * The maps of a group test: an open image or a NIfTI file with a volume for each, or a list of files.
 *
 * @param maps in the order of the table
 * @param table what is known of them; empty if nothing
 * @param folder where relative paths begin
 * @param hashes SHA-256 by name, in order
 */
record GroupInputs(List<NeuroImage> maps, Optional<DesignTable> table, Path folder, Map<String, String> hashes) {

    static GroupInputs read(String inputs, Progress progress) throws IOException {
        Path file = Path.of(inputs);
        Map<String, String> hashes = new LinkedHashMap<>();
        if (!Files.isRegularFile(file)) {
            if (inputs.matches("(?i).*\\.(nii|nii\\.gz|hdr|img|txt|tsv|csv)")
                    && !OpenImages.titles().contains(inputs))
                throw new IllegalArgumentException("inputs: there is no file '" + inputs + "'");
            NeuroImage open;
            try {
                ImagePlus image = new OpenImages().find(inputs, progress);
                ImageDoor.requirePlaced(image, "maps without a position cannot be saved as NIfTI");
                open = ImageDoor.read(image);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "inputs: there is no file '" + inputs + "', and " + e.getMessage(), e);
            }
            hashes.put(open.name(), FileDigest.of(open));
            return new GroupInputs(List.of(open), Optional.empty(), Path.of("").toAbsolutePath(), hashes);
        }
        if (isImage(file)) {
            hashes.put(inputs, FileDigest.of(file));
            NeuroImage image = NiftiReader.read(file, NiftiReader.Options.DEFAULT, progress);
            return new GroupInputs(
                    List.of(image.withName(file.getFileName().toString())),
                    Optional.empty(),
                    file.toAbsolutePath().getParent(),
                    hashes);
        }
        InputList list = InputList.read(file);
        hashes.put(inputs, FileDigest.of(file));
        List<NeuroImage> maps = maps(list, progress);
        for (Path path : list.paths()) hash(hashes, list.file().toAbsolutePath().getParent(), path);
        return new GroupInputs(maps, list.table(), file.toAbsolutePath().getParent(), hashes);
    }

    private static List<NeuroImage> maps(InputList list, Progress progress) throws IOException {
        List<NeuroImage> maps = new ArrayList<>();
        int n = list.paths().size();
        for (int i = 0; i < n; i++) {
            Path path = list.paths().get(i);
            NeuroImage map = NiftiReader.read(
                            path, NiftiReader.Options.DEFAULT, progress.stage(i / (double) n, (i + 1.0) / n))
                    .withName("input " + (i + 1) + " (" + path.getFileName() + ")");
            if (map.volumes() != 1)
                throw new IllegalArgumentException("inputs: " + map.name() + " has " + map.volumes()
                        + " volumes, but each line of a list is one map: is it a time series?");
            if (!maps.isEmpty())
                maps.get(0).grid().requireSameAs(map.grid(), maps.get(0).name(), map.name());
            maps.add(map);
        }
        return maps;
    }

    /**
     * These maps and further kinds of maps of the same rows, by name.
     *
     * @param modalities table columns with paths separated by commas, or of 4-D images or lists; empty for none
     */
    Map<String, List<NeuroImage>> withModalities(String modalities, Progress progress) throws IOException {
        Map<String, List<NeuroImage>> kinds = new LinkedHashMap<>();
        if (modalities.isBlank()) {
            kinds.put("maps", maps);
            return kinds;
        }
        kinds.put(table.isPresent() ? "path" : maps.get(0).name(), maps);
        for (String part : modalities.split(",", -1)) {
            String name = part.strip();
            List<NeuroImage> more = further("modalities", name, progress);
            if (kinds.put(name, more) != null)
                throw new IllegalArgumentException("modalities: " + name + " is named twice");
        }
        return kinds;
    }

    /**
     * Further maps of the same rows.
     *
     * @param key for messages
     * @param name a table column with paths, a 4-D image or a list
     */
    List<NeuroImage> further(String key, String name, Progress progress) throws IOException {
        List<NeuroImage> more;
        if (table.isPresent() && table.orElseThrow().has(name)) {
            InputList list =
                    InputList.read(Path.of(hashes.keySet().iterator().next())).withPaths(name);
            more = maps(list, progress);
            for (Path path : list.paths()) hash(hashes, folder, path);
        } else {
            if (table.isPresent() && !Files.isRegularFile(Path.of(name)))
                throw new IllegalArgumentException(key + ": '" + name + "' is neither a column of the table"
                        + " (they are " + table.orElseThrow().columns() + ") nor a file");
            GroupInputs other = read(name, progress);
            more = other.maps;
            hashes.putAll(other.hashes);
        }
        int count = more.stream().mapToInt(NeuroImage::volumes).sum();
        if (count != count())
            throw new IllegalArgumentException(key + ": " + name + " has " + count + " maps, but inputs has " + count()
                    + ": the same rows are needed");
        maps.get(0).grid().requireSameAs(more.get(0).grid(), maps.get(0).name(), name);
        return more;
    }

    private static boolean isImage(Path file) {
        return file.getFileName().toString().matches("(?i).*\\.(nii|nii\\.gz|hdr|img|img\\.gz)");
    }

    /** Number of maps. */
    int count() {
        return maps.stream().mapToInt(NeuroImage::volumes).sum();
    }

    /** Notes a file, by its path from a folder if it is in it. */
    static void hash(Map<String, String> hashes, Path folder, Path file) throws IOException {
        if (!Files.isRegularFile(file)) return;
        Path name = file.startsWith(folder) ? folder.relativize(file) : file;
        hashes.put(name.toString(), FileDigest.of(file));
    }

    /** Notes the files among the values of keys. */
    static void hashKeys(Map<String, String> hashes, Path folder, String... values) throws IOException {
        for (String value : values) {
            if (value.isBlank() || value.indexOf('\n') >= 0) continue;
            try {
                hash(hashes, folder, folder.resolve(value.strip()));
            } catch (java.nio.file.InvalidPathException e) {
                // a column's name, no file
            }
        }
    }
}
