package sc.fiji.boldj.atlas;

import java.util.Objects;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/**
 * An average brain in MNI space with its mask and its tissues, all on one grid. Immutable; the images are shared, so
 * treat them as read-only.
 *
 * <p>The built-in one is the ICBM 152 nonlinear asymmetric average of 2009 (Fonov 2011), skull taken off, on
 * {@link #grid(double) grid(2)}; {@code docs/steps/templates.md} says how it was made.
 */
public final class Template {

    /** Millimetres of the first voxel centre of the standard grids: the corner that SPM's and FSL's 2 mm grids share. */
    private static final double[] CORNER = {-90, -126, -72};

    /** Millimetres from the first to the last voxel centre. */
    private static final double[] EXTENT = {180, 216, 180};

    /** Label of the space of the built-in template in names of files, see {@code docs/decisions/0015-names.md}. */
    public static final String BUILT_IN_SPACE = "MNI152NLin2009aAsym";

    private static final Space BUILT_IN = Space.mni(BUILT_IN_SPACE, "the template in the program");

    private final String name;
    private final NeuroImage brain;
    private final NeuroImage gm;
    private final NeuroImage wm;
    private final NeuroImage csf;
    private final Mask mask;
    private final Space space;

    private Template(
            String name, NeuroImage brain, NeuroImage gm, NeuroImage wm, NeuroImage csf, Mask mask, Space space) {
        this.name = name;
        this.brain = brain;
        this.gm = gm;
        this.wm = wm;
        this.csf = csf;
        this.mask = mask;
        this.space = space;
    }

    /**
     * A template of the given images.
     *
     * @param name what the records and pages call it
     * @param brain T1-weighted, the head around the brain is ignored; of MNI space if it does not say
     * @param gm probability of grey matter, 0 to 1, and so for the others
     * @param mask the brain
     * @throws IllegalArgumentException if the grids differ or the mask is empty
     */
    public static Template of(String name, NeuroImage brain, NeuroImage gm, NeuroImage wm, NeuroImage csf, Mask mask) {
        Objects.requireNonNull(name, "name");
        for (NeuroImage tissue : new NeuroImage[] {gm, wm, csf})
            tissue.grid().requireSameAs(brain.grid(), tissue.name(), "the template " + brain.name());
        mask.grid().requireSameAs(brain.grid(), "the template's mask", brain.name());
        mask.requireNotEmpty("the mask of the template " + name);
        float[] values = brain.volume(0);
        for (int v = 0; v < values.length; v++) if (!mask.contains(v) || !Float.isFinite(values[v])) values[v] = 0;
        Space space = brain.space().kind() == Space.Kind.UNKNOWN
                ? Space.mni("MNI152", "normalised to " + name)
                : Space.named(brain.space().name(), "normalised to " + name);
        return new Template(name, filled(brain.name(), brain.grid(), values), gm, wm, csf, mask, space);
    }

    /** The template in the program, read again: about 30 ms and 18 MB. */
    public static Template builtIn() {
        VoxelGrid grid = grid(2);
        return of(
                "MNI152 2009 (built in)",
                resource("brain", grid).withSpace(BUILT_IN),
                resource("gm", grid),
                resource("wm", grid),
                resource("csf", grid),
                Mask.of(resource("mask", grid)));
    }

    private static NeuroImage resource(String part, VoxelGrid grid) {
        return filled("mni152-2009_" + part, grid, TemplateResource.read("mni152-2009/" + part + ".nii.gz", grid));
    }

    /**
     * A grid of cubes in MNI space that covers the head from (-90, -126, -72) to at least (90, 90, 108) mm.
     *
     * <p>At 2 mm the voxel centres are those of SPM's and FSL's grids (91 x 109 x 91), at 3 mm those of SPM's
     * (61 x 73 x 61); x grows to the right.
     *
     * @param millimetres edge of a voxel, 0.5 to 10
     * @throws IllegalArgumentException if it is outside that range
     */
    public static VoxelGrid grid(double millimetres) {
        if (!(millimetres >= 0.5 && millimetres <= 10))
            throw new IllegalArgumentException("voxel must be 0.5 to 10 mm, got " + millimetres);
        int[] size = new int[3];
        for (int d = 0; d < 3; d++) size[d] = (int) Math.ceil(EXTENT[d] / millimetres - 1e-6) + 1;
        Affine map = Affine.translation(CORNER[0], CORNER[1], CORNER[2])
                .times(Affine.scaling(millimetres, millimetres, millimetres));
        return new VoxelGrid(size[0], size[1], size[2], map);
    }

    /** The space that its millimetres are. */
    public Space space() {
        return space;
    }

    /** What to call it. */
    public String name() {
        return name;
    }

    /** Where the voxels are, in MNI millimetres. */
    public VoxelGrid grid() {
        return brain.grid();
    }

    /** The T1-weighted brain, 0 outside the mask. */
    public NeuroImage brain() {
        return brain;
    }

    /** Probability of grey matter, 0 to 1. */
    public NeuroImage gm() {
        return gm;
    }

    /** Probability of white matter, 0 to 1. */
    public NeuroImage wm() {
        return wm;
    }

    /** Probability of cerebrospinal fluid, 0 to 1. */
    public NeuroImage csf() {
        return csf;
    }

    /** The voxels of the brain. */
    public Mask mask() {
        return mask;
    }

    /**
     * The brain as a T2*-weighted echo-planar image would show it, where grey matter is 100: CSF 110, white matter 93, mixed
     * by the tissues' probabilities, with signal lost above the sinuses and the ear canals and edges of 3 mm (TE 30 ms at
     * 3 T).
     */
    public NeuroImage epiContrast() {
        return EpiContrast.of(this);
    }

    /** The mask as an image, 1 inside and 0 outside. */
    public NeuroImage maskImage() {
        float[] values = new float[grid().voxels()];
        for (int v : mask.indices()) values[v] = 1;
        return filled(name + " mask", grid(), values);
    }

    /** The same template on another grid of its space, by linear interpolation; the mask where it is above a half. */
    public Template onGrid(VoxelGrid target) {
        if (target.isSameAs(grid())) return this;
        NeuroImage inside = moved(maskImage(), target);
        return of(
                name,
                moved(brain, target).withSpace(space),
                moved(gm, target),
                moved(wm, target),
                moved(csf, target),
                Mask.above(target, inside.volume(0), 0.5));
    }

    private static NeuroImage moved(NeuroImage image, VoxelGrid target) {
        float[] values = new float[target.voxels()];
        Resampler.resample(
                image.volume(0), image.grid(), target, Affine.IDENTITY, Interpolation.LINEAR, values, Progress.NONE);
        return filled(image.name(), target, values);
    }

    private static NeuroImage filled(String name, VoxelGrid grid, float[] values) {
        NeuroImage image = NeuroImage.floats(name, grid, 1, SeriesTiming.UNKNOWN);
        image.writeVolume(0, values);
        return image;
    }
}
