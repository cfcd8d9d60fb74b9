package sc.fiji.boldj.io;

import java.util.Optional;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * Where a header puts its voxels, in RAS+ millimetres: the sform if its code is above 0 and it is usable, else the
 * qform, else voxel sizes.
 *
 * <p>Without a form the convention is nibabel's: the first axis points to the left (as in Analyze 7.5 of SPM), the
 * origin is the middle of the volume, or where SPM99 wrote it in {@code originator}.
 *
 * @param affine voxel indices to millimetres
 * @param source "sform", "qform" or "pixdim"
 */
record NiftiSpace(Affine affine, String source) {

    /** Beyond this sum of squares a quaternion is damaged, not rounded. */
    private static final double ROUNDING = 1e-5;

    static NiftiSpace of(NiftiHeader header) {
        if (header.number(NiftiField.SFORM_CODE) > 0) {
            Optional<Affine> sform = sform(header);
            if (sform.isPresent()) return new NiftiSpace(sform.get(), "sform");
        }
        if (header.number(NiftiField.QFORM_CODE) > 0) {
            Optional<Affine> qform = qform(header);
            if (qform.isPresent()) return new NiftiSpace(qform.get(), "qform");
        }
        return new NiftiSpace(sizesOnly(header).orElseThrow(), "pixdim");
    }

    /** The sform in millimetres; empty if a value is not finite or no scan can lie there. */
    static Optional<Affine> sform(NiftiHeader header) {
        double mm = NiftiUnits.millimetres(header);
        double[] rows = new double[12];
        NiftiField[] fields = {NiftiField.SROW_X, NiftiField.SROW_Y, NiftiField.SROW_Z};
        for (int i = 0; i < 12; i++) rows[i] = mm * header.number(fields[i / 4], i % 4);
        return usable(rows);
    }

    /** The qform in millimetres; empty if it is damaged. */
    static Optional<Affine> qform(NiftiHeader header) {
        double b = header.number(NiftiField.QUATERN_B);
        double c = header.number(NiftiField.QUATERN_C);
        double d = header.number(NiftiField.QUATERN_D);
        double square = b * b + c * c + d * d;
        if (!(square <= 1 + ROUNDING)) return Optional.empty();
        double a = Math.sqrt(Math.max(0, 1 - square));
        if (square > 1) {
            double norm = Math.sqrt(square);
            b /= norm;
            c /= norm;
            d /= norm;
        }
        double mm = NiftiUnits.millimetres(header);
        double x = mm * voxelSize(header, 1);
        double y = mm * voxelSize(header, 2);
        double z = mm * voxelSize(header, 3) * (header.number(NiftiField.PIXDIM, 0) < 0 ? -1 : 1);
        return usable(new double[] {
            (a * a + b * b - c * c - d * d) * x,
            2 * (b * c - a * d) * y,
            2 * (b * d + a * c) * z,
            mm * header.number(NiftiField.QOFFSET_X),
            2 * (b * c + a * d) * x,
            (a * a + c * c - b * b - d * d) * y,
            2 * (c * d - a * b) * z,
            mm * header.number(NiftiField.QOFFSET_Y),
            2 * (b * d - a * c) * x,
            2 * (c * d + a * b) * y,
            (a * a + d * d - c * c - b * b) * z,
            mm * header.number(NiftiField.QOFFSET_Z)
        });
    }

    private static Optional<Affine> usable(double[] rows) {
        for (double value : rows) if (!Double.isFinite(value)) return Optional.empty();
        Affine affine = Affine.of(rows);
        return VoxelGrid.problem(affine).isPresent() ? Optional.empty() : Optional.of(affine);
    }

    /** The size of a voxel as stored, without its sign; 1 where an axis of one voxel has none. */
    static double voxelSize(NiftiHeader header, int axis) {
        double size = Math.abs(header.number(NiftiField.PIXDIM, axis));
        return size == 0 && header.size(axis) == 1 ? 1 : size;
    }

    /** Voxel sizes alone in millimetres; empty if no scan can have them. */
    static Optional<Affine> sizesOnly(NiftiHeader header) {
        double mm = NiftiUnits.millimetres(header);
        double[] size = new double[3];
        double[] origin = new double[3];
        boolean spm = header.version() == NiftiVersion.ANALYZE;
        for (int axis = 0; axis < 3; axis++) {
            size[axis] = mm * voxelSize(header, axis + 1);
            origin[axis] =
                    header.version() == NiftiVersion.ANALYZE ? header.buffer().getShort(253 + 2 * axis) : 0;
            spm &= origin[axis] > -header.size(axis + 1) && origin[axis] < 2 * header.size(axis + 1);
        }
        spm &= origin[0] != 0 || origin[1] != 0 || origin[2] != 0;
        for (int axis = 0; axis < 3; axis++) origin[axis] = spm ? origin[axis] - 1 : (header.size(axis + 1) - 1) / 2.0;
        return usable(new double[] {
            -size[0],
            0,
            0,
            size[0] * origin[0],
            0,
            size[1],
            0,
            -size[1] * origin[1],
            0,
            0,
            size[2],
            -size[2] * origin[2]
        });
    }
}
