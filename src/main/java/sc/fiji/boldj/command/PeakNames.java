package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import sc.fiji.boldj.atlas.Coordinate;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.atlas.LabelVolume;
import sc.fiji.boldj.atlas.TemplateFlow;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** Names of places from an atlas: a label volume with its table beside it, or a table of coordinates. */
final class PeakNames {

    private static final double NEAR = 10;

    private PeakNames() {}

    /**
     * @param atlas path, or the name of an atlas of TemplateFlow; empty for none
     * @param image whose peaks are named
     * @param space the key {@code space}
     * @return names a place in RAS+ mm, or null for none
     * @throws IllegalArgumentException if the atlas is in MNI space and the image is not known to be
     */
    static Function<double[], String> read(String atlas, NeuroImage image, String space) throws IOException {
        if (atlas.isBlank()) return null;
        String text = atlas.strip();
        if (!Files.isRegularFile(Path.of(text)) && TemplateFlow.isAtlas(text)) {
            MniPlaces.require(image, space, "the atlas " + text);
            return names(new TemplateFlow(TemplateFlow.Options.ofUser()).atlas(text, Progress.NONE));
        }
        if (!Atlases.isCoordinateTable("atlas", text)) {
            LabelVolume labels = Atlases.labels("atlas", text, "");
            MniPlaces.requireAtlas(image, space, labels, text);
            return names(labels);
        }
        MniPlaces.requireOrOwn(image, space, "the table '" + text + "'");
        CoordinateTable table = Atlases.coordinates("atlas", text);
        return at -> nearest(table, at);
    }

    private static Function<double[], String> names(LabelVolume labels) {
        return at -> {
            int label = labels.nearestLabel(at[0], at[1], at[2], NEAR);
            if (label == 0) return "n/a";
            String name = labels.table().name(label);
            boolean inside = labels.labelAt(at[0], at[1], at[2]) == label;
            String region = name.isEmpty() ? "label " + label : name;
            return inside ? region : "near " + region;
        };
    }

    private static String nearest(CoordinateTable table, double[] at) {
        String name = "n/a";
        double least = 20;
        for (Coordinate place : table.entries()) {
            double distance = Math.sqrt(
                    Math.pow(place.x() - at[0], 2) + Math.pow(place.y() - at[1], 2) + Math.pow(place.z() - at[2], 2));
            if (distance >= least) continue;
            least = distance;
            name = String.format(Locale.ROOT, "%s (%.0f mm away)", place.name(), distance);
        }
        return name;
    }
}
