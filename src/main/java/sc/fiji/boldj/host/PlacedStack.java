package sc.fiji.boldj.host;

import ij.ImagePlus;
import ij.ImageStack;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A stack that knows the place, timing, header and contrast of its image until they are handed over, once: what opens
 * files in plain ImageJ passes on the stack and drops the rest.
 */
final class PlacedStack extends ImageStack {

    private final Map<String, String> notes = new LinkedHashMap<>();
    private final Object header;
    private final int slice;
    private boolean handedOver;

    /** Shares the slices of an image of ours. */
    PlacedStack(ImagePlus image) {
        super(image.getWidth(), image.getHeight());
        ImageStack slices = image.getStack();
        for (int n = 1; n <= slices.size(); n++) addSlice(null, slices.getPixels(n));
        String[] properties = image.getPropertiesAsArray();
        for (int i = 0; properties != null && i + 1 < properties.length; i += 2)
            notes.put(properties[i], properties[i + 1]);
        header = image.getProperty(ImageDoor.HEADER);
        slice = image.getZ();
        update(image.getProcessor());
    }

    /** Gives the image what the stack knows, unless that was done already. */
    synchronized void handOver(ImagePlus image) {
        if (handedOver) return;
        handedOver = true;
        notes.forEach(image::setProp);
        if (header != null) image.setProperty(ImageDoor.HEADER, header);
        image.setPosition(1, slice, 1);
    }
}
