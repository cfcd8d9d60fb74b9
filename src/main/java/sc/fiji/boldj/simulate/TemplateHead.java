package sc.fiji.boldj.simulate;

import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Interpolator;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SpatialMap;

/**
 * A head with the brain of a template in another shape, wrapped in fluid, bone, skin, face and neck. Immutable.
 *
 * <p>Tissue fractions are the template's probabilities, read linearly. What a drug trial measures in standard space is
 * therefore known: the map to it is that of the {@link HeadShape}.
 */
public final class TemplateHead implements HeadAnatomy {

    private final HeadShape shape;
    private final double dropout;
    private final Interpolator grey;
    private final Interpolator white;
    private final Interpolator brain;
    private final Affine toVoxels;
    private final Lattice lattice;
    private final float[] distance;

    /**
     * @param template what to shape
     * @param dropout signal lost at the worst place above the sinuses, 0 to 1
     */
    public TemplateHead(Template template, HeadShape shape, double dropout) {
        if (!(dropout >= 0 && dropout <= 1))
            throw new IllegalArgumentException("dropout must be in [0, 1], got " + dropout);
        this.shape = shape;
        this.dropout = dropout;
        grey = template.grey;
        white = template.white;
        brain = template.brain;
        toVoxels = template.toVoxels;
        lattice = template.lattice;
        distance = template.distance;
    }

    /** The template of any number of heads. Immutable. */
    public static final class Template {
        private final Interpolator grey;
        private final Interpolator white;
        private final Interpolator brain;
        private final Affine toVoxels;
        private final Lattice lattice;
        private final float[] distance;

        /**
         * @param grey probability of grey matter
         * @param white probability of white matter, on the same grid
         * @param brain mask or probability of the brain, ventricles and sulci included, on the same grid
         */
        public Template(NeuroImage grey, NeuroImage white, NeuroImage brain) {
            grey.grid().requireSameAs(white.grid(), "grey matter", "white matter");
            grey.grid().requireSameAs(brain.grid(), "grey matter", "the brain");
            this.grey = Interpolator.of(grey.volume(0), grey.grid(), Interpolation.LINEAR);
            this.white = Interpolator.of(white.volume(0), grey.grid(), Interpolation.LINEAR);
            this.brain = Interpolator.of(brain.volume(0), grey.grid(), Interpolation.LINEAR);
            toVoxels = grey.grid().affine().inverse();
            lattice = Lattice.aroundHead(1.1, 2);
            boolean[] inside = new boolean[lattice.points()];
            boolean any = false;
            double[] p = new double[3];
            for (int i = 0; i < inside.length; i++) {
                p[0] = lattice.x0() + lattice.step() * (i % lattice.nx());
                p[1] = lattice.y0() + lattice.step() * (i / lattice.nx() % lattice.ny());
                p[2] = lattice.z0() + lattice.step() * (i / lattice.nx() / lattice.ny());
                inside[i] = read(this.brain, toVoxels, p[0], p[1], p[2]) >= 0.5;
                any |= inside[i];
            }
            if (!any) throw new IllegalArgumentException(brain.name() + " holds no brain within 100 mm of the origin");
            distance = OuterDistance.of(inside, lattice);
        }
    }

    private static double read(Interpolator volume, Affine toVoxels, double x, double y, double z) {
        double[] v = toVoxels.apply(x, y, z);
        return volume.contains(v[0], v[1], v[2]) ? volume.at(v[0], v[1], v[2]) : 0;
    }

    @Override
    public boolean at(double worldX, double worldY, double worldZ, double margin, Sample sample) {
        double[] p = {worldX, worldY, worldZ};
        shape.apply(p, p);
        sample.clear();
        double beyond = beyond(p[0], p[1], p[2]) - Anatomy.FLUID_GAP;
        double surface = Anatomy.flesh(p[0], p[1], p[2], Anatomy.SKULL + Anatomy.SCALP - beyond);
        if (surface < -margin) return false;
        sample.depth = -beyond;
        double cranium = Solids.fraction(sample.depth, Anatomy.SOFT);
        if (cranium < 1) sample.rest = (1 - cranium) * Anatomy.outside(p[0], p[1], p[2], surface, beyond);
        sample.kept = Anatomy.kept(p[0], p[1], p[2], dropout);
        if (cranium == 0) return true;
        double[] v = toVoxels.apply(p[0], p[1], p[2]);
        if (brain.contains(v[0], v[1], v[2])) {
            sample.brain = brain.at(v[0], v[1], v[2]);
            sample.grey = cranium * grey.at(v[0], v[1], v[2]);
            sample.white = cranium * white.at(v[0], v[1], v[2]);
        }
        sample.fluid = Math.max(0, cranium - sample.grey - sample.white);
        return true;
    }

    /** Distance in mm to the brain, 0 inside: linear between the points of the lattice. */
    private double beyond(double x, double y, double z) {
        double fx = clamp((x - lattice.x0()) / lattice.step(), lattice.nx());
        double fy = clamp((y - lattice.y0()) / lattice.step(), lattice.ny());
        double fz = clamp((z - lattice.z0()) / lattice.step(), lattice.nz());
        int ix = (int) fx;
        int iy = (int) fy;
        int iz = (int) fz;
        double sum = 0;
        for (int corner = 0; corner < 8; corner++) {
            int dx = corner & 1;
            int dy = corner >> 1 & 1;
            int dz = corner >> 2;
            double weight = (dx == 0 ? 1 - (fx - ix) : fx - ix)
                    * (dy == 0 ? 1 - (fy - iy) : fy - iy)
                    * (dz == 0 ? 1 - (fz - iz) : fz - iz);
            sum += weight * distance[lattice.index(ix + dx, iy + dy, iz + dz)];
        }
        return sum;
    }

    private static double clamp(double place, int points) {
        return Math.max(0, Math.min(points - 1.001, place));
    }

    @Override
    public void toStandard(double[] world, double[] standard) {
        shape.apply(world, standard);
    }

    @Override
    public double reach() {
        return shape.reach();
    }

    /** The map from places in the scanner to the standard space. */
    public SpatialMap shape() {
        return shape;
    }
}
