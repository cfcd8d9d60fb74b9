package sc.fiji.boldj.simulate;

/**
 * The two hemispheres: lobes of ellipsoids, separated by the interhemispheric fissure, cut by the lateral fissure and
 * folded into gyri.
 */
final class Cerebrum {

    private static final Ellipsoid CEREBRUM = new Ellipsoid(19, -14, 20, 49, 81, 56);
    private static final Ellipsoid OCCIPITAL = new Ellipsoid(19, -72, 9, 31, 32, 29);
    private static final Ellipsoid FRONTAL = new Ellipsoid(18, 38, 8, 34, 33, 29);
    private static final Ellipsoid TEMPORAL = new Ellipsoid(43, -16, -19, 24, 40, 20);
    private static final Ellipsoid CISTERN = new Ellipsoid(0, -2, -34, 18, 27, 22);
    private static final Ellipsoid NUCLEI = new Ellipsoid(0, -9, 5, 36, 44, 25);
    private static final Ellipsoid CORONA = new Ellipsoid(29, -16, 24, 13, 44, 22);

    private static final double FISSURE = 1.3;
    private static final double SULCUS = 0.75;

    private final SulcusField gyri;
    private final SulcusField depths;

    Cerebrum(long seed) {
        gyri = new SulcusField(11, 23, seed);
        depths = new SulcusField(5, 60, seed + 1);
    }

    /** Depth below the smooth surface that wraps the hemispheres, without any fissure or sulcus. */
    static double hull(double x, double y, double z) {
        double side = Math.abs(x);
        double depth = CEREBRUM.depth(side, y, z);
        depth = Solids.union(depth, OCCIPITAL.depth(side, y, z), 10);
        depth = Solids.union(depth, FRONTAL.depth(side, y, z), 10);
        return Solids.union(depth, temporal(side, y, z), 8);
    }

    private static double temporal(double side, double y, double z) {
        return TEMPORAL.depth(side, y, z);
    }

    /** Depth inside the stalk that joins the hemispheres: callosum, thalami, hypothalamus. */
    static double core(double y, double z) {
        double v = (y + 7) / 36;
        double w = (z - 4) / 21;
        double radius = Math.sqrt(v * v + w * w);
        if (radius < 1e-6) return 21;
        return radius * (1 - radius) / Math.sqrt(v * v / 1296 + w * w / 441);
    }

    /**
     * Depth below the folded surface of the cortex.
     *
     * @param hull the depth below the smooth surface at the same point
     * @param cerebellum the depth inside the cerebellum at the same point
     */
    double pial(double x, double y, double z, double hull, double cerebellum) {
        double side = Math.abs(x);
        double depth = Solids.both(hull, -cerebellum - 2, 3);
        double cistern = CISTERN.depth(side, y, z);
        depth = Solids.both(depth, -cistern, 4);
        if (depth < -4) return depth;
        depth = Solids.both(depth, Solids.sheet(side, core(y, z)) - FISSURE, 3);
        double walls = depth;
        depth = Solids.both(depth, lateralFissure(side, y, z) - FISSURE, 2);
        if (walls > 32) return depth;
        return Solids.both(depth, sulci(x, y, z, walls) - SULCUS, 2.5);
    }

    /** Distance to the fissure above the temporal lobe and to the hidden pocket over the insula. */
    private static double lateralFissure(double side, double y, double z) {
        double above = z - (1 - 0.42 * y) - 2.2 * wave(y / 31) - 1.5 * wave(side / 24 + y / 80);
        double ends = Math.max(y - 27, -46 - y);
        double cleft = Solids.sheet(above, Math.max(38 - side, ends));
        double rise = Math.max(Math.abs(above) - 13, Math.max(y - 24, -22 - y));
        double bulge = 37 + 0.006 * above * above + 1.2 * wave((z - 0.5 * y) / 17);
        return Math.min(cleft, Solids.sheet(side - bulge, rise));
    }

    /** A rounded wave between -1 and 1. */
    private static double wave(double turns) {
        double t = turns - Math.rint(turns);
        return 8 * t * (1 - 2 * Math.abs(t));
    }

    /** Distance to the nearest sulcus; sulci stand on the hull and the medial wall and end some way below. */
    private double sulci(double x, double y, double z, double below) {
        double side = Math.abs(x);
        double shift = x < 0 ? 1.5 : 0;
        double px = side - 18;
        double py = y - Math.max(-62, Math.min(32, y));
        double pz = z - 14;
        double out = 0.6 * Math.max(0, below) / Math.sqrt(px * px + py * py + pz * pz + 25);
        double fx = side + out * px + shift;
        double fy = y + out * py + 2 * shift;
        double fz = z + out * pz - shift;
        double deep = 18 + 6 * Math.max(-1, Math.min(1, depths.distance(fx, fy, fz) / 12));
        double nuclei = NUCLEI.depth(side, y, z);
        double corona = CORONA.depth(side, y, z);
        return Solids.sheet(gyri.distance(fx, fy, fz) / (1 + out), Math.max(below - deep, Math.max(nuclei, corona)));
    }
}
