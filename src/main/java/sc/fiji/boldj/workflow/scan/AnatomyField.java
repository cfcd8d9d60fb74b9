package sc.fiji.boldj.workflow.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.distortion.DistortionCorrection;
import sc.fiji.boldj.distortion.EncodedImage;
import sc.fiji.boldj.distortion.FieldEstimate;
import sc.fiji.boldj.distortion.FieldFromAnatomy;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.SeparableGaussian;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.registration.BoundaryFit;
import sc.fiji.boldj.registration.BoundaryRegistration;
import sc.fiji.boldj.registration.LinearCost;
import sc.fiji.boldj.registration.LinearRegistration;
import sc.fiji.boldj.registration.WhiteSurface;
import sc.fiji.boldj.run.Progress;

/**
 * The field of a run without a field map, estimated from a T1-weighted scan, and whether it may be used: it is refused unless the border of
 * white matter fits the corrected image better than the image as it was, after rigid registration of each.
 *
 * @param estimate on the grid of the run's reference volume
 * @param corrected the reference volume
 * @param costBefore boundary cost of the reference volume as it was, 0 (best) to 2
 * @param costAfter boundary cost after correction
 */
public record AnatomyField(FieldEstimate estimate, NeuroImage corrected, double costBefore, double costAfter) {

    /**
     * A T1-weighted scan.
     *
     * @param t1 without its bias field
     * @param brain on its grid
     * @param tissues grey matter, white matter and fluid, shares of each voxel
     */
    public record Anatomy(NeuroImage t1, Mask brain, List<NeuroImage> tissues) {

        public Anatomy {
            tissues = List.copyOf(tissues);
        }

        /** Looks for the brain and its tissues. */
        public static Anatomy of(NeuroImage t1, Progress progress) {
            FixedAnatomy found = FixedAnatomy.of(t1, null, progress);
            return new Anatomy(
                    found.tissues().corrected(),
                    found.brain(),
                    List.of(
                            found.tissues().grey(),
                            found.tissues().white(),
                            found.tissues().fluid()));
        }
    }

    /**
     * Estimates the field and judges it.
     *
     * @param reference of the run, with its encoding
     * @param brain in it
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static AnatomyField of(EncodedImage reference, Mask brain, Anatomy anatomy, Progress progress) {
        NeuroImage image = reference.image();
        Affine start = LinearRegistration.of(
                        within(anatomy.t1, anatomy.brain),
                        within(image, brain),
                        LinearRegistration.Options.DEFAULT
                                .withDof(6)
                                .withCost(LinearCost.NORMALISED_MUTUAL_INFORMATION),
                        progress.stage(0, 0.3))
                .fixedToMoving();
        WhiteSurface surface = WhiteSurface.of(anatomy.tissues.get(1));
        BoundaryFit before = BoundaryRegistration.of(
                image, surface, start, BoundaryRegistration.Options.DEFAULT, progress.stage(0.3, 0.4));
        List<NeuroImage> shares = new ArrayList<>();
        for (NeuroImage tissue : anatomy.tissues) shares.add(share(tissue, image, before.fixedToMoving()));
        FieldEstimate estimate = FieldFromAnatomy.of(reference, shares, progress.stage(0.4, 0.9));
        NeuroImage corrected =
                DistortionCorrection.apply(reference, estimate.field(), Affine.IDENTITY, true, Progress.NONE);
        BoundaryFit after = BoundaryRegistration.of(
                corrected,
                surface,
                before.fixedToMoving(),
                BoundaryRegistration.Options.DEFAULT,
                progress.stage(0.9, 1));
        return new AnatomyField(
                estimate,
                corrected,
                Math.min(before.startCost(), before.cost()),
                Math.min(after.startCost(), after.cost()));
    }

    /** Whether the correction lowers the boundary cost. */
    public boolean accepted() {
        return costAfter < costBefore;
    }

    /** Whether it was accepted and why, a sentence without its full stop. */
    public String finding() {
        return String.format(
                Locale.ROOT,
                "The boundary cost was %.4f before correction and %.4f after it%s",
                costBefore,
                costAfter,
                accepted() ? "" : ", so the correction was rejected");
    }

    /** What a sidecar says of it. */
    public Map<String, Object> about() {
        Map<String, Object> about = new TreeMap<>();
        about.put("Units", "Hz");
        about.put("BoundaryCostBefore", costBefore);
        about.put("BoundaryCost", costAfter);
        about.put("LeastJacobian", estimate.leastJacobian());
        about.put("Accepted", accepted());
        about.put("Finding", finding());
        return about;
    }

    private static NeuroImage within(NeuroImage image, Mask mask) {
        float[] values = image.volume(0);
        for (int v = 0; v < values.length; v++) if (!mask.contains(v)) values[v] = 0;
        return image.volumeLike(image.name(), values);
    }

    /** A tissue on the grid of the run, blurred by one of its voxels so that none of it falls between. */
    private static NeuroImage share(NeuroImage tissue, NeuroImage image, Affine tissueToImage) {
        VoxelGrid grid = image.grid();
        float[] values = tissue.volume(0);
        SeparableGaussian.of(
                        tissue.grid(),
                        StrictMath.cbrt(Math.abs(grid.affine().determinant())),
                        SeparableGaussian.Border.ZERO)
                .apply(values);
        float[] target = new float[grid.voxels()];
        Resampler.resample(
                values, tissue.grid(), grid, tissueToImage.inverse(), Interpolation.LINEAR, target, Progress.NONE);
        return image.volumeLike(tissue.name(), target);
    }
}
