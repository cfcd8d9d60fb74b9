package sc.fiji.boldj.qc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.Fixtures;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

class MotionSummaryTest {

    private static double[][] read(String name) throws IOException {
        return Fixtures.lines("reference/denoise/" + name).stream()
                .skip(1)
                .map(line -> Arrays.stream(line.split("\t", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
    }

    @Test
    void powersDisplacementIsTheSumOfShiftsAndArcs() {
        double[][] motion = {{1, 1, 1, 0, 0, 0}, {1.10, 0.95, 1.20, 0.001, -0.002, 0.0005}};
        double[] fd = FramewiseDisplacement.power(motion);
        assertTrue(Double.isNaN(fd[0]));
        assertEquals(0.525, fd[1], 1e-12);
        assertEquals(0, FramewiseDisplacement.power(new double[0][]).length);
        assertThrows(IllegalArgumentException.class, () -> FramewiseDisplacement.power(new double[][] {{1, 2}}));
    }

    @Test
    void powersDisplacementEqualsTheReference() throws IOException {
        double[][] afni = read("motion_params_afni.tsv");
        double[][] expected = read("fd_power2012.tsv");
        double[][] motion = new double[afni.length][6];
        for (int t = 0; t < afni.length; t++)
            for (int p = 0; p < 3; p++) {
                motion[t][p] = afni[t][3 + p];
                motion[t][3 + p] = Math.toRadians(afni[t][p]);
            }
        double[] fd = FramewiseDisplacement.power(motion);
        for (int t = 1; t < fd.length; t++) assertEquals(expected[t][0], fd[t], 1e-9);
    }

    @Test
    void jenkinsonsDisplacementIsTheRootMeanSquareOverTheBall() {
        double angle = 0.02;
        Affine first = Affine.translation(1, 2, 3);
        Affine turn = Affine.of(
                Math.cos(angle), -Math.sin(angle), 0, 0.3, Math.sin(angle), Math.cos(angle), 0, -0.2, 0, 0, 1, 0.1);
        double[] centre = {5, -20, 10};
        double[] found = FramewiseDisplacement.jenkinson(List.of(first, turn.times(first)), centre);
        assertTrue(Double.isNaN(found[0]));
        // brute force: points of a ball, drawn at random
        SplittableRandom random = new SplittableRandom(4);
        double sum = 0;
        int points = 0;
        while (points < 400_000) {
            double x = random.nextDouble(-80, 80);
            double y = random.nextDouble(-80, 80);
            double z = random.nextDouble(-80, 80);
            if (x * x + y * y + z * z > 6400) continue;
            double[] moved = turn.apply(centre[0] + x, centre[1] + y, centre[2] + z);
            double dx = moved[0] - centre[0] - x;
            double dy = moved[1] - centre[1] - y;
            double dz = moved[2] - centre[2] - z;
            sum += dx * dx + dy * dy + dz * dz;
            points++;
        }
        assertEquals(Math.sqrt(sum / points), found[1], 3e-3); // 400 000 points: 0.1 %
        double[] shift = FramewiseDisplacement.jenkinson(List.of(Affine.IDENTITY, Affine.translation(3, 4, 0)), centre);
        assertEquals(5, shift[1], 1e-12);
    }

    private static NeuroImage image(double[][] rows) {
        VoxelGrid grid = new VoxelGrid(rows[0].length, 1, 1, Affine.IDENTITY);
        NeuroImage image = NeuroImage.floats("series", grid, rows.length, SeriesTiming.every(2));
        for (int t = 0; t < rows.length; t++) {
            float[] volume = new float[rows[t].length];
            for (int v = 0; v < volume.length; v++) volume[v] = (float) rows[t][v];
            image.writeVolume(t, volume);
        }
        return image;
    }

    @Test
    void dvarsEqualTheReference() throws IOException {
        double[][] expected = read("dvars_matrix60.tsv");
        NeuroImage image = image(read("timeseries.tsv"));
        Dvars dvars = Dvars.of(image, Mask.all(image.grid()), Progress.NONE);
        assertEquals(60, dvars.voxels());
        for (int t = 1; t < expected.length; t++) {
            // the reference has ten digits
            assertEquals(expected[t][0], dvars.dvars()[t], 1e-9 * expected[t][0] + 1e-10);
            assertEquals(expected[t][1], dvars.standardized()[t], 1e-9);
            assertEquals(expected[t][2], dvars.voxelwise()[t], 1e-9);
        }
        assertTrue(Double.isNaN(dvars.dvars()[0]) && Double.isNaN(dvars.standardized()[0]));
    }

    @Test
    void dvarsLeaveOutVoxelsThatSayNothingAndDoNotDependOnThreads() {
        double[][] rows = new double[30][5000];
        SplittableRandom random = new SplittableRandom(2);
        for (double[] row : rows) for (int v = 0; v < row.length; v++) row[v] = random.nextDouble(90, 110);
        for (double[] row : rows) row[17] = 5;
        rows[3][18] = Double.NaN;
        NeuroImage image = image(rows);
        Dvars[] results = new Dvars[2];
        Runnable one = () -> results[0] = Dvars.of(image, Mask.all(image.grid()), Progress.NONE);
        Runnable many = () -> results[1] = Dvars.of(image, Mask.all(image.grid()), Progress.NONE);
        Parallelization.runWithNumThreads(1, one);
        Parallelization.runWithNumThreads(4, many);
        assertEquals(4998, results[0].voxels());
        assertArrayEquals(results[0].dvars(), results[1].dvars());
        assertArrayEquals(results[0].voxelwise(), results[1].voxelwise());
        NeuroImage flat = image(new double[][] {{1, 1}, {1, 1}, {1, 1}});
        var e = assertThrows(
                IllegalArgumentException.class, () -> Dvars.of(flat, Mask.all(flat.grid()), Progress.NONE));
        assertEquals("no voxel of the mask varies in series: DVARS needs a series", e.getMessage());
    }
}
