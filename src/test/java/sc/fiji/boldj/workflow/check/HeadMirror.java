package sc.fiji.boldj.workflow.check;

import sc.fiji.boldj.image.NeuroImage;

/** Exchanges left and right in a scan, as a wrong conversion does. */
public final class HeadMirror {

    private HeadMirror() {}

    /** The mirror image with the header of the scan. */
    public static NeuroImage of(NeuroImage scan) {
        return HeadLikeness.mirrored(scan);
    }
}
