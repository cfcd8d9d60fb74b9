package sc.fiji.boldj.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import sc.fiji.boldj.image.ScalarType;

/**
 * Turns bytes of a file into voxels of one slice. Has scratch space: one instance a thread.
 *
 * <p>As {@code float}: {@code (float) (stored * slope + intercept)}, in double, the same rounding as
 * {@link sc.fiji.boldj.image.PlanarStore} applies when it reads stored numbers.
 */
final class PlaneDecoder {

    private static final int PIECE = 1 << 12;

    private final ScalarType stored;
    private final boolean asFloat;
    private final double slope;
    private final double intercept;
    private final boolean scaled;
    private final Object scratch;
    private long overflowed;

    PlaneDecoder(ScalarType stored, boolean asFloat, double slope, double intercept) {
        this.stored = stored;
        this.asFloat = asFloat;
        this.slope = slope;
        this.intercept = intercept;
        scaled = slope != 1 || intercept != 0;
        scratch = newArray(stored, PIECE);
    }

    private static Object newArray(ScalarType type, int length) {
        return switch (type) {
            case UINT8, INT8 -> new byte[length];
            case UINT16, INT16 -> new short[length];
            case UINT32, INT32 -> new int[length];
            case UINT64, INT64 -> new long[length];
            case FLOAT32 -> new float[length];
            default -> new double[length];
        };
    }

    /** A new slice of the type it will be kept in. */
    Object newPlane(int length) {
        return newArray(asFloat ? ScalarType.FLOAT32 : stored, length);
    }

    /**
     * Fills part of a slice.
     *
     * @param bytes the voxels from {@code at} on; the byte order is {@code order}
     * @param count how many voxels
     * @param plane receives them from {@code first} on
     */
    void decode(byte[] bytes, int at, int count, ByteOrder order, Object plane, int first) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, at, count * stored.bytes()).order(order);
        if (!asFloat || stored == ScalarType.FLOAT32) {
            copy(buffer, plane, first, count);
            if (plane instanceof double[] f64) countOverflows(f64, first, count);
            else if (scaled && plane instanceof float[] f32) scale(f32, first, count);
            return;
        }
        for (int done = 0; done < count; done += PIECE) {
            int length = Math.min(PIECE, count - done);
            buffer.position(at + done * stored.bytes());
            copy(buffer, scratch, 0, length);
            convert(length, (float[]) plane, first + done);
        }
    }

    /** Voxels so far that are finite in the file but too large for a 32-bit float, so that they read as infinite. */
    long overflowed() {
        return overflowed;
    }

    private void countOverflows(double[] stored, int first, int count) {
        for (int i = first; i < first + count; i++)
            if (Float.isInfinite(value(stored[i])) && !Double.isInfinite(stored[i])) overflowed++;
    }

    /** Scales in place if values are kept as float; counts overflows in either case. */
    private void scale(float[] stored, int first, int count) {
        for (int i = first; i < first + count; i++) {
            float value = value(stored[i]);
            if (Float.isInfinite(value) && !Float.isInfinite(stored[i])) overflowed++;
            if (asFloat) stored[i] = value;
        }
    }

    private static void copy(ByteBuffer buffer, Object target, int first, int count) {
        if (target instanceof byte[] i8) buffer.get(i8, first, count);
        else if (target instanceof short[] i16) buffer.asShortBuffer().get(i16, first, count);
        else if (target instanceof int[] i32) buffer.asIntBuffer().get(i32, first, count);
        else if (target instanceof long[] i64) buffer.asLongBuffer().get(i64, first, count);
        else if (target instanceof float[] f32) buffer.asFloatBuffer().get(f32, first, count);
        else buffer.asDoubleBuffer().get((double[]) target, first, count);
    }

    private void convert(int count, float[] target, int first) {
        switch (stored) {
            case UINT8 -> {
                byte[] u8 = (byte[]) scratch;
                for (int i = 0; i < count; i++) target[first + i] = value(u8[i] & 0xff);
            }
            case INT8 -> {
                byte[] i8 = (byte[]) scratch;
                for (int i = 0; i < count; i++) target[first + i] = value(i8[i]);
            }
            case UINT16 -> {
                short[] u16 = (short[]) scratch;
                for (int i = 0; i < count; i++) target[first + i] = value(u16[i] & 0xffff);
            }
            case INT16 -> {
                short[] i16 = (short[]) scratch;
                if (scaled) for (int i = 0; i < count; i++) target[first + i] = value(i16[i]);
                else for (int i = 0; i < count; i++) target[first + i] = i16[i];
            }
            case UINT32 -> {
                int[] u32 = (int[]) scratch;
                for (int i = 0; i < count; i++) target[first + i] = value((double) Integer.toUnsignedLong(u32[i]));
            }
            case INT32 -> {
                int[] i32 = (int[]) scratch;
                for (int i = 0; i < count; i++) target[first + i] = value(i32[i]);
            }
            case UINT64 -> {
                long[] u64 = (long[]) scratch;
                for (int i = 0; i < count; i++)
                    target[first + i] = value(u64[i] >= 0 ? u64[i] : ((u64[i] >>> 1) | (u64[i] & 1)) * 2.0);
            }
            case INT64 -> {
                long[] i64 = (long[]) scratch;
                for (int i = 0; i < count; i++) target[first + i] = value((double) i64[i]);
            }
            default -> {
                double[] f64 = (double[]) scratch;
                countOverflows(f64, 0, count);
                for (int i = 0; i < count; i++) target[first + i] = value(f64[i]);
            }
        }
    }

    private float value(double number) {
        return (float) (number * slope + intercept);
    }
}
