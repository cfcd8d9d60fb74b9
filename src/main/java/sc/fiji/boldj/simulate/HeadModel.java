package sc.fiji.boldj.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * One head as continuous functions of position: tissue fractions and brightness as a scanner of some resolution sees
 * them.
 *
 * <p>The anatomy is averaged over small cubes, blurred by the Gaussian point spread of the scanner and kept as
 * coefficients of cubic B-splines. The functions are defined by these coefficients, so any grid, oblique or not, and
 * any moved head reads them without interpolation error. The point spread is round, so it is the same for a turned
 * head. Immutable; one head serves any number of runs.
 */
public final class HeadModel {

    /**
     * Choices of the head.
     *
     * @param seed heads with different seeds differ in their folds
     * @param size factor on all lengths, 0.8 to 1.2
     * @param dropout signal lost at the worst place above the sinuses, 0 to 1
     * @param resolution full width at half maximum of the scanner's point spread in mm, 1 to 20: about the voxel size
     */
    public record Options(long seed, double size, double dropout, double resolution) {

        /** For voxels of about 4.5 mm. */
        public static final Options DEFAULT = new Options(1, 1, 0.85, 4.5);

        public Options {
            if (!(size >= 0.8 && size <= 1.2))
                throw new IllegalArgumentException("the size of the head must be in [0.8, 1.2], got " + size);
            if (!(dropout >= 0 && dropout <= 1))
                throw new IllegalArgumentException("dropout must be in [0, 1], got " + dropout);
            if (!(resolution >= 1 && resolution <= 20))
                throw new IllegalArgumentException("the resolution must be 1 to 20 mm, got " + resolution);
        }

        /** The same head seen with another point spread. */
        public Options withResolution(double millimetres) {
            return new Options(seed, size, dropout, millimetres);
        }

        /** Another head. */
        public Options withSeed(long newSeed) {
            return new Options(newSeed, size, dropout, resolution);
        }
    }

    private static final int GREY = 0;
    private static final int WHITE = 1;
    private static final int FLUID = 2;
    private static final int BRAIN = 3;
    private static final int GREY_SIGNAL = 4;
    private static final int WHITE_SIGNAL = 5;
    private static final int FLUID_SIGNAL = 6;
    private static final int SIGNAL = 7;
    private static final int MAPS = 8;

    private final Options options;
    private final EchoTime echo;
    private final HeadAnatomy anatomy;
    private final Lattice lattice;
    private final List<SplineMap> maps;

    private HeadModel(Options options, EchoTime echo, HeadAnatomy anatomy, Lattice lattice, List<SplineMap> maps) {
        this.options = options;
        this.echo = echo;
        this.anatomy = anatomy;
        this.lattice = lattice;
        this.maps = List.copyOf(maps);
    }

    /**
     * Makes a head.
     *
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static HeadModel build(Options options, Progress progress) {
        return build(options, new Anatomy(options.seed(), options.size(), options.dropout()), progress);
    }

    /**
     * Makes the model of a given head; of the options only size (how much air is left around) and resolution count.
     *
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static HeadModel build(Options options, HeadAnatomy anatomy, Progress progress) {
        return build(options, anatomy, EchoTime.SINGLE, progress);
    }

    /** The same head at the echo time of an echo. */
    public static HeadModel build(Options options, HeadAnatomy anatomy, EchoTime echo, Progress progress) {
        double step = Math.max(1, Math.min(Math.max(2, options.resolution() - 3), 0.6 * options.resolution()));
        Lattice lattice = Lattice.aroundHead(options.size(), step);
        List<float[]> values = new ArrayList<>();
        for (int m = 0; m < MAPS; m++) values.add(new float[lattice.points()]);
        FixedChunks.forEach(
                lattice.nz(), 1, (z, end) -> renderPlane(anatomy, echo, lattice, z, values), progress.stage(0, 0.8));
        double spread = options.resolution() / 2.354820045;
        double sigma = Math.sqrt(Math.max(0, spread * spread - step * step / 3)) / step;
        FixedChunks.forEach(
                MAPS,
                1,
                (m, end) -> Blur.apply(values.get(m), lattice.nx(), lattice.ny(), lattice.nz(), sigma),
                progress.stage(0.8, 1));
        List<SplineMap> maps = new ArrayList<>();
        for (float[] map : values) maps.add(new SplineMap(lattice, map));
        return new HeadModel(options, echo, anatomy, lattice, maps);
    }

