package sc.fiji.boldj.io;

import java.nio.ByteBuffer;
import sc.fiji.boldj.image.ScalarType;

/**
 * Turns values into the bytes of a file: {@code stored = (value - intercept) / slope}, integers to the nearest (ties to
 * even) and held inside the range of the type; NaN becomes the stored number nearest to the value 0. Immutable.
 */
final class PlaneEncoder {

    private final ScalarType type;
    private final double slope;
    private final double intercept;
    private final boolean scaled;
    private final double least;
    private final double most;

    PlaneEncoder(ScalarType type, double slope, double intercept) {
        this.type = type;
        this.slope = slope;
        this.intercept = intercept;
        scaled = slope != 1 || intercept != 0;
        boolean unsigned = type.name().startsWith("U");
        int bits = 8 * type.bytes();
        if (type.isFloating()) {
            least = Double.NEGATIVE_INFINITY;
            most = Double.POSITIVE_INFINITY;
        } else if (unsigned) {
            least = 0;
            most = bits == 64 ? Math.nextDown(0x1p64) : Math.scalb(1.0, bits) - 1;
        } else {
            least = -Math.scalb(1.0, bits - 1);
            most = bits == 64 ? Math.nextDown(0x1p63) : Math.scalb(1.0, bits - 1) - 1;
        }
    }

    private double stored(float value) {
        double number = scaled ? (value - intercept) / slope : value;
        return type == ScalarType.FLOAT64 ? number : type.isFloating() ? (float) number : Math.rint(number);
    }

    /** Whether each value comes back the same when it is written and read. */
    boolean holds(float[] values, int count) {
        if (type.isFloating() && !scaled) return true;
        if (!type.isFloating() && !scaled) return holdsWhole(values, count);
        for (int i = 0; i < count; i++) {
            float value = values[i];
            double stored = stored(value);
            if (Float.isNaN(value)) {
                if (!type.isFloating()) return false;
            } else if (!(stored >= least && stored <= most) || (float) (stored * slope + intercept) != value)
                return false;
        }
        return true;
    }

    private boolean holdsWhole(float[] values, int count) {
        for (int i = 0; i < count; i++) {
            double value = values[i];
            if (!(value >= least && value <= most && value == Math.rint(value))) return false;
        }
        return true;
    }

    /** Appends values to a buffer, in its byte order. */
    void encode(float[] values, int count, ByteBuffer target) {
        int start = target.position();
        if (type == ScalarType.FLOAT32 && !scaled) target.asFloatBuffer().put(values, 0, count);
        else if (type.isFloating()) encodeFloating(values, count, target);
        else if (type.bytes() == 2) encodeShorts(values, count, target);
        else encodeIntegers(values, count, target);
        target.position(start + type.bytes() * count);
    }

    private void encodeFloating(float[] values, int count, ByteBuffer target) {
        for (int i = 0; i < count; i++) {
            if (type == ScalarType.FLOAT32) target.putFloat((float) stored(values[i]));
            else target.putDouble(stored(values[i]));
        }
    }

    private void encodeShorts(float[] values, int count, ByteBuffer target) {
        short[] shorts = new short[count];
        if (scaled) for (int i = 0; i < count; i++) shorts[i] = (short) (int) integer(values[i]);
        else
            for (int i = 0; i < count; i++) {
                double number = Math.rint(values[i]);
                shorts[i] = (short) (int) (number < least ? least : number > most ? most : number);
            }
        target.asShortBuffer().put(shorts);
    }

    private void encodeIntegers(float[] values, int count, ByteBuffer target) {
        for (int i = 0; i < count; i++) {
            double number = integer(values[i]);
            if (type.bytes() == 1) target.put((byte) (int) number);
            else if (type.bytes() == 4) target.putInt((int) (long) number);
            else target.putLong(number >= 0x1p63 ? (long) (number - 0x1p63) ^ Long.MIN_VALUE : (long) number);
        }
    }

    /** The stored integer, held inside the range of the type; NaN is treated as the value 0. */
    private double integer(float value) {
        double number = stored(Float.isNaN(value) ? 0 : value);
        return number < least ? least : number > most ? most : number;
    }
}
