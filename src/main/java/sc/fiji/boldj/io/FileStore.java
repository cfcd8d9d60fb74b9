package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.position.FunctionRandomAccessible;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import sc.fiji.boldj.image.ScalarType;
import sc.fiji.boldj.image.VoxelStore;

/**
 * The voxels of an uncompressed file, read from it whenever they are asked for: for series that are larger than the memory of Java. They
 * cannot be changed. Safe for several threads.
 */
final class FileStore implements VoxelStore {

    /** The buffers of one thread. */
    private static final class Reading {
        private final PlaneDecoder decoder;
        private byte[] bytes = new byte[0];

        Reading(PlaneDecoder decoder) {
            this.decoder = decoder;
        }
    }

    private final NiftiHeader header;
    private final int typeBytes;
    private final int[] size;
    private final MappedByteBuffer[] volumes;
    private final ThreadLocal<Reading> readings;

    private FileStore(NiftiHeader header, ScalarType type, int[] size, MappedByteBuffer[] volumes) {
        this.header = header;
        this.size = size;
        this.volumes = volumes;
        typeBytes = type.bytes();
        readings = ThreadLocal.withInitial(
                () -> new Reading(new PlaneDecoder(type, true, header.slope(), header.intercept())));
    }

    /**
     * Whether a file can be read in this way: uncompressed, complete, with volumes of less than 2 GB.
     *
     * @param voxels of a volume
     */
    static boolean canRead(Path voxelFile, NiftiHeader header, ScalarType type, long voxels) throws IOException {
        ScanFile file = ScanFile.of(voxelFile);
        long volume = voxels * type.bytes();
        return !file.gzip()
                && volume <= Integer.MAX_VALUE
                && java.nio.file.Files.size(voxelFile) >= header.voxelOffset() + volume * header.volumes();
    }

    /** @param size voxels along X, Y and Z */
    static FileStore open(Path voxelFile, NiftiHeader header, ScalarType type, int[] size) throws IOException {
        long volume = (long) size[0] * size[1] * size[2] * type.bytes();
        MappedByteBuffer[] volumes = new MappedByteBuffer[header.volumes()];
        try (FileChannel channel = FileChannel.open(voxelFile)) {
            for (int t = 0; t < volumes.length; t++)
                volumes[t] = channel.map(FileChannel.MapMode.READ_ONLY, header.voxelOffset() + t * volume, volume);
        }
        return new FileStore(header, type, size.clone(), volumes);
    }

    @Override
    public int size(int axis) {
        return size[axis];
    }

    @Override
    public int volumes() {
        return volumes.length;
    }

    @Override
    public void read(int z, int t, int from, int count, float[] target, int offset) {
        Reading reading = readings.get();
        int length = count * typeBytes;
        if (reading.bytes.length < length) reading.bytes = new byte[length];
        int at = (z * size[0] * size[1] + from) * typeBytes;
        volumes[t].get(at, reading.bytes, 0, length);
        reading.decoder.decode(reading.bytes, 0, count, header.byteOrder(), target, offset);
    }

    @Override
    public void write(int z, int t, int from, int count, float[] source, int offset) {
        throw new UnsupportedOperationException("the voxels of an image that is read from its file cannot be changed");
    }

    @Override
    public RandomAccessibleInterval<? extends RealType<?>> img() {
        FunctionRandomAccessible<FloatType> voxels = new FunctionRandomAccessible<>(
                4,
                (place, value) -> {
                    float[] one = new float[1];
                    read(
                            place.getIntPosition(2),
                            place.getIntPosition(3),
                            place.getIntPosition(0) + size[0] * place.getIntPosition(1),
                            1,
                            one,
                            0);
                    value.set(one[0]);
                },
                FloatType::new);
        return Views.interval(voxels, new FinalInterval(size[0], size[1], size[2], volumes.length));
    }
}
