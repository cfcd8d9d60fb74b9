package sc.fiji.boldj.command;

import sc.fiji.boldj.atlas.LabelVolume;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Space;

/**
 * Keeps places of the MNI's templates (named seeds, built-in networks, tables of coordinates, atlases) from being looked up
 * in an image that is not known to lie there: the numbers would come out as if nothing were wrong.
 */
final class MniPlaces {

    /** Key {@code space}: as name, sidecar and header say. */
    static final String AUTO = "auto";

    /** Key {@code space}: the user says that the image is in MNI space. */
    static final String MNI = "MNI";

    /** Key {@code space}: the user says that the places are in the image's own millimetres. */
    static final String OWN = "own";

    /** What the key {@code space} means. */
    static final String KEY =
            "auto: MNI coordinates are refused unless the image's name, sidecar, header or grid shows that it"
                    + " is in MNI space; MNI: the image is treated as being in MNI space; own: coordinates and atlas are in the image's own"
                    + " millimetres";

    private MniPlaces() {}

    /**
     * Returns normally if the image is known, or said, to be in MNI space.
     *
     * @param stated the key {@code space}
     * @param what the places that are asked for, for the message
     * @throws IllegalArgumentException otherwise, with the ways to get there
     */
    static void require(NeuroImage image, String stated, String what) {
        if (!isMni(image, stated)) throw refused(image, what, "or set space=MNI if it is there already");
    }

    /** As {@link #require} for places that may also be the image's own, which {@code space=own} says. */
    static void requireOrOwn(NeuroImage image, String stated, String what) {
        if (stated.equals(OWN) || isMni(image, stated)) return;
        throw refused(
                image,
                what,
                "or set space=MNI if it is there already, space=own if the coordinates are in the image's own millimetres");
    }

    /**
     * Returns normally if an atlas may be applied to an image: both are in MNI space, or the atlas is not known to be there
     * and says nothing against the image's space.
     */
    static void requireAtlas(NeuroImage image, String stated, LabelVolume atlas, String name) {
        if (stated.equals(OWN)) return;
        Space space = atlas.space();
        String what = "the atlas '" + name + "' (" + space.name() + ")";
        if (space.isMni()) requireOrOwn(image, stated, what);
        else if (space.kind() == Space.Kind.OTHER && isMni(image, stated))
            throw new IllegalArgumentException(
                    "'" + image.name() + "' is in MNI space but the atlas '" + name + "' is not (" + space.evidence()
                            + "): transform one to the space of the other with Apply Transforms...");
    }

    /** Whether the image is known, or said, to be in MNI space. */
    static boolean isMni(NeuroImage image, String stated) {
        return stated.equals(MNI) || image.space().isMni();
    }

    private static IllegalArgumentException refused(NeuroImage image, String what, String statement) {
        String evidence = image.space().evidence();
        return new IllegalArgumentException("'" + image.name() + "' is not known to be in MNI space"
                + (evidence.isEmpty() ? "" : " (" + evidence + ")") + ", but " + what
                + " is: normalise the image with Normalize To MNI... (its transforms and Apply Transforms... do the same"
                + " for further images), or give a seed as x,y,z in the image's own millimetres, " + statement);
    }
}
