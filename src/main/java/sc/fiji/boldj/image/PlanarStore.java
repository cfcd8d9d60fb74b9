package sc.fiji.boldj.image;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.img.basictypeaccess.array.ArrayDataAccess;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.DoubleArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.img.basictypeaccess.array.LongArray;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.img.planar.PlanarImg;
import net.imglib2.type.NativeType;
import net.imglib2.type.NativeTypeFactory;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.ByteType;
import net.imglib2.type.numeric.integer.IntType;
import net.imglib2.type.numeric.integer.LongType;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedIntType;
import net.imglib2.type.numeric.integer.UnsignedLongType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Fraction;
import net.imglib2.view.Views;

/**
 * One primitive array a slice, the storage of everything BoldJ makes.
 *
 * <p>The arrays may be those of an ImageJ stack. ImageJ shows the first row on top; with {@link #rowsReversed} the
 * arrays hold the rows of each slice in reverse, so that a scan whose second axis points to the front or up is shown
 * with the front up, while reading and writing here keep the grid's order. Nothing is copied either way.
 *
 * <p>Stored numbers become values as {@code value = stored * slope + intercept}, computed in double.
 */
public final class PlanarStore implements VoxelStore {

    private final ScalarType type;
    private final int sizeX;
    private final int sizeY;
    private final int sizeZ;
    private final int volumes;
    private final List<Object> planes;
    private final boolean rowsReversed;
    private final double slope;
    private final double intercept;

    /**
     * Wraps arrays.
     *
     * @param size four numbers: voxels along X, Y and Z, and volumes
     * @param planes {@code Z * volumes} arrays, slices fastest, each {@code X * Y} long and of the
     *     primitive type of {@code type} ({@code byte[]}, {@code short[]}, {@code int[]}, {@code long[]},
     *     {@code float[]} or {@code double[]}); kept, not copied
     * @param rowsReversed whether the arrays hold the last row first
     * @param slope finite and not 0
     * @param intercept finite
     * @throws IllegalArgumentException if the number, length or type of the arrays is wrong
     */
    public PlanarStore(
            ScalarType type, int[] size, List<?> planes, boolean rowsReversed, double slope, double intercept) {
        if (size.length != 4)
            throw new IllegalArgumentException("a series has 4 sizes, X, Y, Z and volumes, got " + size.length);
        sizeX = size[0];
        sizeY = size[1];
        sizeZ = size[2];
        volumes = size[3];
        if (planes.size() != (long) sizeZ * volumes)
            throw new IllegalArgumentException(
                    sizeZ + " slices x " + volumes + " volumes need as many arrays, got " + planes.size());
        if (!Double.isFinite(slope) || slope == 0 || !Double.isFinite(intercept))
            throw new IllegalArgumentException("unusable scaling: slope " + slope + ", intercept " + intercept);
        Class<?> expected = arrayClass(type);
        for (Object plane : planes)
            if (!expected.isInstance(plane) || Array.getLength(plane) != sizeX * sizeY)
                throw new IllegalArgumentException(
                        "each slice must be a " + expected.getSimpleName() + " of " + sizeX * sizeY + " voxels");
        this.type = type;
        this.planes = new ArrayList<>(planes);
        this.rowsReversed = rowsReversed;
        this.slope = slope;
        this.intercept = intercept;
    }

    /** New storage of {@code float}, all 0. */
    public static PlanarStore floats(int sizeX, int sizeY, int sizeZ, int volumes, boolean rowsReversed) {
        List<float[]> planes = new ArrayList<>();
        for (long i = 0; i < (long) sizeZ * volumes; i++) planes.add(new float[sizeX * sizeY]);
        return new PlanarStore(
                ScalarType.FLOAT32, new int[] {sizeX, sizeY, sizeZ, volumes}, planes, rowsReversed, 1, 0);
    }

    private static Class<?> arrayClass(ScalarType type) {
        return switch (type) {
            case UINT8, INT8 -> byte[].class;
            case UINT16, INT16 -> short[].class;
            case UINT32, INT32 -> int[].class;
            case UINT64, INT64 -> long[].class;
            case FLOAT32 -> float[].class;
            default -> double[].class;
        };
    }

    /** How values are stored. */
    public ScalarType type() {
        return type;
    }

    /** Whether the arrays hold the last row first. */
    public boolean rowsReversed() {
        return rowsReversed;
    }

    /** Factor from stored numbers to values. */
    public double slope() {
        return slope;
    }

    /** What is added to the scaled stored numbers. */
    public double intercept() {
        return intercept;
    }

    /** The array of one slice itself, rows reversed or not as {@link #rowsReversed} says. */
    public Object plane(int z, int t) {
        return planes.get(z + sizeZ * t);
    }

    @Override
    public int size(int axis) {
        return axis == 0 ? sizeX : axis == 1 ? sizeY : sizeZ;
    }

    @Override
    public int volumes() {
        return volumes;
    }

    @Override
    public void read(int z, int t, int from, int count, float[] target, int offset) {
        Object plane = plane(z, t);
        forEachPiece(from, count, (start, length, done) -> load(plane, start, length, target, offset + done));
    }

