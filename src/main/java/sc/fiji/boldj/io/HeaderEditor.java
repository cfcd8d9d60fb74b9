package sc.fiji.boldj.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.ScalarType;
import sc.fiji.boldj.image.VoxelGrid;

/** Makes a new header from an old one, or from nothing, by setting fields. */
final class HeaderEditor {

    private final Path file;
    private NiftiVersion version;
    private final ByteOrder order;
    private boolean pair;
    private byte[] head;
    private byte[] tail;

    private HeaderEditor(Path file, NiftiVersion version, ByteOrder order, boolean pair, byte[] head, byte[] tail) {
        this.file = file;
        this.version = version;
        this.order = order;
        this.pair = pair;
        this.head = head;
        this.tail = tail;
    }

    static HeaderEditor of(NiftiHeader header) {
        byte[] bytes = header.bytes();
        int length = header.version().headerBytes();
        return new HeaderEditor(
                header.file(),
                header.version(),
                header.byteOrder(),
                header.isPair(),
                Arrays.copyOf(bytes, length),
                Arrays.copyOfRange(bytes, length, Math.max(length, bytes.length)));
    }

    /** An empty little-endian NIfTI-1 header in millimetres and seconds. */
    static HeaderEditor fresh(Path file) {
        HeaderEditor editor = new HeaderEditor(
                file,
                NiftiVersion.NIFTI1,
                ByteOrder.LITTLE_ENDIAN,
                false,
                new byte[NiftiVersion.NIFTI1.headerBytes()],
                new byte[4]);
        editor.set(NiftiField.REGULAR, 0, 'r');
        editor.set(NiftiField.XYZT_UNITS, 0, 2 | 8);
        for (int i = 0; i < 8; i++) editor.set(NiftiField.PIXDIM, i, 1);
        for (int i = 1; i < 8; i++) editor.set(NiftiField.DIM, i, 1);
        editor.sign();
        return editor;
    }

    private ByteBuffer buffer() {
        return ByteBuffer.wrap(head).order(order);
    }

    double get(NiftiField field, int index) {
        return field.isIn(version) ? field.get(buffer(), version, index) : 0;
    }

    HeaderEditor set(NiftiField field, int index, double value) {
        if (field.isIn(version)) field.set(buffer(), version, index, value);
        return this;
    }

    HeaderEditor set(NiftiField field, String text) {
        if (field.isIn(version)) field.setText(buffer(), version, text);
        return this;
    }

    /** Clears free texts and extensions, which may hold names and dates of the scanned person. */
    HeaderEditor anonymous() {
        for (NiftiField field : new NiftiField[] {
            NiftiField.DATA_TYPE, NiftiField.DB_NAME, NiftiField.DESCRIP, NiftiField.AUX_FILE, NiftiField.INTENT_NAME
        }) set(field, "");
        tail = new byte[4];
        sign();
        return this;
    }

    HeaderEditor result(String description) {
        anonymous();
        if (version == NiftiVersion.ANALYZE) convert(NiftiVersion.NIFTI1, pair);
        type(ScalarType.FLOAT32, 1, 0);
        for (NiftiField field : new NiftiField[] {
            NiftiField.CAL_MAX,
            NiftiField.CAL_MIN,
            NiftiField.GLMAX,
            NiftiField.GLMIN,
            NiftiField.INTENT_CODE,
            NiftiField.INTENT_P1,
            NiftiField.INTENT_P2,
            NiftiField.INTENT_P3
        }) set(field, 0, 0);
        String cut = description.length() < 80 ? description : description.substring(0, 79);
        return set(NiftiField.DESCRIP, cut);
    }

    HeaderEditor type(ScalarType type, double slope, double intercept) {
        set(NiftiField.DATATYPE, 0, NiftiType.code(type));
        set(NiftiField.BITPIX, 0, 8 * type.bytes());
        set(NiftiField.SCL_SLOPE, 0, slope);
        return set(NiftiField.SCL_INTER, 0, intercept);
    }

    /** Makes it another version, or one file of two, keeping all that both have. */
    HeaderEditor convert(NiftiVersion wanted, boolean asPair) {
        if (wanted != version) {
            byte[] old = head;
            NiftiVersion from = version;
            head = new byte[wanted.headerBytes()];
            ByteBuffer source = ByteBuffer.wrap(old).order(order);
            for (NiftiField field : NiftiField.values()) {
                if (!field.isIn(from) || !field.isIn(wanted)) continue;
                if (field.isText()) field.setText(buffer(), wanted, field.text(source, from));
                else for (int i = 0; i < field.count(); i++) field.set(buffer(), wanted, i, field.get(source, from, i));
            }
            version = wanted;
        }
        pair = asPair;
        sign();
        return this;
    }

