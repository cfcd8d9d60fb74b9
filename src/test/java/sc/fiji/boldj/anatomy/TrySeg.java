package sc.fiji.boldj.anatomy;

import java.util.Arrays;
import sc.fiji.boldj.image.*;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.HeadModel;

public final class TrySeg {
    public static void main(String[] a) {
        double mm = Double.parseDouble(a[0]);
        for (long seed = 1; seed <= 1; seed++) {
            HeadModel head = HeadModel.build(new HeadModel.Options(seed, 1, 0, Math.max(1, mm)), Progress.NONE);
            int nx = (int) (184 / mm), ny = (int) (236 / mm), nz = (int) (204 / mm);
            VoxelGrid grid = new VoxelGrid(nx, ny, nz, Affine.of(mm, 0, 0, -92, 0, mm, 0, -128, 0, 0, mm, -104));
            T1Phantom p = new T1Phantom(head, grid);
            for (double amount : new double[] {0.2, 0.4})
                for (double noise : new double[] {0.03, 0.05}) {
                    float[] f = p.logField(amount, 3 + seed);
                    NeuroImage scan = p.scan(f, noise, 5);
                    for (double pull : a.length > 1
                            ? Arrays.stream(a[1].split(","))
                                    .mapToDouble(Double::parseDouble)
                                    .toArray()
                            : new double[] {0.25}) {
                        var d = TissueSegmentation.Options.DEFAULT;
                        var o = new TissueSegmentation.Options(
                                d.iterations(), pull, d.field(), d.splineDistance(), d.stiffness(), d.doubt());
                        long t0 = System.nanoTime();
                        TissueMaps m = TissueSegmentation.segment(scan, p.brain, null, o, Progress.NONE);
                        double t = (System.nanoTime() - t0) / 1e9;
                        float[] c = m.corrected().volume(0), s = scan.volume(0), lf = new float[c.length];
                        for (int v = 0; v < c.length; v++) lf[v] = (float) Math.log(s[v] / c[v]);
                        System.out.printf(
                                "amount %.1f noise %.2f pull %.2f dice G W F %s mean %s sd %s rcv %.4f %.2f s%n",
                                amount,
                                noise,
                                pull,
                                Arrays.toString(p.dice(
                                        m.grey().volume(0),
                                        m.white().volume(0),
                                        m.fluid().volume(0))),
                                Arrays.toString(m.brightness()),
                                Arrays.toString(m.deviation()),
                                p.residual(lf, f),
                                t);
                    }
                }
        }
    }
}
