package sc.fiji.boldj.explore;

import sc.fiji.boldj.atlas.LabelVolume;

/** Finds atlases for a window; called on the window's worker thread. */
@FunctionalInterface
public interface AtlasSource {

    /**
     * An atlas by name, path or title of an open image.
     *
     * @throws RuntimeException if there is none or it cannot be read; says why
     */
    LabelVolume atlas(String name);
}
