package sc.fiji.boldj.workflow.validate;

import java.util.List;
import sc.fiji.boldj.denoise.Censoring;
import sc.fiji.boldj.denoise.CompCor;
import sc.fiji.boldj.denoise.ConfoundRegression;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.denoise.NoiseCovariance;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.qc.Dvars;
import sc.fiji.boldj.qc.FramewiseDisplacement;
import sc.fiji.boldj.qc.TemporalSnr;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.Correlation;

/** Confounds, quality measures and denoising. */
final class DenoisePhantoms {

    private DenoisePhantoms() {}

    static List<PhantomStep> all() {
        return List.of(
                new PhantomStep(
                        "Compute Confounds...",
                        "a known step of the head, and a region that shares one course",
                        (folder, progress) -> confounds(progress)),
                new PhantomStep(
                        "Quality Report...",
                        "white noise of known deviation around a known mean",
                        (folder, progress) -> quality(progress)),
                new PhantomStep(
                        "Regress Confounds...",
                        "a sine within the pass band, one outside, and a confound",
                        (folder, progress) -> regression(progress)));
    }

    private static List<Criterion> confounds(Progress progress) {
        double[][] motion = new double[6][6];
        for (int t = 3; t < 6; t++) {
            motion[t][0] = 0.3;
            motion[t][4] = -0.01;
        }
        double[] displacement = FramewiseDisplacement.power(motion);
        VoxelGrid grid = Phantom.grid(6, 6, 6, 3);
        int volumes = 100;
        double[] noise = Phantom.noise(grid.voxels() * volumes, 21);
        NeuroImage scan = Phantom.courses(
                "region",
                grid,
                volumes,
                2,
                (v, t) -> 1000 + 10 * Math.sin(2 * Math.PI * t / 12) + 5 * noise[v * volumes + t]);
        CompCor found = CompCor.of(
                NoiseCovariance.of(scan, Mask.all(grid), NoiseCovariance.Options.DEFAULT, progress),
                CompCor.Retention.count(2));
        double[] truth = new double[volumes];
        for (int t = 0; t < volumes; t++) truth[t] = Math.sin(2 * Math.PI * t / 12);
        return List.of(
                new Criterion("framewise displacement of 0.3 mm and 0.01 rad (mm)", displacement[3], 0.8, 1e-9),
                new Criterion("framewise displacement at rest (mm)", displacement[4], 0, 1e-12),
                new Criterion(
                        "correlation of the first component with the shared course",
                        Math.abs(Correlation.of(found.component(0), truth)),
                        1,
                        0.01));
    }

    private static List<Criterion> quality(Progress progress) {
        VoxelGrid grid = Phantom.grid(8, 8, 8, 3);
        int volumes = 120;
        double[] noise = Phantom.noise(grid.voxels() * volumes, 23);
        NeuroImage scan = Phantom.courses("noise", grid, volumes, 2, (v, t) -> 1000 + 10 * noise[v * volumes + t]);
        double[] dvars = Dvars.of(scan, Mask.all(grid), progress).dvars();
        double mean = 0;
        for (int t = 1; t < volumes; t++) mean += dvars[t] / (volumes - 1);
        return List.of(
                new Criterion("mean DVARS", mean, 10 * Math.sqrt(2), 0.2),
                new Criterion(
                        "median temporal signal-to-noise ratio",
                        TemporalSnr.of(scan, Mask.all(grid), 0, progress).median(),
                        100,
                        2));
    }

    private static List<Criterion> regression(Progress progress) {
        VoxelGrid grid = Phantom.grid(4, 4, 4, 3);
        int volumes = 200;
        double[] confound = Phantom.orthonormal(1, volumes, 31)[0];
        double[] inside = new double[volumes];
        double[] outside = new double[volumes];
        for (int t = 0; t < volumes; t++) {
            inside[t] = Math.sin(2 * Math.PI * 20 * t / volumes); // 0.05 Hz at 2 s
            outside[t] = Math.sin(2 * Math.PI * 70 * t / volumes); // 0.175 Hz
        }
        NeuroImage scan = Phantom.courses(
                "scan",
                grid,
                volumes,
                2,
                (v, t) -> 500 + 0.2 * t + 10 * inside[t] + 8 * outside[t] + 200 * confound[t]);
        NeuroImage target = scan.createLike("cleaned", volumes);
        ConfoundRegression.Result result = ConfoundRegression.apply(
                scan,
                Confounds.of(List.of("confound"), List.of(confound)),
                Mask.all(grid),
                Censoring.NONE,
                ConfoundRegression.Options.DEFAULT.withBand(0.01, 0.1),
                target,
                progress);
        double[] cleaned = Phantom.course(target, 17);
        double n = volumes / 2.0;
        return List.of(
                new Criterion("amplitude within the band", Phantom.dot(cleaned, inside) / n, 10, 0.5),
                new Criterion("amplitude outside the band", Phantom.dot(cleaned, outside) / n, 0, 0.01),
                new Criterion("correlation with the confound", Correlation.of(cleaned, confound), 0, 1e-4),
                new Criterion("volumes", result.volumes(), volumes, 0));
    }
}
