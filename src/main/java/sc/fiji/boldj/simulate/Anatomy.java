package sc.fiji.boldj.simulate;

/**
 * A head made of formulas: smooth solids, with folds drawn on the cerebrum.
 *
 * <p>Positions are RAS+ millimetres, laid out like MNI space. Two heads with different seeds differ in their folds.
 * Immutable.
 */
final class Anatomy implements HeadAnatomy {

    private static final Ellipsoid FRONTAL_SINUS = new Ellipsoid(0, 40, -27, 20, 24, 14);
    private static final Ellipsoid EAR = new Ellipsoid(56, -24, -32, 17, 18, 12);
    private static final Ellipsoid TEMPORAL_POLE = new Ellipsoid(36, 14, -38, 16, 14, 14);
    private static final Ellipsoid FACE = new Ellipsoid(0, 40, -52, 62, 50, 62);
    private static final Rod NECK = Rod.from(0, -42, -50, 62).to(0, -44, -130, 56);
    private static final Rod NOSE = Rod.from(0, 86, -26, 8).to(0, 100, -52, 13);
    private static final Ellipsoid EYE = new Ellipsoid(33, 66, -33, 12.5, 12.5, 12.5);
    private static final Ellipsoid LENS = new Ellipsoid(34, 76, -33, 4.5, 2.2, 4.5);
    private static final Ellipsoid SINUS = new Ellipsoid(0, 58, -36, 14, 26, 14);
    private static final Ellipsoid MAXILLARY_SINUS = new Ellipsoid(28, 58, -62, 13, 15, 14);
    private static final Rod EAR_CANAL = Rod.from(52, -22, -34, 4).to(84, -20, -32, 5);

    private static final double CORTEX_MM = 3.0;
    static final double SOFT = 0.6;
    static final double FLUID_GAP = 2.5;
    static final double SKULL = 6.5;
    static final double SCALP = 5.5;

    private final Cerebrum cerebrum;
    private final double dropout;
    private final double size;

    /**
     * @param size factor on all lengths
     * @param dropout signal lost at the worst place near the sinuses, 0 to 1
     */
    Anatomy(long seed, double size, double dropout) {
        this.cerebrum = new Cerebrum(seed);
        this.size = size;
        this.dropout = dropout;
    }

    @Override
    public boolean at(double worldX, double worldY, double worldZ, double margin, Sample sample) {
        double x = worldX / size;
        double y = worldY / size;
        double z = worldZ / size;
        sample.clear();
        double hull = Cerebrum.hull(x, y, z);
        double surface = surface(x, y, z, hull);
        if (surface < -margin) return false;
        double cerebellum = hull > 20 || z > 0 ? -30 : DeepBrain.cerebellum(x, y, z);
        double stem = z > 15 || hull > 45 ? -30 : DeepBrain.brainstem(x, y, z);
        double inside = Solids.union(Solids.union(hull, cerebellum, 10), stem + (z < -50 ? -0.05 * (z + 50) : 0), 8);
        sample.depth = inside + FLUID_GAP;
        double cranium = Solids.fraction(sample.depth, SOFT);
        if (cranium < 1) sample.rest = (1 - cranium) * outside(x, y, z, surface, -sample.depth);
        sample.kept = kept(x, y, z, dropout);
        if (cranium == 0) return true;
        sample.brain = Solids.fraction(inside, SOFT);
        sample.fluid = 1;
        brain(x, y, z, hull, cerebellum, stem, sample);
        sample.over(1 - cranium, 0, 0, 0);
        return true;
    }

    @Override
    public void toStandard(double[] world, double[] standard) {
        for (int axis = 0; axis < 3; axis++) standard[axis] = world[axis] / size;
    }

    @Override
    public double reach() {
        return 170 * Math.abs(1 - 1 / size);
    }