    /** Sets what says which format it is, and where the voxels begin. */
    private void sign() {
        set(NiftiField.SIZEOF_HDR, 0, version.headerBytes());
        if (version == NiftiVersion.NIFTI1) set(NiftiField.MAGIC, pair ? "ni1" : "n+1");
        if (version == NiftiVersion.NIFTI2) {
            set(NiftiField.MAGIC, pair ? "ni2" : "n+2");
            buffer().position(8).put(new byte[] {'\r', '\n', 0x1a, '\n'});
        }
        if (pair) {
            set(NiftiField.VOX_OFFSET, 0, 0);
        } else {
            int length = (version.headerBytes() + Math.max(4, tail.length) + 15) / 16 * 16;
            tail = Arrays.copyOf(tail, length - version.headerBytes());
            set(NiftiField.VOX_OFFSET, 0, length);
        }
    }

    /** Sets sizes and axes: three without time for one volume, four for a series. */
    HeaderEditor shape(VoxelGrid grid, int volumes) {
        set(NiftiField.DIM, 0, volumes > 1 ? 4 : 3);
        set(NiftiField.DIM, 1, grid.sizeX());
        set(NiftiField.DIM, 2, grid.sizeY());
        set(NiftiField.DIM, 3, grid.sizeZ());
        set(NiftiField.DIM, 4, volumes);
        for (int axis = 5; axis < 8; axis++) set(NiftiField.DIM, axis, 1);
        return this;
    }

    /** Forgets which slices were measured when. */
    HeaderEditor clearSlices() {
        set(NiftiField.SLICE_CODE, 0, 0);
        set(NiftiField.SLICE_START, 0, 0);
        set(NiftiField.SLICE_END, 0, 0);
        return set(NiftiField.SLICE_DURATION, 0, 0);
    }

    /** Seconds from volume to volume; NaN for unknown. */
    HeaderEditor repetitionTime(double seconds) {
        set(NiftiField.XYZT_UNITS, 0, ((int) get(NiftiField.XYZT_UNITS, 0) & ~0x38) | 8);
        return set(NiftiField.PIXDIM, 4, Double.isNaN(seconds) ? 0 : seconds);
    }

    /** Writes a map as sform and as the nearest qform, in millimetres; codes of 0 become 1. */
    HeaderEditor orientation(VoxelGrid grid) {
        Affine affine = grid.affine();
        set(NiftiField.XYZT_UNITS, 0, ((int) get(NiftiField.XYZT_UNITS, 0) & ~7) | 2);
        NiftiField[] rows = {NiftiField.SROW_X, NiftiField.SROW_Y, NiftiField.SROW_Z};
        for (int r = 0; r < 3; r++) for (int c = 0; c < 4; c++) set(rows[r], c, affine.get(r, c));
        for (int axis = 0; axis < 3; axis++) set(NiftiField.PIXDIM, axis + 1, grid.voxelSize(axis));
        double[] q = Quaternion.of(affine);
        if (version != NiftiVersion.NIFTI2) q = Quaternion.rounded(q);
        set(NiftiField.PIXDIM, 0, q[3]);
        set(NiftiField.QUATERN_B, 0, q[0]);
        set(NiftiField.QUATERN_C, 0, q[1]);
        set(NiftiField.QUATERN_D, 0, q[2]);
        set(NiftiField.QOFFSET_X, 0, affine.get(0, 3));
        set(NiftiField.QOFFSET_Y, 0, affine.get(1, 3));
        set(NiftiField.QOFFSET_Z, 0, affine.get(2, 3));
        double qform = get(NiftiField.QFORM_CODE, 0);
        double sform = get(NiftiField.SFORM_CODE, 0);
        if (sform <= 0) sform = qform > 0 ? qform : 1;
        set(NiftiField.SFORM_CODE, 0, sform);
        set(NiftiField.QFORM_CODE, 0, isSheared(affine) ? 0 : qform > 0 ? qform : sform);
        return this;
    }

    /** Sets what the codes of both forms say of the space; a form that is not used stays so. */
    HeaderEditor space(int code) {
        for (NiftiField field : new NiftiField[] {NiftiField.SFORM_CODE, NiftiField.QFORM_CODE})
            if (get(field, 0) > 0) set(field, 0, code);
        return this;
    }

    /** Whether the axes are not at right angles, so that no qform can say the same. */
    private static boolean isSheared(Affine affine) {
        for (int a = 0; a < 3; a++) {
            int b = (a + 1) % 3;
            double product = 0;
            double squareA = 0;
            double squareB = 0;
            for (int r = 0; r < 3; r++) {
                product += affine.get(r, a) * affine.get(r, b);
                squareA += affine.get(r, a) * affine.get(r, a);
                squareB += affine.get(r, b) * affine.get(r, b);
            }
            if (Math.abs(product) > 1e-4 * Math.sqrt(squareA * squareB)) return true;
        }
        return false;
    }

    NiftiHeader build() {
        byte[] bytes = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, bytes, head.length, tail.length);
        return new NiftiHeader(file, version, order, pair, bytes, List.of());
    }
}
