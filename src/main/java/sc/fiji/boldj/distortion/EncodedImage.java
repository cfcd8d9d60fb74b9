package sc.fiji.boldj.distortion;

import sc.fiji.boldj.image.NeuroImage;

/**
 * One distorted volume and how it was encoded.
 *
 * @param image one volume, placed in RAS+ mm
 * @param encoding of it
 */
public record EncodedImage(NeuroImage image, PhaseEncoding encoding) {

    /** @throws IllegalArgumentException if there is more than one volume, no place, or one voxel along the encoding */
    public EncodedImage {
        if (image.volumes() != 1)
            throw new IllegalArgumentException(
                    image.name() + " has " + image.volumes() + " volumes, one is needed: average them first");
        image.grid().requirePlaced(image.name(), "the displacement would have no direction");
        if (size(image, encoding.axis()) < 8)
            throw new IllegalArgumentException(image.name() + " has " + size(image, encoding.axis())
                    + " voxels along its phase-encoding axis " + encoding.direction() + ": 8 or more are needed");
    }

    private static int size(NeuroImage image, int axis) {
        return axis == 0
                ? image.grid().sizeX()
                : axis == 1 ? image.grid().sizeY() : image.grid().sizeZ();
    }
}