    private void brain(double x, double y, double z, double hull, double cerebellum, double stem, Sample sample) {
        if (hull > -SOFT) {
            double pial = cerebrum.pial(x, y, z, hull, cerebellum);
            double tissue = Solids.fraction(pial, SOFT);
            double core = Solids.fraction(pial - CORTEX_MM, SOFT);
            sample.over(tissue, 1 - core, core, 0);
            if (hull > 4) deep(x, y, z, sample);
        }
        if (cerebellum > -SOFT) {
            double folia = DeepBrain.folia(y, z, cerebellum);
            double core = Solids.fraction(folia - 2.2, SOFT);
            sample.over(Solids.fraction(folia, SOFT), 1 - core, core, 0);
        }
        if (stem > -SOFT) sample.over(Solids.fraction(stem, SOFT), 0.25, 0.75, 0);
        if (hull > 4 || cerebellum > 0) sample.over(Solids.fraction(DeepBrain.ventricles(x, y, z), SOFT), 0, 0, 1);
    }

    private static void deep(double x, double y, double z, Sample sample) {
        if (Math.abs(x) > 36 || y > 40 || y < -50 || z > 40 || z < -32) return;
        sample.over(Solids.fraction(DeepBrain.callosum(x, y, z), SOFT), 0, 1, 0);
        sample.over(Solids.fraction(DeepBrain.nuclei(x, y, z), 1.2 * SOFT), 0.85, 0.15, 0);
    }

    /** Depth below the skin. */
    private static double surface(double x, double y, double z, double hull) {
        return flesh(x, y, z, hull + FLUID_GAP + SKULL + SCALP);
    }

    /** Adds face, neck and nose to the depth below the skin. */
    static double flesh(double x, double y, double z, double depthOfSkull) {
        double depth = depthOfSkull;
        if (z > 10) return depth;
        depth = Solids.union(depth, FACE.depth(x, y, z), 20);
        depth = Solids.union(depth, NECK.depth(x, y, z), 20);
        double nose = NOSE.depth(x, y, z);
        return Solids.union(depth, nose, 14);
    }

    /** Brightness outside the cranium: bone, muscle, skin, eyes, air in the sinuses. */
    static double outside(double x, double y, double z, double surface, double beyond) {
        double flesh =
                z < -15 ? 0.22 + 0.06 * StrictMath.sin(0.21 * x + 0.1 * y) * StrictMath.sin(0.17 * y - 0.2 * z) : 0.2;
        double value = flesh + 0.16 * Solids.fraction(1.6 - Math.abs(surface - 2.4), 1);
        value *= Solids.fraction(surface - 0.6, SOFT);
        double bone = Solids.fraction(SKULL - beyond, SOFT);
        value += bone * (0.05 - value);
        if (y > 20 && z < 5) {
            double eye = Solids.fraction(EYE.depth(Math.abs(x), y, z), SOFT);
            value += eye * (1.25 - value);
            double lens = Solids.fraction(LENS.depth(Math.abs(x), y, z), SOFT);
            value += lens * (0.2 - value);
            double air = SINUS.depth(x, y, z);
            air = Math.max(air, MAXILLARY_SINUS.depth(Math.abs(x), y, z));
            value *= 1 - 0.97 * Solids.fraction(air, 1.5);
        }
        double ear = EAR_CANAL.depth(Math.abs(x), y, z);
        return GREY * value * (1 - 0.95 * Solids.fraction(ear, 1.5));
    }

    /** What susceptibility near the sinuses and the ear canals, and iron, leave of the signal. */
    static double kept(double x, double y, double z, double dropout) {
        double s = Math.abs(x);
        double kept = 1;
        if (z < 10) {
            kept *= 1 - dropout * bump(FRONTAL_SINUS, s, y, z);
            kept *= 1 - 0.8 * dropout * bump(EAR, s, y, z);
            kept *= 1 - 0.6 * dropout * bump(TEMPORAL_POLE, s, y, z);
        }
        if (z > -12 && z < 12) kept *= 1 - 0.35 * Solids.fraction(DeepBrain.pallidum(x, y, z), 1);
        return kept;
    }

    private static double bump(Ellipsoid e, double x, double y, double z) {
        double px = (x - e.cx()) / e.rx();
        double py = (y - e.cy()) / e.ry();
        double pz = (z - e.cz()) / e.rz();
        double q = px * px + py * py + pz * pz;
        double rest = Math.max(0, 1 - q / 4);
        return rest * rest * rest * rest;
    }
}
