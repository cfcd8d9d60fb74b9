package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sc.fiji.boldj.atlas.Coordinate;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.atlas.LabelTable;
import sc.fiji.boldj.atlas.LabelVolume;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.run.Progress;

/** Reads the user's nodes: a table of coordinates, or a label image with its table of names. */
final class NodeFile {

    private static final List<String> IMAGES = List.of(".nii.gz", ".nii");

    private NodeFile() {}

    /**
     * Reads nodes.
     *
     * @throws IOException if the file is not there or holds no such table, naming it
     */
    static NodeSet read(Path file) throws IOException {
        if (!Files.isRegularFile(file))
            throw new NoSuchFileException("nodes: there is no file '" + file.toAbsolutePath() + "'");
        String name = file.getFileName().toString();
        try {
            for (String ending : IMAGES)
                if (name.toLowerCase(Locale.ROOT).endsWith(ending))
                    return ofLabels(
                            file, file.resolveSibling(name.substring(0, name.length() - ending.length()) + ".tsv"));
            CoordinateTable table = CoordinateTable.read(file);
            requireSafe(table.names());
            return new NodeSet(table, Optional.empty(), List.of(file), FileDigest.of(file));
        } catch (IllegalArgumentException e) {
            throw new IOException("nodes: " + e.getMessage(), e);
        }
    }

    private static NodeSet ofLabels(Path image, Path names) throws IOException {
        if (!Files.isRegularFile(names))
            throw new NoSuchFileException(
                    "nodes: the label image " + image + " needs a table with the columns index and"
                            + " name beside it: there is no file '" + names + "'");
        NeuroImage read = StudyFiles.read(image, Progress.NONE);
        if (read.space().kind() == Space.Kind.OTHER)
            throw new IOException("nodes: " + image + " is not in MNI space ("
                    + read.space().evidence() + "): resample it to MNI space");
        LabelTable table = LabelTable.read(names);
        LabelVolume labels = LabelVolume.of(read, table);
        double[][] centres = labels.centres();
        List<Coordinate> places = new ArrayList<>();
        for (int k = 0; k < centres.length; k++) {
            int label = labels.labels()[k];
            if (!table.names().containsKey(label))
                throw new IOException("nodes: " + names + " has no name for the label " + label + " of " + image);
            if (!Double.isFinite(centres[k][0]))
                throw new IOException("nodes: no voxel of " + image + " has the label " + label + " ("
                        + table.name(label) + "), which " + names + " lists: remove the row");
            places.add(Coordinate.of(table.name(label), centres[k][0], centres[k][1], centres[k][2]));
        }
        CoordinateTable all = CoordinateTable.of(places);
        requireSafe(all.names());
        return new NodeSet(
                all, Optional.of(labels), List.of(image, names), FileDigest.of(image) + " " + FileDigest.of(names));
    }

    /** Names become headers of tables whose first is {@code node}: no name may be that or have control characters. */
    private static void requireSafe(List<String> names) {
        for (String name : names)
            if (name.equals("node") || name.chars().anyMatch(c -> c < ' '))
                throw new IllegalArgumentException("'" + name + "' cannot be the name of a node");
    }
}
