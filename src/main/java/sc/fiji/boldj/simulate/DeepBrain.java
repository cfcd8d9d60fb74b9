package sc.fiji.boldj.simulate;

/** What lies inside the hemispheres and below them: ventricles, nuclei, callosum, cerebellum, brainstem. */
final class DeepBrain {

    private static final Rod FRONTAL_HORN = Rod.from(8, 30, 6, 4.2).to(10, 4, 19, 4.6);
    private static final Rod BODY_OF_VENTRICLE = Rod.from(10, 4, 19, 4.6).to(15, -28, 20, 4.6);
    private static final Rod ATRIUM = Rod.from(15, -28, 20, 4.6).to(25, -44, 9, 6);
    private static final Rod OCCIPITAL_HORN = Rod.from(25, -44, 9, 6).to(27, -74, 7, 2.4);
    private static final Rod TEMPORAL_HORN = Rod.from(25, -44, 9, 5).to(34, -16, -15, 2.2);
    private static final Ellipsoid THIRD_VENTRICLE = new Ellipsoid(0, -15, 0, 2.8, 17, 11);
    private static final Ellipsoid FOURTH_VENTRICLE = new Ellipsoid(0, -46, -33, 6, 5, 9);
    private static final Ellipsoid THALAMUS = new Ellipsoid(11.5, -19, 7, 9, 15, 8);
    private static final Rod CAUDATE = Rod.from(13, 16, 6, 6).to(17, -12, 20, 3);
    private static final Ellipsoid PUTAMEN = new Ellipsoid(26, 3, 1, 5.5, 16, 10);
    private static final Rod HIPPOCAMPUS = Rod.from(22, -9, -21, 6).to(27, -34, -8, 4.5);
    private static final Ellipsoid AMYGDALA = new Ellipsoid(23, -3, -19, 8, 8, 8);
    private static final Ellipsoid PALLIDUM = new Ellipsoid(19, -3, 0, 4, 8, 6);
    private static final Ellipsoid CEREBELLAR_HEMISPHERE = new Ellipsoid(22, -64, -37, 30, 26, 20);
    private static final Ellipsoid VERMIS = new Ellipsoid(0, -66, -30, 14, 20, 18);
    private static final Rod MIDBRAIN = Rod.from(0, -20, -2, 11).to(0, -27, -20, 12);
    private static final Ellipsoid PONS = new Ellipsoid(0, -26, -32, 17, 13, 14);
    private static final Rod MEDULLA = Rod.from(0, -32, -40, 10).to(0, -44, -66, 7.5);
    private static final Rod CORD = Rod.from(0, -44, -66, 7.5).to(0, -48, -120, 6);
    private static final Rod PEDUNCLE = Rod.from(14, -34, -34, 6).to(22, -52, -38, 6);

    private DeepBrain() {}

    /** Depth inside the lateral, third and fourth ventricles. */
    static double ventricles(double x, double y, double z) {
        double s = Math.abs(x);
        double depth = FRONTAL_HORN.depth(s, y, z);
        depth = Solids.union(depth, BODY_OF_VENTRICLE.depth(s, y, z), 3);
        depth = Solids.union(depth, ATRIUM.depth(s, y, z), 3);
        depth = Solids.union(depth, OCCIPITAL_HORN.depth(s, y, z), 3);
        depth = Solids.union(depth, TEMPORAL_HORN.depth(s, y, z), 3);
        depth = Math.max(depth, THIRD_VENTRICLE.depth(s, y, z));
        return Math.max(depth, FOURTH_VENTRICLE.depth(s, y, z));
    }

    /** Depth inside thalamus, caudate, putamen, hippocampus or amygdala. */
    static double nuclei(double x, double y, double z) {
        double s = Math.abs(x);
        double depth = THALAMUS.depth(s, y, z);
        depth = Math.max(depth, CAUDATE.depth(s, y, z));
        depth = Math.max(depth, PUTAMEN.depth(s, y, z));
        depth = Math.max(depth, pallidum(x, y, z));
        depth = Math.max(depth, HIPPOCAMPUS.depth(s, y, z));
        return Math.max(depth, AMYGDALA.depth(s, y, z));
    }

    /** Depth inside the globus pallidus, dark because of its iron. */
    static double pallidum(double x, double y, double z) {
        return PALLIDUM.depth(Math.abs(x), y, z);
    }

    /** Depth inside the corpus callosum. */
    static double callosum(double x, double y, double z) {
        double arc = 3.2 - Math.abs(Cerebrum.core(y, z) - 2.2);
        return Math.min(arc, Math.min(22 - Math.abs(x), z + 2));
    }

    /** Depth inside the cerebellum. */
    static double cerebellum(double x, double y, double z) {
        double lobes = CEREBELLAR_HEMISPHERE.depth(Math.abs(x), y, z);
        return Solids.union(lobes, VERMIS.depth(x, y, z), 6);
    }

    /** Depth below the folia of the cerebellum, leaves that fan out from its stalk. */
    static double folia(double y, double z, double cerebellum) {
        double angle = StrictMath.atan2(z + 36, -45 - y);
        double turns = angle * 28 / 7;
        double off = (turns - Math.rint(turns)) * 7 * StrictMath.hypot(z + 36, y + 45) / 28;
        return Solids.both(cerebellum, Solids.sheet(off, cerebellum - 9) - 0.4, 1.5);
    }

    /** Depth inside midbrain, pons and medulla. */
    static double brainstem(double x, double y, double z) {
        double depth = MIDBRAIN.depth(x, y, z);
        depth = Solids.union(depth, PONS.depth(x, y, z), 5);
        depth = Solids.union(depth, MEDULLA.depth(x, y, z), 6);
        depth = Solids.union(depth, CORD.depth(x, y, z), 3);
        return Solids.union(depth, PEDUNCLE.depth(x, y, z), 4);
    }
}
