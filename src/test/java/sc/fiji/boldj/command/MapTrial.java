package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** Small maps of noise on disk, one for each row of a table, for tests of group commands. */
final class MapTrial {

    static final VoxelGrid GRID = new VoxelGrid(5, 4, 3, Affine.of(3, 0, 0, -6, 0, 3, 0, -3, 0, 0, 3, 0));

    /** What a voxel of a row's map holds, from its noise. */
    @FunctionalInterface
    interface Value {
        double of(int row, int voxel, double noise);
    }

    private MapTrial() {}

    /**
     * Writes a map for each row and the table with a first column {@code path}.
     *
     * @param header names of the other columns
     * @param rows their values
     */
    static Path write(Path folder, String name, String header, List<String> rows, long seed, Value value)
            throws IOException {
        StringBuilder table = new StringBuilder("path\t" + header + "\n");
        for (int r = 0; r < rows.size(); r++) {
            String file = name + r + ".nii";
            map(folder.resolve(file), seed, r, value);
            table.append(file).append('\t').append(rows.get(r)).append('\n');
        }
        return Files.writeString(folder.resolve(name + ".tsv"), table);
    }

    static void map(Path file, long seed, int row, Value value) throws IOException {
        double[] noise = new double[GRID.voxels()];
        Seeds.fillGaussian(Seeds.stream(seed, row), noise);
        float[] volume = new float[noise.length];
        for (int v = 0; v < volume.length; v++) volume[v] = (float) value.of(row, v, noise[v]);
        NeuroImage map = NeuroImage.floats("map", GRID, 1, SeriesTiming.UNKNOWN);
        map.writeVolume(0, volume);
        NiftiWriter.write(map, file, NiftiWriter.Options.DEFAULT, Progress.NONE);
    }

    static float[] read(Path file) throws IOException {
        return NiftiReader.read(file, NiftiReader.Options.DEFAULT, Progress.NONE)
                .volume(0);
    }

    /** Runs a command. */
    static String run(String label, String options) throws IOException {
        return CommandMenu.calls().run(label, options, Progress.NONE);
    }
}
