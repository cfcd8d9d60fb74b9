package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.atlas.LabelTable;
import sc.fiji.boldj.atlas.LabelVolume;
import sc.fiji.boldj.atlas.MissingFiles;
import sc.fiji.boldj.atlas.TemplateFlow;
import sc.fiji.boldj.explore.AtlasSource;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.NamedFiles;
import sc.fiji.boldj.host.OpenImages;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.run.Progress;

/** The parcellation or the places that a key names. */
final class Atlases {

    /** The atlases that a window asks for. */
    static final AtlasSource FOR_WINDOWS = new ForWindows();

    private static final List<String> TABLE_ENDINGS = List.of(".tsv", ".csv", ".txt");

    private Atlases() {}

    /**
     * Whether a text names a table of coordinates: a file with such an ending that is not also an open image.
     *
     * @throws IllegalArgumentException if it has the ending but there is no such file
     */
    static boolean isCoordinateTable(String key, String text) {
        if (OpenImages.titles().contains(text)) return false;
        String lower = text.toLowerCase(Locale.ROOT);
        if (TABLE_ENDINGS.stream().noneMatch(lower::endsWith)) return false;
        NamedFiles.existing(key, text);
        return true;
    }

    /** The table of coordinates of a file. */
    static CoordinateTable coordinates(String key, String text) throws IOException {
        return CoordinateTable.read(NamedFiles.existing(key, text));
    }

    private static final class ForWindows implements AtlasSource {

        @Override
        public String question(String name) {
            if (OpenImages.titles().contains(name) || NamedFiles.file(name).isPresent() || !TemplateFlow.isAtlas(name))
                return "";
            MissingFiles missing = MissingFiles.of(name, TemplateFlow.Options.ofUser());
            return missing.bytes() == 0
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            "Download %s (%.2f MB) from %s?\nIt is stored in %s.",
                            name,
                            missing.bytes() / 1e6,
                            missing.host(),
                            missing.folder());
        }

        @Override
        public LabelVolume atlas(String name, Progress progress) {
            try {
                return labels("atlas", name, "", progress);
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }
    }

    /**
     * A label image by its title or path, or an atlas of TemplateFlow by name, with its names.
     *
     * @param labels path of the table of names; empty: the .tsv, .json, .txt or .csv beside the image's file that has
     *     its name, if there is one
     * @throws IllegalArgumentException if there is no such image
     */
    static LabelVolume labels(String key, String text, String labels) throws IOException {
        return labels(key, text, labels, Progress.NONE);
    }

    private static LabelVolume labels(String key, String text, String labels, Progress progress) throws IOException {
        Optional<ImagePlus> image = NamedFiles.image(text);
        if (image.isEmpty() && TemplateFlow.isAtlas(text))
            return new TemplateFlow(TemplateFlow.Options.ofUser()).atlas(text, progress);
        if (image.isEmpty())
            throw new IllegalArgumentException("key '" + key + "' is '" + text
                    + "' but must be the title of an open label image (open are " + OpenImages.titles()
                    + "), or the path of one, or of a table of coordinates (.tsv, .csv, .txt), or the name of an atlas"
                    + " of TemplateFlow such as Schaefer2018_200Parcels7Networks or Yeo2011_7Networks");
        LabelTable table;
        if (!labels.isBlank()) table = LabelTable.read(NamedFiles.existing("labels", labels));
        else table = OpenImages.titles().contains(text) ? LabelTable.EMPTY : beside(Path.of(text));
        return LabelVolume.of(ImageDoor.read(image.orElseThrow()), table);
    }

    private static LabelTable beside(Path image) throws IOException {
        String stem = ImageDoor.stem(image.getFileName().toString());
        for (String ending : List.of(".tsv", ".json", ".txt", ".csv")) {
            Path file = image.resolveSibling(stem + ending);
            if (NamedFiles.file(file.toString()).isEmpty()) continue;
            if (ending.equals(".json") && !(JsonFile.readMap(file).get("rois") instanceof java.util.Map)) continue;
            return LabelTable.read(file);
        }
        return LabelTable.EMPTY;
    }
}
