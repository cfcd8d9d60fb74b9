package sc.fiji.boldj.ica;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** From reduced data to components: search, sign, order, z maps. */
final class Separation {

    private Separation() {}

    /**
     * What white data are measured by.
     *
     * @param noise standard deviation of the rest at each usable voxel, for one unit of weight: shape (usable)
     * @param gain the length of the weights that make each row of the white data, shape (K)
     * @param total sum of squares of all prepared data
     */
    record Scale(double[] noise, double[] gain, double total) {}

    /**
     * Where the columns stand.
     *
     * @param maskVoxels voxels in the mask
     * @param usable the positions of the columns in the mask
     */
    record Place(int maskVoxels, int[] usable) {}

    /**
     * Separates reduced data.
     *
     * @param scale from white data to units of the noise and shares of all variance
     * @param place where the columns stand in the mask
     */
    static Components of(
            Reduction reduced,
            Scale scale,
            Place place,
            FastIca.Options search,
            Stability.Options stability,
            Optional<ModelOrder.Estimate> order,
            Progress progress) {
        int maskVoxels = place.maskVoxels;
        int[] usable = place.usable;
        int k = reduced.components();
        int n = reduced.voxels();
        boolean assess = stability.runs() > 0;
        FastIca.Result found = FastIca.of(reduced.white(), k, n, search, progress.stage(0, assess ? 0.2 : 0.9));
        double[] sources = new double[k * n];
        FixedChunks.forEach(
                n,
                4096,
                (from, to) -> MatrixProduct.multiply(
                        1,
                        Matrix.of(found.rotation(), k, k),
                        Matrix.of(reduced.white(), from, k, to - from, n),
                        0,
                        Matrix.of(sources, from, k, to - from, n)),
                Progress.NONE);
        int rows = reduced.mixing().length / k;
        double[] mixing = new double[rows * k];
        MatrixProduct.multiply(
                1,
                Matrix.of(reduced.mixing(), rows, k),
                Matrix.of(found.rotation(), k, k).transposed(),
                0,
                Matrix.of(mixing, rows, k));
        double[] share = new double[k];
        for (int i = 0; i < mixing.length; i++) share[i % k] += mixing[i] * mixing[i] * n / scale.total;
        double[] iq = assess
                ? Stability.assess(
                        reduced.white(), k, n, found.rotation(), search, stability, progress.stage(0.2, 0.95))
                : new double[0];
        int[] rank = IntStream.range(0, k)
                .boxed()
                .sorted((a, b) -> Double.compare(share[b], share[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        float[] maps = new float[Math.multiplyExact(k, maskVoxels)];
        float[] z = new float[maps.length];
        double[] courses = new double[mixing.length];
        double[] explained = new double[k];
        double[] quality = new double[iq.length];
        List<MixtureModel> mixtures = FixedChunks.map(
                k,
                1,
                (c, end) -> {
                    int r = rank[c];
                    double third = 0;
                    for (int i = 0; i < n; i++) third += cube(sources[r * n + i]);
                    double sign = third < 0 ? -1 : 1;
                    double length = 0;
                    for (int j = 0; j < k; j++) length += square(found.rotation()[r * k + j] * scale.gain[j]);
                    length = Math.sqrt(length);
                    float[] raw = new float[n];
                    for (int i = 0; i < n; i++) {
                        double value = sign * sources[r * n + i];
                        maps[c * maskVoxels + usable[i]] = (float) value;
                        raw[i] = (float) (value / (length * scale.noise[i]));
                    }
                    MixtureModel mixture = MixtureModel.fit(raw);
                    for (int i = 0; i < n; i++) z[c * maskVoxels + usable[i]] = (float) mixture.z(raw[i]);
                    for (int t = 0; t < rows; t++) courses[t * k + c] = sign * mixing[t * k + r];
                    explained[c] = share[r];
                    if (assess) quality[c] = iq[r];
                    return mixture;
                },
                Progress.NONE);
        boolean[] used = new boolean[maskVoxels];
        for (int v : usable) used[v] = true;
        progress.update(1, 1);
        return new Components(
                k,
                maskVoxels,
                rows,
                used,
                maps,
                z,
                courses,
                explained,
                mixtures.toArray(new MixtureModel[0]),
                quality,
                found,
                order);
    }

    private static double square(double x) {
        return x * x;
    }

    private static double cube(double x) {
        return x * x * x;
    }
}
