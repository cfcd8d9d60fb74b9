package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import sc.fiji.boldj.atlas.LabelTable;
import sc.fiji.boldj.host.HostProgress;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.ica.NetworkTemplates;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.TextFiles;
import sc.fiji.boldj.run.Progress;

/**
 * Templates of networks from a file: maps in the volumes of a 4-D image, with their names one per line in a {@code .txt}
 * beside it; or labels in a 3-D image, with their names in a {@code .txt} or {@code .tsv} that the atlas reader knows.
 */
final class TemplateMaps {

    private static final int MOST_LABELS = 400;

    private TemplateMaps() {}

    /**
     * The templates on the voxels of a mask; the built-in ones if the path is blank.
     *
     * @param image whose voxels they are
     * @param space the key {@code space}
     * @throws IllegalArgumentException if the templates are in MNI space and the image is not known to be
     */
    static NetworkTemplates of(String path, Mask mask, NeuroImage image, String space) throws IOException {
        if (path.isBlank()) {
            MniPlaces.require(image, space, "the built-in set of network templates");
            return NetworkTemplates.builtIn(mask);
        }
        NeuroImage maps = NiftiReader.read(Path.of(path), NiftiReader.Options.DEFAULT, Progress.NONE);
        if (maps.space().isMni()) MniPlaces.requireOrOwn(image, space, "the templates '" + path + "'");
        return read(maps, path, mask);
    }

    /** As {@link #of}; where that would refuse the built-in templates, no templates and a message. */
    static NetworkTemplates orNone(String path, Mask mask, NeuroImage image, String space) throws IOException {
        if (!path.isBlank() || MniPlaces.isMni(image, space)) return of(path, mask, image, space);
        HostProgress.warn(
                "networks are not named: '" + image.name()
                        + "' is not known to be in MNI space; set space=MNI if it is, or name the maps after Normalize To MNI...");
        return NetworkTemplates.NONE;
    }

    private static NetworkTemplates read(NeuroImage image, String path, Mask mask) throws IOException {
        Path file = Path.of(path);
        String stem = ImageDoor.stem(file.getFileName().toString());
        if (image.volumes() == 1) return labels(image, file, stem, mask);
        List<String> names = new ArrayList<>();
        Path words = file.resolveSibling(stem + ".txt");
        if (Files.isRegularFile(words)) {
            for (String line : TextFiles.lines(words)) if (!line.isBlank()) names.add(line.strip());
            if (names.size() != image.volumes())
                throw new IllegalArgumentException(
                        words + " has " + names.size() + " names but '" + path + "' has " + image.volumes() + " maps");
        } else for (int m = 1; m <= image.volumes(); m++) names.add(stem + " " + m);
        return NetworkTemplates.sampled(names, image, mask);
    }

    private static NetworkTemplates labels(NeuroImage image, Path file, String stem, Mask mask) throws IOException {
        float[] values = image.volume(0);
        TreeSet<Integer> labels = new TreeSet<>();
        for (float value : values) {
            if (!(value > 0)) continue;
            if (value != Math.rint(value) || labels.size() > MOST_LABELS)
                throw new IllegalArgumentException(
                        "'" + file + "' has one volume, so it must hold labels (whole numbers," + " at most "
                                + MOST_LABELS + "), but it holds " + value + ": give maps as a 4-D image");
            labels.add((int) value);
        }
        LabelTable table = LabelTable.EMPTY;
        for (String ending : new String[] {".tsv", ".txt"})
            if (Files.isRegularFile(file.resolveSibling(stem + ending)))
                table = LabelTable.read(file.resolveSibling(stem + ending));
        NeuroImage maps = NeuroImage.floats(stem, image.grid(), Math.max(1, labels.size()), SeriesTiming.UNKNOWN);
        List<String> names = new ArrayList<>();
        for (int label : labels) {
            float[] map = new float[values.length];
            for (int v = 0; v < map.length; v++) map[v] = values[v] == label ? 1 : 0;
            maps.writeVolume(names.size(), map);
            String name = table.names().get(label);
            names.add(name == null ? stem + " " + label : name);
        }
        if (names.isEmpty()) throw new IllegalArgumentException("'" + file + "' holds no label above 0");
        return NetworkTemplates.sampled(names, maps, mask);
    }
}
