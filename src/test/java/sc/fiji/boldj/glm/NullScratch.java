package sc.fiji.boldj.glm;

import java.util.*;
import org.apache.commons.math3.distribution.TDistribution;
import sc.fiji.boldj.image.*;
import sc.fiji.boldj.run.*;

public final class NullScratch {
    public static void main(String[] args) {
        int volumes = Integer.parseInt(args[0]);
        int runs = Integer.parseInt(args[1]);
        String[] kinds = args[2].split(",");
        String[] noises = args[3].split(",");
        String[] models = args[4].split(",");
        int voxels = 100;
        VoxelGrid grid = new VoxelGrid(voxels, 1, 1, Affine.IDENTITY);
        for (String kind : kinds) for (String noiseName : noises) {
            NullNoise noise = NullNoise.valueOf(noiseName);
            int m = models.length;
            double[][] hits = new double[m][4], z = new double[m][2], num = new double[m][2], white = new double[m][1], order = new double[m][1], df = new double[m][2];
            int tests = 0;
            for (int run = 0; run < runs; run++) {
                NeuroImage image = NeuroImage.floats("null", grid, volumes, SeriesTiming.every(0.8));
                double[][] s = new double[voxels][];
                for (int v = 0; v < voxels; v++) s[v] = noise.series(5, 1000L * run + v, volumes);
                float[] vol = new float[voxels];
                for (int t = 0; t < volumes; t++) {
                    for (int v = 0; v < voxels; v++) vol[v] = (float) (1000 + 10 * s[v][t]);
                    image.writeVolume(t, vol);
                }
                Map<String, double[]> conf = new LinkedHashMap<>();
                for (int c = 0; c < 6; c++) conf.put("motion_" + c, NullNoise.PINK.series(9, 100L * run + c, volumes));
                Design design = TaskDesign.build(FalsePositiveStudyTest.events(kind, run, volumes), Sampling.of(image), conf, null, TaskDesign.Options.DEFAULT);
                List<TaskContrast> contrasts = TaskContrast.parse("faces - shapes | faces", design.names());
                for (int i = 0; i < m; i++) {
                    String[] w = models[i].split(":");
                    FirstLevel.Options o = FirstLevel.Options.DEFAULT.with(NoiseModel.named(w[0]));
                    if (w.length > 1) o = o.withMaxOrder(Integer.parseInt(w[1]));
                    GlmResult r = FirstLevel.fit(image, Mask.all(grid), design, contrasts, o, Progress.NONE);
                    double limit = new TDistribution(null, r.degreesOfFreedom()).inverseCumulativeProbability(0.975);
                    for (int c = 0; c < 2; c++) {
                        double e2 = 0, vv = 0;
                        for (int v = 0; v < voxels; v++) {
                            if (Math.abs(r.maps(c).statistic()[v]) > limit) hits[i][c]++;
                            if (Math.abs(r.maps(c).z()[v]) > 1.959964) hits[i][2 + c]++;
                            e2 += Math.pow(r.maps(c).effect()[0][v], 2);
                            vv += r.maps(c).variance()[0][v]; df[i][c] += 1 / r.maps(c).degrees()[v] / voxels / runs;
                        }
                        num[i][c] += Math.log(e2 / vv) / runs;
                    }
                    if (r.noise().length > 0) for (float f : r.noise()[0]) order[i][0] += f / voxels / runs;
                    white[i][0] += r.shareNotWhite(0.05) / runs;
                }
                tests += voxels;
            }
            for (int i = 0; i < m; i++)
                System.err.printf("%d %s %s %s: t %.4f %.4f  z %.4f %.4f  var ratio %.3f %.3f  notwhite %.3f order %.2f df %.1f %.1f%n", volumes, kind, noise, models[i],
                        hits[i][0] / tests, hits[i][1] / tests, hits[i][2] / tests, hits[i][3] / tests, Math.exp(num[i][0]), Math.exp(num[i][1]), white[i][0], order[i][0], 1 / df[i][0], 1 / df[i][1]);
        }
    }
}
