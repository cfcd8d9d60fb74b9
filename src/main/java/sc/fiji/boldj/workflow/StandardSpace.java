package sc.fiji.boldj.workflow;

import java.util.Optional;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.DisplacementField;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.TransformChain;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.registration.Diffeomorphism;
import sc.fiji.boldj.run.Progress;

/**
 * How the world of a scan lies in the world of a template: an affine map and, if wanted, a warp with its inverse. Immutable.
 *
 * <p>A point of the template goes through the warp, which stays in the template's world, and then through the affine map
 * into the scan's world; that chain pulls the scan onto the template's grid.
 */
public final class StandardSpace {

    private final Template template;
    private final Affine affine;
    private final DisplacementField warp;
    private final DisplacementField inverseWarp;

    private StandardSpace(Template template, Affine affine, DisplacementField warp, DisplacementField inverseWarp) {
        this.template = template;
        this.affine = affine;
        this.warp = warp;
        this.inverseWarp = inverseWarp;
    }

    /**
     * An affine transform alone.
     *
     * @param affine from the template's to the scan's world, RAS+ mm
     */
    public static StandardSpace of(Template template, Affine affine) {
        return new StandardSpace(template, affine, null, null);
    }

    /** A warp and an affine map. */
    public static StandardSpace of(Template template, Diffeomorphism map) {
        return of(template, map.affine(), map.forward(), map.inverse());
    }

    /** A warp with its inverse, on any grid in the template's world, and an affine map. */
    static StandardSpace of(Template template, Affine affine, DisplacementField warp, DisplacementField inverseWarp) {
        return new StandardSpace(template, affine, warp, inverseWarp);
    }

    /** The template. */
    public Template template() {
        return template;
    }

    /** From the template's world (after the warp) to the scan's world. */
    public Affine affine() {
        return affine;
    }

    /** The warp of the template's world that comes before the affine map. */
    public Optional<DisplacementField> warp() {
        return Optional.ofNullable(warp);
    }

    /** The inverse of the warp. */
    public Optional<DisplacementField> inverseWarp() {
        return Optional.ofNullable(inverseWarp);
    }

    /** From points of the template to points of the scan: what brings the scan to the template. */
    public TransformChain toScan() {
        return warp == null ? TransformChain.of(affine) : TransformChain.of(warp, affine);
    }

    /** From points of the scan to points of the template: what brings the template to the scan. */
    public TransformChain toTemplate() {
        Affine back = affine.inverse();
        return inverseWarp == null ? TransformChain.of(back) : TransformChain.of(back, inverseWarp);
    }

    /** The same without the warp. */
    public StandardSpace affineOnly() {
        return of(template, affine);
    }

    /** The first volume of an image of the scan's world on a grid in the template's world, by one interpolation. */
    public NeuroImage bringScan(NeuroImage image, VoxelGrid grid, Interpolation interpolation, Progress progress) {
        return moved(image, toScan(), grid, interpolation, progress).withSpace(template.space());
    }

    /** The first volume of an image of the template's world on a grid in the scan's world, by one interpolation. */
    public NeuroImage bringTemplate(NeuroImage image, VoxelGrid grid, Interpolation interpolation, Progress progress) {
        return moved(image, toTemplate(), grid, interpolation, progress);
    }

    private static NeuroImage moved(
            NeuroImage image, SpatialMap map, VoxelGrid grid, Interpolation interpolation, Progress progress) {
        float[] values = new float[grid.voxels()];
        Resampler.resample(image.volume(0), image.grid(), grid, map, interpolation, values, progress);
        NeuroImage moved = NeuroImage.floats(image.name(), grid, 1, SeriesTiming.UNKNOWN);
        moved.writeVolume(0, values);
        return moved;
    }
}