    @Override
    public void write(int z, int t, int from, int count, float[] source, int offset) {
        if (type != ScalarType.FLOAT32 || slope != 1 || intercept != 0)
            throw new UnsupportedOperationException("only unscaled float storage can be written, not " + type);
        float[] plane = (float[]) plane(z, t);
        forEachPiece(
                from, count, (start, length, done) -> System.arraycopy(source, offset + done, plane, start, length));
    }

    private interface Piece {
        void at(int start, int length, int done);
    }

    /** Splits a run in grid order into runs that are contiguous in the arrays. */
    private void forEachPiece(int from, int count, Piece piece) {
        if (!rowsReversed) {
            piece.at(from, count, 0);
            return;
        }
        int done = 0;
        while (done < count) {
            int x = (from + done) % sizeX;
            int y = (from + done) / sizeX;
            int length = Math.min(sizeX - x, count - done);
            piece.at((sizeY - 1 - y) * sizeX + x, length, done);
            done += length;
        }
    }

    private void load(Object plane, int start, int count, float[] target, int offset) {
        if (type == ScalarType.FLOAT32 && slope == 1 && intercept == 0) {
            System.arraycopy(plane, start, target, offset, count);
            return;
        }
        switch (type) {
            case UINT8 -> {
                byte[] u8 = (byte[]) plane;
                for (int i = 0; i < count; i++) target[offset + i] = scaled(u8[start + i] & 0xff);
            }
            case INT8 -> {
                byte[] i8 = (byte[]) plane;
                for (int i = 0; i < count; i++) target[offset + i] = scaled(i8[start + i]);
            }
            case UINT16 -> {
                short[] u16 = (short[]) plane;
                for (int i = 0; i < count; i++) target[offset + i] = scaled(u16[start + i] & 0xffff);
            }
            case INT16 -> {
                short[] i16 = (short[]) plane;
                for (int i = 0; i < count; i++) target[offset + i] = scaled(i16[start + i]);
            }
            case UINT32 -> {
                int[] u32 = (int[]) plane;
                for (int i = 0; i < count; i++)
                    target[offset + i] = scaled((double) Integer.toUnsignedLong(u32[start + i]));
            }
            case INT32 -> {
                int[] i32 = (int[]) plane;
                for (int i = 0; i < count; i++) target[offset + i] = scaled(i32[start + i]);
            }
            case UINT64 -> {
                long[] u64 = (long[]) plane;
                for (int i = 0; i < count; i++) target[offset + i] = scaled(unsigned(u64[start + i]));
            }
            case INT64 -> {
                long[] i64 = (long[]) plane;
                for (int i = 0; i < count; i++) target[offset + i] = scaled((double) i64[start + i]);
            }
            case FLOAT32 -> {
                float[] f32 = (float[]) plane;
                for (int i = 0; i < count; i++) target[offset + i] = scaled(f32[start + i]);
            }
            default -> {
                double[] f64 = (double[]) plane;
                for (int i = 0; i < count; i++) target[offset + i] = scaled(f64[start + i]);
            }
        }
    }

    private float scaled(double stored) {
        return (float) (stored * slope + intercept);
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : (value >>> 1 | (value & 1)) * 2.0;
    }

    @Override
    public RandomAccessibleInterval<? extends RealType<?>> img() {
        return switch (type) {
            case UINT8 -> view(p -> new ByteArray((byte[]) p), new UnsignedByteType());
            case INT8 -> view(p -> new ByteArray((byte[]) p), new ByteType());
            case UINT16 -> view(p -> new ShortArray((short[]) p), new UnsignedShortType());
            case INT16 -> view(p -> new ShortArray((short[]) p), new ShortType());
            case UINT32 -> view(p -> new IntArray((int[]) p), new UnsignedIntType());
            case INT32 -> view(p -> new IntArray((int[]) p), new IntType());
            case UINT64 -> view(p -> new LongArray((long[]) p), new UnsignedLongType());
            case INT64 -> view(p -> new LongArray((long[]) p), new LongType());
            case FLOAT32 -> view(p -> new FloatArray((float[]) p), new FloatType());
            default -> view(p -> new DoubleArray((double[]) p), new DoubleType());
        };
    }

    private <T extends NativeType<T> & RealType<T>, A extends ArrayDataAccess<A>>
            RandomAccessibleInterval<? extends RealType<?>> view(Function<Object, A> access, T value) {
        List<A> slices = new ArrayList<>(planes.size());
        for (Object plane : planes) slices.add(access.apply(plane));
        PlanarImg<T, A> img = new PlanarImg<>(slices, new long[] {sizeX, sizeY, sizeZ, volumes}, new Fraction());
        @SuppressWarnings("unchecked") // the access above is the one the type works on
        NativeTypeFactory<T, ? super A> factory = (NativeTypeFactory<T, ? super A>) value.getNativeTypeFactory();
        img.setLinkedType(factory.createLinkedType(img));
        RandomAccessibleInterval<T> ordered = rowsReversed ? Views.zeroMin(Views.invertAxis(img, 1)) : img;
        if (slope == 1 && intercept == 0) return ordered;
        double factor = slope;
        double summand = intercept;
        return Converters.convert(
                ordered, (in, out) -> out.set(in.getRealDouble() * factor + summand), new DoubleType());
    }
}
