package sc.fiji.boldj.command;

import ij.ImagePlus;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.NeuroImage;

/** Maps that a kernel made, as images to show. */
final class ResultMaps {

    private ResultMaps() {}

    /**
     * One volume as a result of a series.
     *
     * @param title its title, or empty for one made of the source's and {@code suffix}
     */
    static ImagePlus of(NeuroImage source, NeuroImage values, String title, String suffix) {
        NeuroImage target = ImageDoor.create(source, title, suffix, 1);
        target.writeVolume(0, values.volume(0));
        return ImageDoor.toImagePlus(target);
    }
}
