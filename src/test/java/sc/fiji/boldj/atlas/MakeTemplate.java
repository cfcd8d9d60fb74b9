package sc.fiji.boldj.atlas;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import sc.fiji.boldj.anatomy.TissueMaps;
import sc.fiji.boldj.anatomy.TissuePriors;
import sc.fiji.boldj.anatomy.TissueSegmentation;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Interpolator;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.Morphology;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.PlanarStore;
import sc.fiji.boldj.image.ScalarType;
import sc.fiji.boldj.image.SeparableGaussian;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.image.VoxelNeighbourhood;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;

/**
 * Makes the files of the built-in template from {@code examples/data/mni152_2009_256.nii.gz} of the npm package
 * cornerstone-nifti-image-loader 1.0.0 ({@code npm pack cornerstone-nifti-image-loader@1.0.0}).
 *
 * <p>The source has 207 x 256 x 215 voxels of 0.7375 mm in RAS order, its header in MNI millimetres. It is averaged to 1
 * mm; the brain is what is brighter than half of grey matter there, with its holes and clefts; the tissues are segmented at 1 mm twice, the second time with the first's maps, smoothed, as what to expect; then all is averaged to 2 mm. Two arguments: the source, the folder of the results.
 */
public final class MakeTemplate {

    /** Half the brightness of grey matter, the largest mode of the source's histogram between fluid and white matter. */
    private static final double EDGE = 0.5;

    /** The usual choices, but no bias field: the average of many heads has none. */
    private static final TissueSegmentation.Options PLAIN = new TissueSegmentation.Options(
            TissueSegmentation.Options.DEFAULT.iterations(),
            TissueSegmentation.Options.DEFAULT.pull(),
            false,
            TissueSegmentation.Options.DEFAULT.splineDistance(),
            TissueSegmentation.Options.DEFAULT.stiffness(),
            TissueSegmentation.Options.DEFAULT.doubt());

    /** Width of the Gaussian that makes expectations of the first round's tissues, mm. */
    private static final double PRIOR_FWHM = 6;

    /** Clefts and cisterns narrower than twice this many voxels of 2 mm belong to the brain. */
    private static final int CLOSED = 3;

    private static final double STORED_BRIGHTEST = 102;

    private MakeTemplate() {}

    public static void main(String[] arguments) throws IOException {
        NeuroImage source = NiftiReader.read(Path.of(arguments[0]), NiftiReader.Options.DEFAULT, Progress.NONE);
        Path folder = Path.of(arguments[1]);
        VoxelGrid fine = Template.grid(1);
        VoxelGrid coarse = Template.grid(2);
        float[] volume = source.volume(0);
        float[] head = averaged(volume, source.grid(), fine, 3);
        double edge = EDGE * greyLevel(head);
        NeuroImage image = NeuroImage.floats("template", fine, 1, SeriesTiming.UNKNOWN);
        image.writeVolume(0, head);
        Mask brain = closed(Mask.above(fine, head, edge), 2 * CLOSED);
        TissueMaps first = TissueSegmentation.of(image, brain, null, PLAIN, Progress.NONE);
        TissuePriors smoothed = new TissuePriors(smooth(first.grey()), smooth(first.white()), smooth(first.fluid()));
        TissueMaps tissues = TissueSegmentation.of(image, brain, smoothed, PLAIN, Progress.NONE);
        float[] mean = averaged(volume, source.grid(), coarse, 5);
        Mask mask = closed(Mask.above(coarse, mean, edge), CLOSED);
        float[] csf = halved(tissues.fluid().volume(0), fine, coarse);
        float[] gm = halved(tissues.grey().volume(0), fine, coarse);
        float[] wm = halved(tissues.white().volume(0), fine, coarse);
        for (int v = 0; v < mean.length; v++) {
            boolean in = mask.contains(v);
            float sum = gm[v] + wm[v] + csf[v];
            if (!in) mean[v] = 0;
            gm[v] = in && sum > 0 ? gm[v] / sum : 0;
            wm[v] = in && sum > 0 ? wm[v] / sum : 0;
            csf[v] = in ? 1 - gm[v] - wm[v] : 0;
        }
        float[] inside = new float[mean.length];
        for (int v : mask.indices()) inside[v] = 1;
        write(mean, coarse, STORED_BRIGHTEST / 255, folder.resolve("brain.nii.gz"));
        write(gm, coarse, 1.0 / 255, folder.resolve("gm.nii.gz"));
        write(wm, coarse, 1.0 / 255, folder.resolve("wm.nii.gz"));
        write(csf, coarse, 1.0 / 255, folder.resolve("csf.nii.gz"));
        write(inside, coarse, 1, folder.resolve("mask.nii.gz"));
    }

