package sc.fiji.boldj.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Seeds;

/** Takes one slice of one volume. Immutable; slices may be taken by several threads at once. */
final class SliceSynthesis {

    /** A map with what it is multiplied with at one moment. */
    private record Term(SplineMap map, double amplitude) {}

    private final BoldSimulation.Options options;
    private final HeadModel head;
    private final SignalMaps maps;
    private final NetworkCourses courses;
    private final Oscillator heart;
    private final Oscillator breath;
    private final HeadPath path;
    private final long noiseSeed;
    private final double[] sliceTimes;
    private final float[] coil;

    SliceSynthesis(
            BoldSimulation.Options options,
            HeadModel head,
            NetworkCourses courses,
            Oscillator heart,
            Oscillator breath,
            HeadPath path,
            long noiseSeed) {
        this.options = options;
        this.head = head;
        maps = new SignalMaps(head, options.activity().networks());
        this.courses = courses;
        this.heart = heart;
        this.breath = breath;
        this.path = path;
        this.noiseSeed = noiseSeed;
        VoxelGrid grid = options.protocol().grid();
        sliceTimes = new double[grid.sizeZ()];
        for (int z = 0; z < sliceTimes.length; z++)
            sliceTimes[z] = options.protocol().timing().hasSliceTimes()
                    ? options.protocol().timing().sliceTimes()[z]
                    : options.protocol().timing().startTime();
        coil = new float[grid.voxels()];
        double[] centre = grid.centre();
        double[] p = new double[3];
        for (int z = 0; z < grid.sizeZ(); z++)
            for (int y = 0; y < grid.sizeY(); y++)
                for (int x = 0; x < grid.sizeX(); x++) {
                    place(x, y, z, p);
                    coil[grid.index(x, y, z)] =
                            (float) options.scanner().sensitivity(p[0] - centre[0], p[1] - centre[1], p[2] - centre[2]);
                }
    }

    private void place(int x, int y, int z, double[] target) {
        target[0] = x;
        target[1] = y;
        target[2] = z;
        options.protocol().grid().affine().apply(target, target);
    }

    /** Sensitivity of the coil at each voxel, shape (Z, Y, X); not to be changed. */
    float[] coil() {
        return coil;
    }

    /** Where the signal changes by what. */
    SignalMaps maps() {
        return maps;
    }

    /** The pulse at a time, about 1 at a beat. */
    double pulseAt(double time) {
        double angle = heart.angle(time);
        return StrictMath.exp(6 * (StrictMath.cos(angle) - 1))
                + 0.35 * StrictMath.exp(6 * (StrictMath.cos(angle - 2.2) - 1));
    }

    /** The belt at a time, standard deviation 1. */
    double beltAt(double time) {
        return breath.at(time);
    }

    double[] motionAt(int t, int z) {
        return path.parameters(t, sliceTimes[z] / options.protocol().timing().repetitionTime());
    }

    HeadMotion motion() {
        return path.truth();
    }

    /** The slice with noise, shape (Y, X), a new array. */
    float[] slice(int t, int z) {
        VoxelGrid grid = options.protocol().grid();
        double repetitionTime = options.protocol().timing().repetitionTime();
        Affine toLattice = head.toLattice()
                .times(path.toRest(t, sliceTimes[z] / repetitionTime))
                .times(grid.affine());
        SplineMap now = combine(terms(t, t * repetitionTime + sliceTimes[z]), toLattice, z);
        double passed =
                (t + sliceTimes[z] / repetitionTime) / options.protocol().volumes();
        double middle = grid.centre()[1];
        float[] slice = new float[grid.planeSize()];
        SplineMap.Reader reader = new SplineMap.Reader();
        double[] p = new double[3];
        for (int y = 0; y < grid.sizeY(); y++)
            for (int x = 0; x < grid.sizeX(); x++) {
                p[0] = x;
                p[1] = y;
                p[2] = z;
                toLattice.apply(p, p);
                reader.moveTo(p[0], p[1], p[2]);
                double value = reader.read(now);
                if (value == 0) continue;
                place(x, y, z, p);
                double gain = options.scanner().gain(passed, p[1] - middle);
                slice[x + grid.sizeX() * y] = (float) (value * gain * coil[grid.index(x, y, z)]);
            }
        addNoise(slice, (long) t * grid.sizeZ() + z);
        return slice;
    }

