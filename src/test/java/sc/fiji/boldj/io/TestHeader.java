package sc.fiji.boldj.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Headers put together byte by byte from the standard, not by the code under test. */
final class TestHeader {

    final ByteBuffer buffer;
    private final boolean two;

    private TestHeader(int bytes, ByteOrder order, boolean two) {
        buffer = ByteBuffer.allocate(bytes).order(order);
        this.two = two;
    }

    /** Single file, little endian, 3x3x3.5 mm, TR 0.8 s, sform. */
    static TestHeader nifti1(int datatype, int... dims) {
        return nifti1(ByteOrder.LITTLE_ENDIAN, datatype, dims);
    }

    static TestHeader nifti1(ByteOrder order, int datatype, int... dims) {
        TestHeader h = new TestHeader(352, order, false);
        h.buffer.putInt(0, 348);
        h.buffer.putShort(40, (short) dims.length);
        for (int i = 1; i < 8; i++) h.buffer.putShort(40 + 2 * i, (short) (i <= dims.length ? dims[i - 1] : 1));
        h.buffer.putShort(70, (short) datatype).putShort(72, (short) (8 * bytes(datatype)));
        float[] pixdim = {1, 3, 3, 3.5f, 0.8f, 1, 1, 1};
        for (int i = 0; i < 8; i++) h.buffer.putFloat(76 + 4 * i, pixdim[i]);
        h.buffer.putFloat(108, 352).putFloat(112, 1).put(123, (byte) 10).putShort(254, (short) 1);
        float[] rows = {3, 0, 0, -90, 0, 3, 0, -100, 0, 0, 3.5f, -60};
        for (int i = 0; i < 12; i++) h.buffer.putFloat(280 + 4 * i, rows[i]);
        h.buffer.put(344, (byte) 'n').put(345, (byte) '+').put(346, (byte) '1');
        return h;
    }

    static TestHeader nifti2(ByteOrder order, int datatype, long... dims) {
        TestHeader h = new TestHeader(544, order, true);
        h.buffer.putInt(0, 540);
        byte[] magic = {'n', '+', '2', 0, '\r', '\n', 0x1a, '\n'};
        for (int i = 0; i < 8; i++) h.buffer.put(4 + i, magic[i]);
        h.buffer.putShort(12, (short) datatype).putShort(14, (short) (8 * bytes(datatype)));
        h.buffer.putLong(16, dims.length);
        for (int i = 1; i < 8; i++) h.buffer.putLong(16 + 8 * i, i <= dims.length ? dims[i - 1] : 1);
        double[] pixdim = {1, 3, 3, 3.5, 0.8, 1, 1, 1};
        for (int i = 0; i < 8; i++) h.buffer.putDouble(104 + 8 * i, pixdim[i]);
        h.buffer.putLong(168, 544).putDouble(176, 1).putInt(500, 10).putInt(348, 1);
        double[] rows = {3, 0, 0, -90, 0, 3, 0, -100, 0, 0, 3.5, -60};
        for (int i = 0; i < 12; i++) h.buffer.putDouble(400 + 8 * i, rows[i]);
        return h;
    }

    static int bytes(int datatype) {
        return switch (datatype) {
            case 2, 256 -> 1;
            case 4, 512 -> 2;
            case 8, 16, 768 -> 4;
            default -> 8;
        };
    }

    TestHeader scaling(double slope, double intercept) {
        if (two) buffer.putDouble(176, slope).putDouble(184, intercept);
        else buffer.putFloat(112, (float) slope).putFloat(116, (float) intercept);
        return this;
    }

    byte[] bytes() {
        return buffer.array().clone();
    }

    /** Header and voxels, each {@code voxels[i]} as the low bytes or the IEEE bits of its type. */
    byte[] file(int datatype, double... voxels) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(buffer.array());
        ByteBuffer value = ByteBuffer.allocate(8).order(buffer.order());
        for (double v : voxels) {
            value.clear();
            if (datatype == 16) value.putFloat((float) v);
            else if (datatype == 64) value.putDouble(v);
            else if (bytes(datatype) == 1) value.put((byte) (long) v);
            else if (bytes(datatype) == 2) value.putShort((short) (long) v);
            else if (bytes(datatype) == 4) value.putInt((int) (long) v);
            else value.putLong(v >= 0x1p63 ? (long) (v - 0x1p63) ^ Long.MIN_VALUE : (long) v);
            out.write(value.array(), 0, value.position());
        }
        return out.toByteArray();
    }
}
