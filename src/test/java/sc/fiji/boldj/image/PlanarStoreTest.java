package sc.fiji.boldj.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlanarStoreTest {

    private static Object array(ScalarType type, long... values) {
        switch (type.bytes()) {
            case 1 -> {
                byte[] bytes = new byte[values.length];
                for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) values[i];
                return bytes;
            }
            case 2 -> {
                short[] shorts = new short[values.length];
                for (int i = 0; i < shorts.length; i++) shorts[i] = (short) values[i];
                return shorts;
            }
            case 4 -> {
                if (type.isFloating()) {
                    float[] floats = new float[values.length];
                    for (int i = 0; i < floats.length; i++) floats[i] = values[i];
                    return floats;
                }
                int[] ints = new int[values.length];
                for (int i = 0; i < ints.length; i++) ints[i] = (int) values[i];
                return ints;
            }
            default -> {
                if (type.isFloating()) {
                    double[] doubles = new double[values.length];
                    for (int i = 0; i < doubles.length; i++) doubles[i] = values[i];
                    return doubles;
                }
                return values;
            }
        }
    }

    /** The largest stored number of each type must not wrap, as labels above 127 did elsewhere. */
    private static long largest(ScalarType type) {
        return switch (type) {
            case UINT8 -> 255;
            case INT8 -> 127;
            case UINT16 -> 65535;
            case INT16 -> 32767;
            case UINT32 -> 4294967295L;
            case INT32 -> 2147483647;
            case UINT64 -> -1;
            // all bits set: 2^64 - 1
            default -> 1L << 53;
        };
    }

    private static double value(ScalarType type) {
        return type == ScalarType.UINT64 ? 0x1p64 : largest(type);
    }

    @ParameterizedTest
    @EnumSource(ScalarType.class)
    void everyTypeReadsTheSameAsItsImgLib2View(ScalarType type) {
        Object plane = array(type, 1, 2, 3, 4, 5, largest(type));
        PlanarStore store = new PlanarStore(type, new int[] {3, 2, 1, 1}, List.of(plane), false, 2, -1);
        float[] run = new float[6];
        store.read(0, 0, 0, 6, run, 0);
        RandomAccess<? extends RealType<?>> access = store.img().randomAccess();
        for (int i = 0; i < 6; i++) {
            access.setPosition(new int[] {i % 3, i / 3, 0, 0});
            double stored = i < 5 ? i + 1 : value(type);
            assertEquals((float) (2 * stored - 1), run[i], type + " voxel " + i);
            assertEquals(2 * stored - 1, access.get().getRealDouble(), type + " voxel " + i);
        }
    }

    @Test
    void reversedRowsAreReadAndWrittenInTheOrderOfTheGrid() {
        float[] shown = {7, 8, 9, 4, 5, 6, 1, 2, 3};
        PlanarStore store = new PlanarStore(ScalarType.FLOAT32, new int[] {3, 3, 1, 1}, List.of(shown), true, 1, 0);
        float[] run = new float[5];
        store.read(0, 0, 2, 5, run, 0);
        assertArrayEquals(new float[] {3, 4, 5, 6, 7}, run);
        store.write(0, 0, 2, 2, new float[] {30, 40}, 0);
        assertArrayEquals(new float[] {7, 8, 9, 40, 5, 6, 1, 2, 30}, shown);
        RandomAccess<? extends RealType<?>> access = store.img().randomAccess();
        access.setPosition(new int[] {0, 1, 0, 0});
        assertEquals(40, access.get().getRealDouble());
        assertSame(shown, store.plane(0, 0));
    }

    @Test
    void refusesArraysOfTheWrongLengthOrType() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new PlanarStore(ScalarType.INT16, new int[] {2, 2, 1, 1}, List.of(new float[4]), false, 1, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new PlanarStore(ScalarType.INT16, new int[] {2, 2, 1, 1}, List.of(new short[3]), false, 1, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new PlanarStore(ScalarType.INT16, new int[] {2, 2, 2, 1}, List.of(new short[4]), false, 1, 0));
    }
    /** One array stands for every slice, so that the test needs little memory. */
    @Test
    void seriesMayPassTwoToThe31Voxels() {
        float[] plane = new float[1 << 20];
        plane[5] = 7;
        int slices = 64;
        int volumes = 40;
        List<float[]> planes = java.util.Collections.nCopies(slices * volumes, plane);
        PlanarStore store =
                new PlanarStore(ScalarType.FLOAT32, new int[] {1024, 1024, slices, volumes}, planes, false, 1, 0);
        assertEquals(2684354560L, net.imglib2.util.Intervals.numElements(store.img()));
        RandomAccess<? extends RealType<?>> access = store.img().randomAccess();
        access.setPosition(new int[] {5, 0, slices - 1, volumes - 1});
        assertEquals(7, access.get().getRealDouble());
        float[] run = new float[2];
        store.read(slices - 1, volumes - 1, 5, 2, run, 0);
        assertArrayEquals(new float[] {7, 0}, run);
    }
}