    /** What changes the signal at one moment, and by how much. */
    private List<Term> terms(int t, double time) {
        List<Term> terms = new ArrayList<>();
        terms.add(new Term(head.signal(), 1));
        double[] nodes = courses.nodesAt(time);
        int node = 0;
        for (Networks.Network network : options.activity().networks().list()) {
            double answer = 0;
            for (Task task : options.activity().tasks())
                if (task.network().equals(network.name())) answer += task.percent() * task.at(time);
            for (int j = 0; j < network.nodes().size(); j++) {
                double percent = network.percent() * nodes[node] + answer;
                terms.add(new Term(
                        maps.nodes().get(node++), percent / 100 * head.echo().relative()));
            }
        }
        terms.add(new Term(maps.cardiac(), options.physiology().cardiacPercent() / 100 * heart.at(time)));
        terms.add(new Term(maps.breathing(), options.physiology().breathingPercent() / 100 * breath.at(time)));
        double[] relaxation =
                options.scanner().relaxation(t, options.protocol().timing().repetitionTime());
        terms.add(new Term(head.greySignal(), relaxation[0]));
        terms.add(new Term(head.whiteSignal(), relaxation[1]));
        terms.add(new Term(head.fluidSignal(), relaxation[2]));
        return terms;
    }

    /** The head at one moment, on the part of the lattice that a slice needs: splines add up like their coefficients. */
    private SplineMap combine(List<Term> terms, Affine toLattice, int z) {
        int[] origin = new int[3];
        int[] size = new int[3];
        Lattice lattice = head.lattice();
        int[] points = {lattice.nx(), lattice.ny(), lattice.nz()};
        double x = options.protocol().grid().sizeX() - 1;
        double y = options.protocol().grid().sizeY() - 1;
        for (int axis = 0; axis < 3; axis++) {
            double first = toLattice.get(axis, 2) * z + toLattice.get(axis, 3);
            double alongX = toLattice.get(axis, 0) * x;
            double alongY = toLattice.get(axis, 1) * y;
            double low = first + Math.min(0, alongX) + Math.min(0, alongY);
            double high = first + Math.max(0, alongX) + Math.max(0, alongY);
            origin[axis] = (int) Math.max(0, Math.min(points[axis] - 1, Math.floor(low) - 1));
            int end = (int) Math.max(0, Math.min(points[axis] - 1, Math.floor(high) + 2));
            size[axis] = Math.max(0, end - origin[axis]) + 1;
        }
        float[] values = new float[size[0] * size[1] * size[2]];
        for (Term term : terms)
            if (term.amplitude() != 0) SplineMap.add(values, origin, size, term.map(), (float) term.amplitude());
        return new SplineMap(origin[0], origin[1], origin[2], size[0], size[1], size[2], values);
    }

    private void addNoise(float[] slice, long stream) {
        Scanner scanner = options.scanner();
        double sigma = scanner.sigma();
        if (sigma > 0) {
            SplittableRandom random = Seeds.stream(noiseSeed, stream);
            double[] real = new double[slice.length];
            Seeds.fillGaussian(random, real);
            double[] imaginary = new double[scanner.rician() ? slice.length : 0];
            Seeds.fillGaussian(random, imaginary);
            for (int v = 0; v < slice.length; v++) {
                double value = slice[v] + sigma * real[v];
                if (scanner.rician()) value = Math.sqrt(value * value + sigma * imaginary[v] * sigma * imaginary[v]);
                slice[v] = (float) value;
            }
        }
        if (scanner.int16())
            for (int v = 0; v < slice.length; v++)
                slice[v] = (float) Math.max(0, Math.min(Short.MAX_VALUE, Math.rint(slice[v])));
    }
}
