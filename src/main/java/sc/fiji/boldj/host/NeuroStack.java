package sc.fiji.boldj.host;

import ij.VirtualStack;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.PlanarStore;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * A stack over an image that ImageJ cannot hold as it is (stored as int16 with scaling, say): slices are converted to
 * float when asked for. Changes to them are not kept.
 */
final class NeuroStack extends VirtualStack {

    private final NeuroImage image;

    public NeuroStack(NeuroImage image) {
        super(image.grid().sizeX(), image.grid().sizeY(), image.grid().sizeZ() * image.volumes());
        this.image = image;
    }

    /** The image behind the stack. */
    public NeuroImage image() {
        return image;
    }

    @Override
    public ImageProcessor getProcessor(int n) {
        VoxelGrid grid = image.grid();
        float[] plane = new float[grid.planeSize()];
        image.voxels().read((n - 1) % grid.sizeZ(), (n - 1) / grid.sizeZ(), 0, plane.length, plane, 0);
        FloatProcessor processor = new FloatProcessor(grid.sizeX(), grid.sizeY(), plane);
        if (image.voxels() instanceof PlanarStore && ((PlanarStore) image.voxels()).rowsReversed())
            processor.flipVertical();
        return processor;
    }

    @Override
    public Object getPixels(int n) {
        return getProcessor(n).getPixels();
    }

    @Override
    public int getBitDepth() {
        return 32;
    }

    @Override
    public String getSliceLabel(int n) {
        return null;
    }
}
