package sc.fiji.boldj.cli;

import java.io.IOException;
import java.nio.file.Path;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** A small oblique series with a bright ball in it, for tests that need some file. */
final class SmallScan {

    private SmallScan() {}

    /** Writes 20 x 24 x 12 voxels of 4 mm and 12 volumes of 2 s. */
    static void write(Path path) throws IOException {
        VoxelGrid grid = new VoxelGrid(20, 24, 12, Affine.of(-4, 0, 0, 38, 0, 3.9, -0.5, -40, 0, 0.5, 3.9, -20));
        NeuroImage scan = NeuroImage.floats("scan", grid, 12, SeriesTiming.every(2));
        double[] noise = new double[grid.voxels()];
        for (int t = 0; t < 12; t++) {
            Seeds.fillGaussian(Seeds.stream(7, t), noise);
            float[] volume = new float[grid.voxels()];
            for (int v = 0; v < volume.length; v++) {
                double x = v % 20 - 9.5;
                double y = v / 20 % 24 - 11.5;
                double z = Math.floorDiv(v, 480) - 5.5;
                double inside = x * x / 64 + y * y / 100 + z * z / 25 < 1 ? 1000 : 20;
                volume[v] = (float) Math.rint(inside + 10 * noise[v]);
            }
            scan.writeVolume(t, volume);
        }
        NiftiWriter.write(scan, path, NiftiWriter.Options.of(NiftiWriter.Type.INT16), Progress.NONE);
    }
}