    private static Mask closed(Mask mask, int voxels) {
        Mask closed = mask;
        for (int i = 0; i < voxels; i++) closed = Morphology.dilate(closed, VoxelNeighbourhood.FACES);
        for (int i = 0; i < voxels; i++) closed = Morphology.erode(closed, VoxelNeighbourhood.FACES);
        return Morphology.fillHoles(closed);
    }

    private static NeuroImage smooth(NeuroImage tissue) {
        float[] values = tissue.volume(0);
        SeparableGaussian.of(tissue.grid(), PRIOR_FWHM, SeparableGaussian.Border.NEAREST)
                .apply(values, Progress.NONE);
        NeuroImage smooth = NeuroImage.floats("prior", tissue.grid(), 1, SeriesTiming.UNKNOWN);
        smooth.writeVolume(0, values);
        return smooth;
    }

    /** The mode of the values between a half and nine tenths of the 99th percentile, bins of 1. */
    private static double greyLevel(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        double top = sorted[(int) (0.99 * (sorted.length - 1))];
        int[] counts = new int[256];
        for (float value : values) if (value > 0.5 * top && value < 0.9 * top) counts[(int) value]++;
        int best = 0;
        for (int b = 0; b < counts.length; b++) if (counts[b] > counts[best]) best = b;
        return best + 0.5;
    }

    /** The mean over each target voxel of {@code n} cubed points, read by linear interpolation. */
    private static float[] averaged(float[] volume, VoxelGrid from, VoxelGrid to, int n) {
        Interpolator source = Interpolator.of(volume, from, Interpolation.LINEAR);
        Affine map = from.affine().inverse().times(to.affine());
        double[] sums = new double[to.voxels()];
        float[] row = new float[to.sizeX()];
        for (int s = 0; s < n * n * n; s++) {
            double dx = (s % n + 0.5) / n - 0.5;
            double dy = (s / n % n + 0.5) / n - 0.5;
            double dz = (Math.floorDiv(s, n * n) + 0.5) / n - 0.5;
            for (int z = 0; z < to.sizeZ(); z++)
                for (int y = 0; y < to.sizeY(); y++) {
                    double[] start = map.apply(dx, y + dy, z + dz);
                    double[] step = {map.get(0, 0), map.get(1, 0), map.get(2, 0)};
                    source.rows().read(start, step, row.length, row, 0);
                    for (int x = 0; x < row.length; x++) sums[to.index(x, y, z)] += row[x];
                }
        }
        float[] mean = new float[sums.length];
        for (int v = 0; v < mean.length; v++) mean[v] = (float) (sums[v] / (n * n * n));
        return mean;
    }

    /** From 1 mm to 2 mm: a coarse voxel covers one fine voxel and halves of its neighbours along each axis. */
    private static float[] halved(float[] values, VoxelGrid fine, VoxelGrid coarse) {
        float[] result = new float[coarse.voxels()];
        for (int z = 0; z < coarse.sizeZ(); z++)
            for (int y = 0; y < coarse.sizeY(); y++)
                for (int x = 0; x < coarse.sizeX(); x++) {
                    double sum = 0;
                    for (int k = 0; k < 27; k++) {
                        int fx = 2 * x + k % 3 - 1;
                        int fy = 2 * y + k / 3 % 3 - 1;
                        int fz = 2 * z + k / 9 - 1;
                        if (fx < 0
                                || fy < 0
                                || fz < 0
                                || fx >= fine.sizeX()
                                || fy >= fine.sizeY()
                                || fz >= fine.sizeZ()) continue;
                        int steps = (k % 3 == 1 ? 0 : 1) + (k / 3 % 3 == 1 ? 0 : 1) + (k / 9 == 1 ? 0 : 1);
                        sum += values[fine.index(fx, fy, fz)] / (8.0 * (1 << steps));
                    }
                    result[coarse.index(x, y, z)] = (float) sum;
                }
        return result;
    }

    private static void write(float[] values, VoxelGrid grid, double scale, Path file) throws IOException {
        Object[] planes = new Object[grid.sizeZ()];
        for (int z = 0; z < planes.length; z++) {
            byte[] plane = new byte[grid.planeSize()];
            for (int i = 0; i < plane.length; i++)
                plane[i] = (byte) Math.max(0, Math.min(255, Math.round(values[z * plane.length + i] / scale)));
            planes[z] = plane;
        }
        PlanarStore store = new PlanarStore(
                ScalarType.UINT8,
                new int[] {grid.sizeX(), grid.sizeY(), grid.sizeZ(), 1},
                Arrays.asList(planes),
                false,
                scale,
                0);
        NeuroImage image = NeuroImage.of(file.getFileName().toString(), grid, store, SeriesTiming.UNKNOWN);
        NiftiWriter.write(image, file, new NiftiWriter.Options(NiftiWriter.Type.AS_STORED, 9), Progress.NONE);
    }
}
