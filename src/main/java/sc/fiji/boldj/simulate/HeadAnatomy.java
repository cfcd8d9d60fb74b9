package sc.fiji.boldj.simulate;

/**
 * A head as a function of position: what tissue is at a point, and how bright it is in an echo-planar image. Immutable.
 *
 * <p>Positions are RAS+ millimetres of the scanner; the standard space is that of the template the head was shaped from,
 * where the places of networks are given.
 */
public interface HeadAnatomy {

    /** Brightness of grey matter in the steady state, at the middle of the coil. */
    double GREY = 800;

    /** Of white matter. */
    double WHITE = 0.80 * GREY;

    /** Of cerebrospinal fluid. */
    double FLUID = 1.42 * GREY;

    /** What is at one point; used again and again by one thread. */
    final class Sample {
        /** Volume fraction. */
        double grey;

        double white;
        double fluid;
        /** 1 inside the smooth surface of the brain, sulci and ventricles included. */
        double brain;
        /** Brightness of what is not grey, white or fluid. */
        double rest;
        /** What susceptibility leaves of the signal. */
        double kept;
        /** About how many millimetres the point lies inside the cranium, below 0 outside. */
        double depth;

        void clear() {
            grey = 0;
            white = 0;
            fluid = 0;
            brain = 0;
            rest = 0;
            kept = 0;
        }

        void over(double share, double newGrey, double newWhite, double newFluid) {
            grey += share * (newGrey - grey);
            white += share * (newWhite - white);
            fluid += share * (newFluid - fluid);
        }
    }

    /**
     * Looks at one point.
     *
     * @param margin how far around the point the caller needs to know of anything but air, in mm
     * @return false if there is only air for about {@code margin} mm around; the sample is then all 0
     */
    boolean at(double worldX, double worldY, double worldZ, double margin, Sample sample);

    /** Maps a place in the scanner to the standard space; {@code standard}, shape (3), may be {@code world}. */
    void toStandard(double[] world, double[] standard);

    /** The largest distance in mm by which {@link #toStandard} moves a point of the head. */
    double reach();
}
