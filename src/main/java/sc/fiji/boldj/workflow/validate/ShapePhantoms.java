package sc.fiji.boldj.workflow.validate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.anatomy.BiasField;
import sc.fiji.boldj.anatomy.TissueMaps;
import sc.fiji.boldj.anatomy.TissuePriors;
import sc.fiji.boldj.anatomy.TissueSegmentation;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.RigidMotion;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.registration.Diffeomorphism;
import sc.fiji.boldj.registration.LinearFit;
import sc.fiji.boldj.registration.LinearRegistration;
import sc.fiji.boldj.registration.SynRegistration;
import sc.fiji.boldj.run.Progress;

/** Registration and anatomy. */
final class ShapePhantoms {

    private ShapePhantoms() {}

    static List<PhantomStep> all() {
        return List.of(
                new PhantomStep(
                        "Coregister Images...",
                        "a head and the same head after a known rigid motion",
                        (folder, progress) -> linear(progress)),
                new PhantomStep(
                        "Normalize To MNI...",
                        "a head and the same head after a known smooth warp",
                        (folder, progress) -> warp(progress)),
                new PhantomStep(
                        "Bias Field Correction...",
                        "three tissues under a known smooth field",
                        (folder, progress) -> bias(progress)),
                new PhantomStep(
                        "Segment Tissue...",
                        "three tissues in noise with blurred priors",
                        (folder, progress) -> tissue(progress)));
    }

    private static double[] errors(VoxelGrid grid, SpatialMap truth, SpatialMap found) {
        double[] errors = new double[grid.voxels()];
        int n = 0;
        double[] a = new double[3];
        double[] b = new double[3];
        for (int v = 0; v < grid.voxels(); v++) {
            double[] p = grid.position(v);
            if (Phantom.head(p[0], p[1], p[2]) < 500) continue;
            truth.apply(p, a);
            found.apply(p, b);
            errors[n++] = Math.sqrt(ImagePhantoms.squared(a, b));
        }
        errors = Arrays.copyOf(errors, n);
        Arrays.sort(errors);
        return errors;
    }

    private static List<Criterion> linear(Progress progress) {
        VoxelGrid grid = Phantom.grid(36, 40, 34, 4);
        Affine truth = RigidMotion.of(4, -3, 5, 0.07, -0.05, 0.09).toAffine(0, 0, 0);
        NeuroImage fixed = Phantom.head("fixed", grid, truth);
        NeuroImage moving = Phantom.head("moving", grid, Affine.IDENTITY);
        LinearFit fit = LinearRegistration.of(fixed, moving, LinearRegistration.Options.DEFAULT.withDof(6), progress);
        double[] errors = errors(grid, truth, fit.fixedToMoving());
        return List.of(new Criterion("largest error in the head (mm)", errors[errors.length - 1], 0, 0.8));
    }

    private static List<Criterion> warp(Progress progress) {
        VoxelGrid grid = Phantom.grid(34, 38, 32, 4);
        SpatialMap truth = (p, target) -> {
            double x = p[0];
            double y = p[1];
            double z = p[2];
            target[0] = x + 4 * Math.sin(y / 25) * Math.cos(z / 30);
            target[1] = y + 4 * Math.cos(x / 28);
            target[2] = z + 3 * Math.sin(x / 30) * Math.sin(y / 26);
        };
        NeuroImage fixed = Phantom.head("fixed", grid, truth);
        NeuroImage moving = Phantom.head("moving", grid, Affine.IDENTITY);
        Diffeomorphism found = SynRegistration.of(
                fixed,
                moving,
                Affine.IDENTITY,
                Optional.empty(),
                Optional.empty(),
                new SynRegistration.Options(
                        3,
                        List.of(60, 40, 15),
                        List.of(4, 2, 1),
                        List.of(2.0, 1.0, 0.0),
                        0.25,
                        List.of(3.0, 3.0, 3.0),
                        0,
                        1e-6,
                        10,
                        0,
                        0,
                        1),
                progress.stage(0, 0.9));
        double[] before = errors(grid, truth, Affine.IDENTITY);
        double[] after = errors(grid, truth, found.fixedToMoving());
        double least = Double.MAX_VALUE;
        for (float each : found.jacobian(progress.stage(0.9, 1))) least = Math.min(least, each);
        return List.of(
                new Criterion(
                        "median error in the head, of that before",
                        after[after.length / 2] / before[before.length / 2],
                        0,
                        0.35),
                new Criterion("smallest Jacobian determinant", least, 1, 0.95));
    }

