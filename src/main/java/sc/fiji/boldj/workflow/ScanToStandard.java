package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.TransformChain;
import sc.fiji.boldj.run.Progress;

/**
 * Brings a series to standard space through head motion, coregistration, affine map and warp with one interpolation.
 *
 * <p>A place of the template goes through the warp, the affine map to the anatomical scan, the coregistration to the
 * series' reference volume, and the motion of each volume.
 */
public final class ScanToStandard {

    private ScanToStandard() {}

    /**
     * The chain of each volume, from the template's world to that of the volume.
     *
     * @param anatomy where the anatomical scan lies, or the series itself if there is none
     * @param anatomyToScan from the anatomical world to that of the series' reference, as a coregistration with the
     *     anatomical scan as the fixed image gives it; the identity without an anatomical scan
     * @param motion for each volume from the reference's place of a piece of the head to its place then, as realignment
     *     gives it
     * @throws IllegalArgumentException if there is no volume
     */
    public static List<SpatialMap> chains(StandardSpace anatomy, Affine anatomyToScan, List<Affine> motion) {
        if (motion.isEmpty()) throw new IllegalArgumentException("motion needs one map a volume, got none");
        List<SpatialMap> chains = new ArrayList<>();
        TransformChain common = TransformChain.of(anatomy.toScan(), anatomyToScan);
        for (Affine map : motion) chains.add(TransformChain.of(common, map));
        return List.copyOf(chains);
    }

    /**
     * Fills a series on a grid in the template's world; each value is interpolated once.
     *
     * @param target as many volumes as the source and the maps of motion
     * @throws IllegalArgumentException if the numbers of volumes differ
     */
    public static void resample(
            NeuroImage source,
            StandardSpace anatomy,
            Affine anatomyToScan,
            List<Affine> motion,
            Interpolation interpolation,
            NeuroImage target,
            Progress progress) {
        Resampler.resampleSeries(source, chains(anatomy, anatomyToScan, motion), interpolation, target, progress);
    }
}
