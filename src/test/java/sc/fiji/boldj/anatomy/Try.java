package sc.fiji.boldj.anatomy;

import sc.fiji.boldj.image.*;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.HeadModel;

public final class Try {
    public static void main(String[] a) {
        double mm = Double.parseDouble(a[0]);
        long t0 = System.nanoTime();
        for (long seed = 1; seed <= 2; seed++) {
            HeadModel head = HeadModel.build(new HeadModel.Options(seed, 1, 0, Math.max(1, mm)), Progress.NONE);
            System.out.println("head " + (System.nanoTime() - t0) / 1e9);
            int nx = (int) (184 / mm), ny = (int) (236 / mm), nz = (int) (204 / mm);
            VoxelGrid grid = new VoxelGrid(nx, ny, nz, Affine.of(mm, 0, 0, -92, 0, mm, 0, -128, 0, 0, mm, -104));
            T1Phantom p = new T1Phantom(head, grid);
            System.out.println("phantom " + (System.nanoTime() - t0) / 1e9);

            for (double amount : new double[] {0.0, 0.2, 0.4})
                for (double noise : new double[] {0.03, 0.05}) {
                    float[] f = p.logField(amount, 3 + seed);
                    NeuroImage scan = p.scan(f, noise, 5);
                    for (int lev : new int[] {3, 4}) {
                        var o = BiasField.Options.DEFAULT;
                        o = new BiasField.Options(
                                lev,
                                o.iterations(),
                                o.convergence(),
                                o.shrink(),
                                o.splineDistance(),
                                o.fwhm(),
                                o.noise(),
                                o.bins(),
                                o.stiffness(),
                                o.homogeneity());
                        String x = "";
                        for (boolean masked : new boolean[] {true, false}) {
                            t0 = System.nanoTime();
                            BiasFit fit = BiasField.correct(scan, masked ? p.brain : null, o, Progress.NONE);
                            x += String.format(
                                    " %.4f %s %.2f s",
                                    p.residual(fit.logField().volume(0), f),
                                    java.util.Arrays.toString(fit.iterations()),
                                    (System.nanoTime() - t0) / 1e9);
                        }
                        System.out.printf("amount %.1f noise %.2f lev %d: %s%n", amount, noise, lev, x);
                    }
                }
        }
    }
}