    /** Shells: fluid outside, grey, white inside; 0, 1 and 2. */
    private static int tissue(double[] p) {
        double r = Math.sqrt(Phantom.dot(p, p)) + 3 * Math.sin(p[0] / 8) * Math.sin(p[1] / 8) * Math.sin(p[2] / 8);
        return r > 60 ? -1 : r > 52 ? 0 : r > 36 ? 1 : 2;
    }

    private static final double[] BRIGHT = {280, 720, 1000};

    private static double field(double[] p) {
        return 0.15 * Math.sin(p[0] / 40) + 0.12 * Math.cos(p[1] / 45) - 0.1 * p[2] / 60;
    }

    private static List<Criterion> bias(Progress progress) {
        VoxelGrid grid = Phantom.grid(44, 44, 44, 3);
        double[] noise = Phantom.noise(grid.voxels(), 9);
        boolean[] inside = new boolean[grid.voxels()];
        NeuroImage scan = Phantom.courses("head", grid, 1, 0, (v, t) -> {
            double[] p = grid.position(v);
            int own = tissue(p);
            inside[v] = own >= 0;
            return own < 0 ? 0 : (BRIGHT[own] + 20 * noise[v]) * Math.exp(field(p));
        });
        Mask brain = Mask.of(grid, inside);
        float[] found = BiasField.of(scan, brain, BiasField.Options.DEFAULT, progress)
                .logField()
                .volume(0);
        double mean = 0;
        for (int i = 0; i < brain.count(); i++)
            mean += (found[brain.voxel(i)] - field(grid.position(brain.voxel(i)))) / brain.count();
        double square = 0;
        for (int i = 0; i < brain.count(); i++) {
            double off = found[brain.voxel(i)] - field(grid.position(brain.voxel(i))) - mean;
            square += off * off / brain.count();
        }
        return List.of(new Criterion("standard deviation of the remaining field (share)", Math.sqrt(square), 0, 0.03));
    }

    private static List<Criterion> tissue(Progress progress) {
        VoxelGrid grid = Phantom.grid(44, 44, 44, 3);
        double[] noise = Phantom.noise(grid.voxels(), 11);
        boolean[] inside = new boolean[grid.voxels()];
        NeuroImage scan = Phantom.courses("head", grid, 1, 0, (v, t) -> {
            int own = tissue(grid.position(v));
            inside[v] = own >= 0;
            return own < 0 ? 0 : BRIGHT[own] + 50 * noise[v];
        });
        NeuroImage[] priors = new NeuroImage[3];
        for (int k = 0; k < 3; k++) {
            int kind = k;
            priors[k] = Phantom.of("prior", grid, 1, 0, (x, y, z, t) -> {
                double r = Math.sqrt(x * x + y * y + z * z);
                double white = 1 / (1 + Math.exp((r - 36) / 4));
                double outer = 1 / (1 + Math.exp((52 - r) / 4));
                return kind == 2 ? white : kind == 0 ? outer * (1 - white) : (1 - outer) * (1 - white);
            });
        }
        TissueMaps maps = TissueSegmentation.of(
                scan,
                Mask.of(grid, inside),
                new TissuePriors(priors[1], priors[2], priors[0]),
                TissueSegmentation.Options.DEFAULT,
                progress);
        NeuroImage[] found = {maps.fluid(), maps.grey(), maps.white()};
        Criterion[] criteria = new Criterion[3];
        String[] names = {"fluid", "grey matter", "white matter"};
        for (int k = 0; k < 3; k++) {
            float[] share = found[k].volume(0);
            int both = 0;
            int either = 0;
            for (int v = 0; v < share.length; v++) {
                boolean truth = tissue(grid.position(v)) == k;
                boolean own = share[v] > 0.5;
                if (truth && own) both++;
                if (truth) either++;
                if (own) either++;
            }
            criteria[k] = new Criterion("Dice coefficient of " + names[k], 2.0 * both / either, 1, 0.06);
        }
        return List.of(criteria);
    }
}
