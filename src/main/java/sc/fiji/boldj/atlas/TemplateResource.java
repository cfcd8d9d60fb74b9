package sc.fiji.boldj.atlas;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPInputStream;
import sc.fiji.boldj.image.VoxelGrid;

/** Reads the volumes that travel in the program: gzipped NIfTI-1, bytes with a scaling factor, on a known grid. */
final class TemplateResource {

    private static final int HEADER = 352;
    private static final int FIRST_SIZE = 42;
    private static final int SLOPE = 112;

    private TemplateResource() {}

    /**
     * Reads a volume that is part of the program.
     *
     * @param path relative to this package
     * @return shape (Z, Y, X), x fastest
     */
    static float[] read(String path, VoxelGrid grid) {
        byte[] bytes;
        try (InputStream in = TemplateResource.class.getResourceAsStream(path)) {
            if (in == null) throw new IllegalStateException(path + " is missing from the program");
            bytes = new GZIPInputStream(in).readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(path + " cannot be read from the program", e);
        }
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int[] size = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        for (int d = 0; d < 3; d++)
            if (header.getShort(FIRST_SIZE + 2 * d) != size[d] || bytes.length != HEADER + grid.voxels())
                throw new IllegalStateException(path + " in the program has another shape than its template");
        float slope = header.getFloat(SLOPE);
        float[] values = new float[grid.voxels()];
        for (int v = 0; v < values.length; v++) values[v] = slope * (bytes[HEADER + v] & 0xff);
        return values;
    }
}
