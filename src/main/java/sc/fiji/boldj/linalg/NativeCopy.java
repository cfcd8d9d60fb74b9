package sc.fiji.boldj.linalg;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;

/** Moves matrices between Java arrays and packed native memory, which the caller closes. */
final class NativeCopy {

    private NativeCopy() {}

    /** A packed copy of a matrix, shape (rows, cols). */
    static DoublePointer of(double[] source, Layout layout) {
        DoublePointer target = doubles(layout);
        int rows = layout.storedRows();
        int cols = layout.storedColumns();
        if (rows > 0 && cols > 0) {
            DoubleBuffer buffer = target.asBuffer();
            if (layout.stride() == cols) buffer.put(source, layout.offset(), rows * cols);
            else for (int i = 0; i < rows; i++) buffer.put(source, layout.index(i, 0), cols);
        }
        return target;
    }

    /** Copies a packed matrix into an array. */
    static void back(DoublePointer source, double[] target, Layout layout) {
        int rows = layout.storedRows();
        int cols = layout.storedColumns();
        DoubleBuffer buffer = source.asBuffer();
        if (layout.stride() == cols) buffer.get(target, layout.offset(), rows * cols);
        else for (int i = 0; i < rows; i++) buffer.get(target, layout.index(i, 0), cols);
    }

    /** Native memory for a matrix, its content undefined. */
    static DoublePointer doubles(Layout layout) {
        return new DoublePointer(Math.max(1, (long) layout.storedRows() * layout.storedColumns()));
    }

    /** A packed copy of a matrix, shape (rows, cols). */
    static FloatPointer of(float[] source, Layout layout) {
        FloatPointer target = floats(layout);
        int rows = layout.storedRows();
        int cols = layout.storedColumns();
        if (rows > 0 && cols > 0) {
            FloatBuffer buffer = target.asBuffer();
            if (layout.stride() == cols) buffer.put(source, layout.offset(), rows * cols);
            else for (int i = 0; i < rows; i++) buffer.put(source, layout.index(i, 0), cols);
        }
        return target;
    }

    /** Copies a packed matrix into an array. */
    static void back(FloatPointer source, float[] target, Layout layout) {
        int rows = layout.storedRows();
        int cols = layout.storedColumns();
        FloatBuffer buffer = source.asBuffer();
        if (layout.stride() == cols) buffer.get(target, layout.offset(), rows * cols);
        else for (int i = 0; i < rows; i++) buffer.get(target, layout.index(i, 0), cols);
    }

    /** Native memory for a matrix, its content undefined. */
    static FloatPointer floats(Layout layout) {
        return new FloatPointer(Math.max(1, (long) layout.storedRows() * layout.storedColumns()));
    }
}