    /** Averages the anatomy over the eight octants of each lattice cell; looks once where there is no brain near. */
    private static void renderPlane(HeadAnatomy anatomy, EchoTime echo, Lattice lattice, int iz, List<float[]> values) {
        HeadAnatomy.Sample sample = new HeadAnatomy.Sample();
        double step = lattice.step();
        double[] sums = new double[MAPS];
        double[] decay = {
            HeadAnatomy.GREY * echo.decay(EchoTime.GREY),
            HeadAnatomy.WHITE * echo.decay(EchoTime.WHITE),
            HeadAnatomy.FLUID * echo.decay(EchoTime.FLUID),
            echo.decay(EchoTime.REST)
        };
        for (int iy = 0; iy < lattice.ny(); iy++)
            for (int ix = 0; ix < lattice.nx(); ix++) {
                double x = lattice.x0() + ix * step;
                double y = lattice.y0() + iy * step;
                double z = lattice.z0() + iz * step;
                if (!anatomy.at(x, y, z, 2 * step, sample)) continue;
                Arrays.fill(sums, 0);
                int looks = sample.depth < -2.5 * step ? 1 : 8;
                if (looks == 1) add(sample, echo, decay, sums);
                for (int octant = 0; octant < 8 && looks == 8; octant++) {
                    double dx = ((octant & 1) - 0.5) * step / 2;
                    double dy = ((octant >> 1 & 1) - 0.5) * step / 2;
                    double dz = ((octant >> 2 & 1) - 0.5) * step / 2;
                    anatomy.at(x + dx, y + dy, z + dz, 2 * step, sample);
                    add(sample, echo, decay, sums);
                }
                int point = lattice.index(ix, iy, iz);
                for (int m = 0; m < MAPS; m++) values.get(m)[point] = (float) (sums[m] / looks);
            }
    }

    private static void add(HeadAnatomy.Sample sample, EchoTime echo, double[] bright, double[] sums) {
        double kept = echo.kept(sample.kept);
        double grey = kept * bright[0] * sample.grey;
        double white = kept * bright[1] * sample.white;
        double fluid = kept * bright[2] * sample.fluid;
        sums[GREY] += sample.grey;
        sums[WHITE] += sample.white;
        sums[FLUID] += sample.fluid;
        sums[BRAIN] += sample.brain;
        sums[GREY_SIGNAL] += grey;
        sums[WHITE_SIGNAL] += white;
        sums[FLUID_SIGNAL] += fluid;
        sums[SIGNAL] += grey + white + fluid + kept * bright[3] * sample.rest;
    }

    EchoTime echo() {
        return echo;
    }

    /** The choices the head was made with. */
    public Options options() {
        return options;
    }

    /** Volume fraction of grey matter at the voxels of a grid, in [0, 1]. */
    public NeuroImage grey(VoxelGrid grid, Progress progress) {
        return image("grey matter", grid, maps.get(GREY), progress);
    }

    /** Volume fraction of white matter at the voxels of a grid, in [0, 1]. */
    public NeuroImage white(VoxelGrid grid, Progress progress) {
        return image("white matter", grid, maps.get(WHITE), progress);
    }

    /** Volume fraction of cerebrospinal fluid at the voxels of a grid, in [0, 1]. */
    public NeuroImage fluid(VoxelGrid grid, Progress progress) {
        return image("cerebrospinal fluid", grid, maps.get(FLUID), progress);
    }

    /** The echo-planar image of the head at rest, in the steady state, without bias field and noise. */
    public NeuroImage echoPlanar(VoxelGrid grid, Progress progress) {
        return image("baseline", grid, maps.get(SIGNAL), progress);
    }

    /** The voxels that are brain (sulci and ventricles included) by half or more. */
    public Mask brain(VoxelGrid grid, Progress progress) {
        return Mask.above(grid, image("brain", grid, maps.get(BRAIN), progress).volume(0), 0.5);
    }

    private NeuroImage image(String name, VoxelGrid grid, SplineMap map, Progress progress) {
        NeuroImage image = NeuroImage.floats(name, grid, 1, SeriesTiming.UNKNOWN);
        image.writeVolume(0, sample(map, grid, progress));
        return image;
    }

    /** A map at the voxels of a grid, shape (Z, Y, X). */
    float[] sample(SplineMap map, VoxelGrid grid, Progress progress) {
        float[] values = new float[grid.voxels()];
        Affine toLattice = toLattice().times(grid.affine());
        FixedChunks.forEach(
                grid.sizeZ(),
                1,
                (z, end) -> {
                    SplineMap.Reader reader = new SplineMap.Reader();
                    double[] p = new double[3];
                    for (int y = 0; y < grid.sizeY(); y++)
                        for (int x = 0; x < grid.sizeX(); x++) {
                            p[0] = x;
                            p[1] = y;
                            p[2] = z;
                            toLattice.apply(p, p);
                            reader.moveTo(p[0], p[1], p[2]);
                            values[grid.index(x, y, z)] = (float) reader.read(map);
                        }
                },
                progress);
        return values;
    }

    /** Maps millimetres to lattice units. */
    Affine toLattice() {
        double scale = 1 / lattice.step();
        return Affine.scaling(scale, scale, scale)
                .times(Affine.translation(-lattice.x0(), -lattice.y0(), -lattice.z0()));
    }

    HeadAnatomy anatomy() {
        return anatomy;
    }

    Lattice lattice() {
        return lattice;
    }

    SplineMap signal() {
        return maps.get(SIGNAL);
    }

    SplineMap greySignal() {
        return maps.get(GREY_SIGNAL);
    }

    SplineMap whiteSignal() {
        return maps.get(WHITE_SIGNAL);
    }

    SplineMap fluidSignal() {
        return maps.get(FLUID_SIGNAL);
    }
}
