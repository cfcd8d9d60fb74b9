package sc.fiji.boldj.workflow.physio;

import java.util.List;
import java.util.function.UnaryOperator;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.linalg.LeastSquares;
import sc.fiji.boldj.physio.Retroicor;

/**
 * Degrees of freedom that a denoised series loses by RETROICOR. With X its columns, M1 the projection away from drift and motion, with
 * which it was fitted, and M the later denoising, white noise loses trace((X' M1 X)^-1 X' M X): all columns if nothing is filtered,
 * fewer where the pass band holds only part of them.
 */
public final class FreedomTaken {

    private FreedomTaken() {}

    /**
     * The number.
     *
     * @param table of confounds with the columns of RETROICOR, steady volumes only
     * @param later what {@link SeriesPhysiology#later} gives, as many rows
     * @param denoising applied to a series
     */
    public static double of(
            Confounds table, double[][] later, double repetitionTime, UnaryOperator<NeuroImage> denoising) {
        List<String> names = table.names().stream()
                .filter(name -> name.startsWith(Retroicor.PREFIX))
                .toList();
        int count = names.size();
        int volumes = table.volumes();
        double[] own = new double[volumes * count];
        NeuroImage image = NeuroImage.floats(
                "columns", new VoxelGrid(count, 1, 1, Affine.IDENTITY), volumes, SeriesTiming.every(repetitionTime));
        for (int c = 0; c < count; c++) {
            double[] column = table.column(names.get(c));
            for (int t = 0; t < volumes; t++) own[t * count + c] = column[t];
        }
        for (int t = 0; t < volumes; t++) {
            float[] row = new float[count];
            for (int c = 0; c < count; c++) row[c] = (float) own[t * count + c];
            image.writeVolume(t, row);
        }
        double[] before = gram(residuals(own, volumes, count, later), volumes, count);
        NeuroImage cleaned = denoising.apply(image);
        double[] rows = new double[cleaned.volumes() * count];
        for (int t = 0; t < cleaned.volumes(); t++)
            for (int c = 0; c < count; c++) rows[t * count + c] = cleaned.volume(t)[c];
        double[] after = gram(rows, cleaned.volumes(), count);
        double[] share = LeastSquares.solve(before, count, count, after, count).coefficients();
        double trace = 0;
        for (int c = 0; c < count; c++) trace += share[c * count + c];
        return trace;
    }

    private static double[] residuals(double[] own, int volumes, int count, double[][] later) {
        int columns = later[0].length + 1;
        double[] design = new double[volumes * columns];
        for (int t = 0; t < volumes; t++) {
            System.arraycopy(later[t], 0, design, t * columns, columns - 1);
            design[(t + 1) * columns - 1] = 1;
        }
        double[] fit = LeastSquares.solve(design, volumes, columns, own, count).coefficients();
        double[] residuals = own.clone();
        for (int t = 0; t < volumes; t++)
            for (int k = 0; k < columns; k++)
                for (int c = 0; c < count; c++)
                    residuals[t * count + c] -= design[t * columns + k] * fit[k * count + c];
        return residuals;
    }

    private static double[] gram(double[] rows, int volumes, int count) {
        double[] gram = new double[count * count];
        for (int t = 0; t < volumes; t++)
            for (int i = 0; i < count; i++)
                for (int j = 0; j < count; j++) gram[i * count + j] += rows[t * count + i] * rows[t * count + j];
        return gram;
    }
}
