package sc.fiji.boldj.explore;

import sc.fiji.boldj.atlas.LabelVolume;
import sc.fiji.boldj.run.Progress;

/** Finds atlases for a window; called on the window's worker thread. */
public interface AtlasSource {

    /** The question to confirm before an atlas is downloaded; empty if no download is needed. */
    String question(String name);

    /**
     * An atlas by name, path or title of an open image.
     *
     * @throws RuntimeException if there is none or it cannot be read; says why
     */
    LabelVolume atlas(String name, Progress progress);
}
