package sc.fiji.boldj.glm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import sc.fiji.boldj.Fixtures;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;

/** Reads what other programs made of the audio-visual scan, or of simulated data with its events. */
final class GlmReference {

    private static final String FOLDER = "reference/glm/";

    private GlmReference() {}

    static boolean has(String map) {
        return Fixtures.has(FOLDER + map + ".nii.gz");
    }

    static Path path(String name) {
        return Fixtures.path(FOLDER + name);
    }

    static NeuroImage image(String name) throws IOException {
        return NiftiReader.read(path(name + ".nii.gz"), NiftiReader.Options.DEFAULT, Progress.NONE);
    }

    static Mask mask() throws IOException {
        return Mask.of(image("mask"));
    }

    static Design design(String name) throws IOException {
        Table table = TsvFiles.read(path("design_" + name + ".tsv"));
        List<String> names = table.names();
        Design.Builder design = new Design.Builder(table.rows());
        for (String column : names) design.add(column, kind(column), table.numbers(column));
        return design.build();
    }

    private static Design.Kind kind(String column) {
        if (column.equals("constant")) return Design.Kind.CONSTANT;
        if (column.startsWith("drift_")) return Design.Kind.DRIFT;
        return column.endsWith("_derivative") ? Design.Kind.DERIVATIVE : Design.Kind.TASK;
    }

    /** A map of the reference at the voxels of the mask. */
    static double[] map(String name) throws IOException {
        float[] volume = image(name).volume(0);
        Mask mask = mask();
        double[] map = new double[mask.count()];
        for (int i = 0; i < map.length; i++) map[i] = volume[mask.voxel(i)];
        return map;
    }
}
