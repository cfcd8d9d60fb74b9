package sc.fiji.boldj.simulate;

import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * A head with the brain of a template in another shape, wrapped in fluid, bone, skin, face and neck. Immutable.
 *
 * <p>Tissue fractions are the template's probabilities, read linearly. What a drug trial measures in standard space is
 * therefore known: the map to it is that of the {@link HeadShape}.
 */
public final class TemplateHead implements HeadAnatomy {

    private final HeadShape shape;
    private final double dropout;
    private final Template template;

    /**
     * @param template what to shape
     * @param dropout signal lost at the worst place above the sinuses, 0 to 1
     */
    public TemplateHead(Template template, HeadShape shape, double dropout) {
        if (!(dropout >= 0 && dropout <= 1))
            throw new IllegalArgumentException("dropout must be in [0, 1], got " + dropout);
        this.shape = shape;
        this.dropout = dropout;
        this.template = template;
    }

    /** The template of any number of heads. Immutable. */
    public static final class Template {
        private final VoxelGrid grid;
        private final Affine toVoxels;
        /** Grey, white, brain of each voxel in turn. */
        private final float[] tissues;

        private final Lattice lattice = Lattice.aroundHead(1.1, 2);
        private final float[] distance;

        /**
         * @param grey probability of grey matter
         * @param white probability of white matter, on the same grid
         * @param brain mask or probability of the brain, ventricles and sulci included, on the same grid
         */
        public Template(NeuroImage grey, NeuroImage white, NeuroImage brain) {
            grey.grid().requireSameAs(white.grid(), "grey matter", "white matter");
            grey.grid().requireSameAs(brain.grid(), "grey matter", "the brain");
            grid = grey.grid();
            toVoxels = grid.affine().inverse();
            tissues = new float[3 * grid.voxels()];
            int tissue = 0;
            for (NeuroImage image : new NeuroImage[] {grey, white, brain}) {
                float[] values = image.volume(0);
                for (int v = 0; v < values.length; v++) tissues[3 * v + tissue] = values[v];
                tissue++;
            }
            boolean[] inside = new boolean[lattice.points()];
            boolean any = false;
            double[] p = new double[3];
            double[] read = new double[3];
            for (int i = 0; i < inside.length; i++) {
                int z = i / lattice.nx() / lattice.ny();
                p[0] = lattice.x0() + lattice.step() * (i % lattice.nx());
                p[1] = lattice.y0() + lattice.step() * (i / lattice.nx() % lattice.ny());
                p[2] = lattice.z0() + lattice.step() * z;
                toVoxels.apply(p, p);
                inside[i] = read(p, read) && read[2] >= 0.5;
                any |= inside[i];
            }
            if (!any) throw new IllegalArgumentException(brain.name() + " holds no brain within 100 mm of the origin");
            distance = OuterDistance.of(inside, lattice);
        }

        /** Grey, white and brain at a place in voxels; false outside the grid. */
        private boolean read(double[] voxel, double[] target) {
            int ix = (int) Math.floor(voxel[0]);
            int iy = (int) Math.floor(voxel[1]);
            int iz = (int) Math.floor(voxel[2]);
            if (ix < 0 || iy < 0 || iz < 0) return false;
            if (ix >= grid.sizeX() - 1 || iy >= grid.sizeY() - 1 || iz >= grid.sizeZ() - 1) return false;
            double fx = voxel[0] - ix;
            double fy = voxel[1] - iy;
            double fz = voxel[2] - iz;
            target[0] = 0;
            target[1] = 0;
            target[2] = 0;
            for (int dz = 0; dz < 2; dz++)
                for (int dy = 0; dy < 2; dy++) {
                    double weight = (dz == 0 ? 1 - fz : fz) * (dy == 0 ? 1 - fy : fy);
                    int i = 3 * grid.index(ix, iy + dy, iz + dz);
                    for (int tissue = 0; tissue < 3; tissue++)
                        target[tissue] += weight * ((1 - fx) * tissues[i + tissue] + fx * tissues[i + 3 + tissue]);
                }
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
            for (int dz = 0; dz < 2; dz++)
                for (int dy = 0; dy < 2; dy++) {
                    double weight = (dz == 0 ? 1 - (fz - iz) : fz - iz) * (dy == 0 ? 1 - (fy - iy) : fy - iy);
                    int i = lattice.index(ix, iy + dy, iz + dz);
                    sum += weight * ((1 - (fx - ix)) * distance[i] + (fx - ix) * distance[i + 1]);
                }
            return sum;
        }

        private static double clamp(double place, int points) {
            return Math.max(0, Math.min(points - 1.001, place));
        }
    }

    @Override
    public boolean at(double worldX, double worldY, double worldZ, double margin, Sample sample) {
        double[] p = {worldX, worldY, worldZ};
        shape.apply(p, p);
        sample.clear();
        double beyond = template.beyond(p[0], p[1], p[2]) - Anatomy.FLUID_GAP;
        double surface = Anatomy.flesh(p[0], p[1], p[2], Anatomy.SKULL + Anatomy.SCALP - beyond);
        if (surface < -margin) return false;
        sample.depth = -beyond;
        double cranium = Solids.fraction(sample.depth, Anatomy.SOFT);
        if (cranium < 1) sample.rest = (1 - cranium) * Anatomy.outside(p[0], p[1], p[2], surface, beyond);
        sample.kept = Anatomy.kept(p[0], p[1], p[2], dropout);
        if (cranium == 0) return true;
        template.toVoxels.apply(p, p);
        double[] tissues = new double[3];
        if (template.read(p, tissues)) {
            sample.grey = cranium * tissues[0];
            sample.white = cranium * tissues[1];
            sample.brain = tissues[2];
        }
        sample.fluid = Math.max(0, cranium - sample.grey - sample.white);
        return true;
    }

    @Override
    public void toStandard(double[] world, double[] standard) {
        shape.apply(world, standard);
    }

    @Override
    public double reach() {
        return shape.reach();
    }
}
