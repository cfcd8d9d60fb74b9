package sc.fiji.boldj.io;

import java.nio.ByteOrder;
import java.util.List;
import sc.fiji.boldj.image.PlanarStore;
import sc.fiji.boldj.image.ScalarType;

/** Slices between bytes and the arrays of {@link sc.fiji.boldj.image.PlanarStore}. */
public final class PlaneBytes {

    private PlaneBytes() {}

    /** An array of the type, from bytes in the given order. */
    public static Object decode(byte[] bytes, int count, ScalarType type, ByteOrder order) {
        PlaneDecoder decoder = new PlaneDecoder(type, false, 1, 0);
        Object plane = decoder.newPlane(count);
        decoder.decode(bytes, 0, count, order, plane, 0);
        return plane;
    }

    /** The values of an array of the type as float, rounded. */
    public static float[] floats(Object plane, ScalarType type) {
        int count = java.lang.reflect.Array.getLength(plane);
        PlanarStore store = new PlanarStore(type, new int[] {count, 1, 1, 1}, List.of(plane), false, 1, 0);
        float[] values = new float[count];
        store.read(0, 0, 0, count, values, 0);
        return values;
    }
}
