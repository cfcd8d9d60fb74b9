package sc.fiji.boldj.preprocess;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Displacement;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.RigidMotion;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Seeds;

/**
 * A head given by a formula, seen by a scanner: each voxel is the mean of some points of the moved head in its box, so no
 * interpolation is involved. Scalp, cerebrospinal fluid, folded cortex over white matter, ventricles.
 */
final class HeadPhantom {

    private static final int FOLDS = 7;

    private final VoxelGrid grid;
    private final int samples;
    private final double[][] waves = new double[FOLDS][4];

    /** @param samples points along each axis of a voxel */
    HeadPhantom(VoxelGrid grid, int samples) {
        this.grid = grid;
        this.samples = samples;
        SplittableRandom random = new SplittableRandom(11);
        for (double[] wave : waves) {
            double z = random.nextDouble(-1, 1);
            double angle = random.nextDouble(2 * Math.PI);
            double k = 2 * Math.PI / random.nextDouble(16, 30);
            wave[0] = k * Math.sqrt(1 - z * z) * Math.cos(angle);
            wave[1] = k * Math.sqrt(1 - z * z) * Math.sin(angle);
            wave[2] = k * z;
            wave[3] = random.nextDouble(2 * Math.PI);
        }
    }

    /** Near 64 x 64 x 52 voxels of 3 mm; a field of view of that size for other voxels. */
    static VoxelGrid grid(double voxel) {
        int nx = (int) Math.round(192 / voxel);
        int nz = (int) Math.round(156 / voxel);
        return new VoxelGrid(
                nx,
                nx,
                nz,
                Affine.of(
                        -voxel,
                        0,
                        0,
                        voxel * (nx - 1) / 2.0,
                        0,
                        voxel,
                        0,
                        -voxel * (nx - 1) / 2.0,
                        0,
                        0,
                        voxel,
                        -voxel * (nz - 1) / 2.0));
    }

    /** 1 inside, 0 outside, with a border about 3 mm thick. */
    private static double inside(double x, double y, double z, double a, double b, double c) {
        double r = Math.sqrt(x * x / (a * a) + y * y / (b * b) + z * z / (c * c));
        double depth = (1 - r) * (a + b + c) / 3;
        return depth > 6 ? 1 : depth < -6 ? 0 : 1 / (1 + Math.exp(-depth * 2.5));
    }

    private double value(double x, double y, double z) {
        double head = inside(x, y, z, 78, 92, 74);
        if (head == 0) return 0;
        double skull = inside(x, y, z, 72, 86, 68);
        double brain = inside(x, y, z + 2, 67, 80, 61);
        double fold = 0;
        if (brain > 0) for (double[] wave : waves) fold += Math.cos(wave[0] * x + wave[1] * y + wave[2] * z + wave[3]);
        double tissue = 850 + 150 * Math.tanh(1.5 * fold);
        double ventricles = inside(Math.abs(x) - 12, y, z - 8, 8, 28, 12);
        double inBrain = tissue + (1250 - tissue) * ventricles;
        double dropout = 1 - 0.7 * inside(x, y - 55, z + 40, 22, 18, 14);
        return dropout * (350 * (head - skull) + 600 * (skull - brain) + inBrain * brain);
    }

    /** The volume that the scanner sees when the head has made a motion. */
    float[] scan(Affine motion) {
        float[] volume = new float[grid.voxels()];
        Affine back = motion.inverse().times(grid.affine());
        IntStream.range(0, grid.sizeZ()).parallel().forEach(z -> {
            for (int y = 0; y < grid.sizeY(); y++)
                for (int x = 0; x < grid.sizeX(); x++) {
                    double sum = 0;
                    double[] p = new double[3];
                    int all = samples * samples * samples;
                    for (int s = 0; s < all; s++) {
                        p[0] = x + offset(s % samples);
                        p[1] = y + offset(s / samples % samples);
                        p[2] = z + offset(s / samples / samples);
                        back.apply(p, p);
                        sum += value(p[0], p[1], p[2]);
                    }
                    volume[grid.index(x, y, z)] = (float) (sum / all);
                }
        });
        return volume;
    }

    private double offset(int sample) {
        return (sample + 0.5) / samples - 0.5;
    }

    /** The brain, for measuring displacements. */
    Mask brain() {
        boolean[] in = new boolean[grid.voxels()];
        for (int v = 0; v < in.length; v++) {
            double[] p = grid.position(v);
            in[v] = inside(p[0], p[1], p[2] + 2, 67, 80, 61) > 0.5;
        }
        return Mask.of(grid, in);
    }

    /** A head that drifts about and jerks now and then, moved by the given RMS over all volumes; volume 0 is not at rest. */
    List<Affine> motions(int volumes, double rms, long seed) {
        double[][] six = new double[volumes][6];
        double[] step = new double[6];
        for (int t = 0; t < volumes; t++) {
            Seeds.fillGaussian(Seeds.stream(seed, t), step);
            for (int k = 0; k < 6; k++)
                six[t][k] = (t == 0 ? 0 : 0.9 * six[t - 1][k]) + step[k] * (k < 3 ? 1 : 0.015) * (t % 9 == 5 ? 3 : 1);
        }
        Displacement displacement = Displacement.over(brain());
        double factor = 1;
        List<Affine> maps = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            maps.clear();
            double sum = 0;
            for (double[] p : six) {
                double[] scaled = new double[6];
                for (int k = 0; k < 6; k++) scaled[k] = factor * p[k];
                Affine map = RigidMotion.of(scaled).toAffine(grid.centre());
                maps.add(map);
                sum += Math.pow(displacement.rms(map, Affine.IDENTITY), 2) / volumes;
            }
            factor *= rms == 0 ? 0 : rms / Math.sqrt(sum);
        }
        if (rms == 0) for (int t = 0; t < volumes; t++) maps.set(t, Affine.IDENTITY);
        return maps;
    }

    /** A series with white noise of the brain's mean (about 870) over {@code tsnr}; 0 adds none. */
    NeuroImage series(List<Affine> motions, double tsnr, long seed) {
        NeuroImage image = NeuroImage.floats("phantom", grid, motions.size(), SeriesTiming.every(2));
        float[] still = null;
        for (int t = 0; t < motions.size(); t++) {
            boolean rest = motions.get(t).equals(Affine.IDENTITY);
            if (rest && still == null) still = scan(Affine.IDENTITY);
            float[] volume = rest ? still.clone() : scan(motions.get(t));
            if (tsnr > 0) {
                double[] noise = new double[volume.length];
                Seeds.fillGaussian(Seeds.stream(seed, t), noise);
                for (int v = 0; v < volume.length; v++) volume[v] += (float) (870 / tsnr * noise[v]);
            }
            image.writeVolume(t, volume);
        }
        return image;
    }

    /** The true map from volume {@code reference} to each volume. */
    static List<Affine> from(List<Affine> motions, int reference) {
        Affine back = motions.get(reference).inverse();
        return motions.stream().map(m -> m.times(back)).toList();
    }

    /** Errors in mm, one per volume, without the reference. */
    static double[] errors(List<Affine> found, List<Affine> truth, int reference, Mask mask) {
        Displacement displacement = Displacement.over(mask);
        return IntStream.range(0, found.size())
                .filter(t -> t != reference)
                .mapToDouble(t -> displacement.rms(found.get(t), truth.get(t)))
                .toArray();
    }

    static double rms(double[] values) {
        double sum = 0;
        for (double value : values) sum += value * value / values.length;
        return Math.sqrt(sum);
    }
}
