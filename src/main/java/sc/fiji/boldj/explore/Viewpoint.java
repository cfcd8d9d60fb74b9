package sc.fiji.boldj.explore;

/**
 * The position and direction of a view.
 *
 * @param x crosshair, RAS+ mm
 * @param y crosshair, RAS+ mm
 * @param z crosshair, RAS+ mm
 * @param radiological whether the right of the head is on the left of the screen
 * @param zoom 1 for the whole field of view
 * @param centre of the planes if zoom is above 1, RAS+ mm, never null
 * @param volume of images with several volumes, from 0
 * @param cross whether the crosshair is drawn
 */
record Viewpoint(
        double x, double y, double z, boolean radiological, double zoom, Place centre, int volume, boolean cross) {

    /** A place in RAS+ mm. */
    record Place(double x, double y, double z) {
        double get(int axis) {
            return axis == 0 ? x : axis == 1 ? y : z;
        }
    }

    static Viewpoint at(double x, double y, double z) {
        return new Viewpoint(x, y, z, false, 1, new Place(x, y, z), 0, true);
    }

    double get(int axis) {
        return axis == 0 ? x : axis == 1 ? y : z;
    }

    /** The crosshair to a tenth of a millimetre. */
    Place rounded() {
        return new Place(ViewWords.roundedToTenth(x), ViewWords.roundedToTenth(y), ViewWords.roundedToTenth(z));
    }

    double[] point() {
        return new double[] {x, y, z};
    }

    Viewpoint moved(double[] to) {
        return new Viewpoint(to[0], to[1], to[2], radiological, zoom, centre, volume, cross);
    }

    Viewpoint radiological(boolean on) {
        return new Viewpoint(x, y, z, on, zoom, centre, volume, cross);
    }

    /** Zoomed about the crosshair. */
    Viewpoint zoomed(double factor) {
        double next = Math.max(1, Math.min(16, zoom * factor));
        return new Viewpoint(x, y, z, radiological, next, new Place(x, y, z), volume, cross);
    }

    Viewpoint volume(int t) {
        return new Viewpoint(x, y, z, radiological, zoom, centre, t, cross);
    }

    Viewpoint cross(boolean shown) {
        return new Viewpoint(x, y, z, radiological, zoom, centre, volume, shown);
    }
}
