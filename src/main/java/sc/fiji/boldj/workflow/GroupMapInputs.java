package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.group.MaskedMaps;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.ComBat;
import sc.fiji.boldj.stats.Observations;

/**
 * The maps of a group test within a mask.
 *
 * @param maps all maps, without those of the covariate
 * @param observations one for each modality, rows in the order of the inputs
 * @param covariate the same of the covariate; null for none
 * @param mask the voxels to test
 * @param partly voxels that the mask lacks because some but not all inputs lack a value there
 */
record GroupMapInputs(
        List<NeuroImage> maps, List<Observations> observations, Observations covariate, Mask mask, int partly) {

    /** @param mask the voxels to test; null for those that all maps have */
    static GroupMapInputs of(List<List<NeuroImage>> modalities, Mask mask, GroupExtras extras) {
        List<NeuroImage> maps = modalities.stream().flatMap(List::stream).toList();
        List<NeuroImage> all = new ArrayList<>(maps);
        if (extras.covariate() != null) all.addAll(extras.covariate());
        Mask within = mask == null ? MaskedMaps.common(all) : mask;
        List<Observations> observations = new ArrayList<>();
        for (List<NeuroImage> modality : modalities) observations.add(harmonised(modality, within, extras.sites()));
        return new GroupMapInputs(
                maps,
                observations,
                extras.covariate() == null ? null : harmonised(extras.covariate(), within, extras.sites()),
                within,
                mask == null ? MaskedMaps.partlyMissing(all) : 0);
    }

    private static Observations harmonised(List<NeuroImage> images, Mask mask, GroupExtras.Sites sites) {
        Observations maps = MaskedMaps.observations(images, mask);
        if (sites == null) return maps;
        return ComBat.of(maps, sites.site(), sites.covariates(), ComBat.Options.DEFAULT, Progress.NONE)
                .apply(maps, sites.site(), sites.covariates());
    }

    /** The first map. */
    NeuroImage first() {
        return maps.get(0);
    }

    /** The mean of the maps. */
    NeuroImage mean() {
        float[] volume = new float[first().grid().voxels()];
        double[] sum = new double[volume.length];
        int n = 0;
        for (NeuroImage map : maps)
            for (int t = 0; t < map.volumes(); t++, n++) {
                map.readVolume(t, volume);
                for (int v = 0; v < sum.length; v++) if (Float.isFinite(volume[v])) sum[v] += volume[v];
            }
        for (int v = 0; v < sum.length; v++) volume[v] = (float) (sum[v] / n);
        NeuroImage mean = first().createLike("mean of the inputs", 1);
        mean.writeVolume(0, volume);
        return mean;
    }
}
