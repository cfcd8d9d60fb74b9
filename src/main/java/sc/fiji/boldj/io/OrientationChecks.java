package sc.fiji.boldj.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.VoxelGrid;

/** Checks the sform, the qform and the unit of space in a header; each problem becomes a finding. */
final class OrientationChecks {

    /** No scan lies this far from its origin. */
    private static final double FAR_MM = 1e4;

    private final NiftiHeader header;
    private final List<Finding> findings;

    private OrientationChecks(NiftiHeader header, List<Finding> findings) {
        this.header = header;
        this.findings = findings;
    }

    /** Adds what is wrong to the findings, which may stop further checks if one of them is an error. */
    static void check(NiftiHeader header, List<Finding> findings) {
        new OrientationChecks(header, findings).forms();
    }

    private void forms() {
        boolean sform = header.number(NiftiField.SFORM_CODE) > 0;
        boolean qform = header.number(NiftiField.QFORM_CODE) > 0;
        Optional<Affine> s = sform ? NiftiSpace.sform(header) : Optional.empty();
        Optional<Affine> q = qform ? NiftiSpace.qform(header) : Optional.empty();
        if (sform && s.isEmpty()) {
            String message = "to srow_z (sform) are not finite, singular, or impossible for a scan";
            findings.add(
                    q.isPresent()
                            ? Finding.warning("srow_x", message + ": the qform is used", "check left and right")
                            : Finding.error(
                                    "srow_x", message + ", and there is no usable qform", HeaderChecks.DAMAGED));
        }
        if (qform && q.isEmpty()) {
            String message = String.format(
                    Locale.ROOT,
                    "%s %s %s to quatern_d (qform) are not a rotation, or pixdim and qoffset are impossible for a scan",
                    header.number(NiftiField.QUATERN_B),
                    header.number(NiftiField.QUATERN_C),
                    header.number(NiftiField.QUATERN_D));
            findings.add(
                    s.isPresent()
                            ? Finding.warning("quatern_b", message + ": the sform is used", "")
                            : Finding.error(
                                    "quatern_b", message + ", and there is no usable sform", HeaderChecks.DAMAGED));
        }
        if (!sform && !qform)
            findings.add(
                    header.version() == NiftiVersion.ANALYZE
                            ? Finding.warning(
                                    "orient",
                                    "is not used: Analyze 7.5 does not say reliably which side is left; the first axis is taken"
                                            + " to point left",
                                    "compare with a NIfTI file of the same subject")
                            : Finding.warning(
                                    "sform_code",
                                    "= 0 and qform_code = 0: the orientation is unknown; the first axis is taken to point left,"
                                            + " the origin is the middle of the volume",
                                    "write the file again with orientation"));
        boolean broken = findings.stream().anyMatch(finding -> finding.level() == Finding.Level.ERROR);
        if (!broken && !sform && !qform) {
            broken = NiftiSpace.sizesOnly(header).isEmpty();
            if (broken)
                findings.add(Finding.error(
                        "pixdim", "has voxel sizes that are impossible for a scan", HeaderChecks.DAMAGED));
        }
        if (!broken && s.isPresent() && q.isPresent()) disagreement(s.get(), q.get());
        if (!broken) plausible(NiftiSpace.of(header).affine());
        int unit = NiftiUnits.space(header);
        if (unit == 1 || unit == 3)
            findings.add(Finding.info(
                    "xyzt_units", "= " + NiftiUnits.spaceName(header) + " in space: positions are converted to mm"));
        if (unit > 3)
            findings.add(Finding.warning("xyzt_units", "= " + unit + " in space is unknown: mm are assumed", ""));
    }

    private void disagreement(Affine sform, Affine qform) {
        double most = 0;
        for (int corner = 0; corner < 8; corner++) {
            double x = (corner & 1) * (header.size(1) - 1);
            double y = (corner >> 1 & 1) * (header.size(2) - 1);
            double z = (corner >> 2 & 1) * (header.size(3) - 1);
            double[] a = sform.apply(x, y, z);
            double[] b = qform.apply(x, y, z);
            most = Math.max(most, StrictMath.hypot(StrictMath.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]));
        }
        String codes = String.format(
                Locale.ROOT,
                "= %.0f and qform_code = %.0f",
                header.number(NiftiField.SFORM_CODE),
                header.number(NiftiField.QFORM_CODE));
        List<String> turned = turned(sform.times(qform.inverse()));
        if (!turned.isEmpty())
            findings.add(
                    Finding.warning(
                            "sform_code",
                            codes + " disagree on which side is " + String.join(", and ", turned)
                                    + ": the sform is used",
                            "find out from the scanner or another copy which of them is correct before you rely on left and right"));
        if (most > 0.1)
            findings.add(Finding.info(
                    "sform_code",
                    String.format(Locale.ROOT, "%s put a corner up to %.1f mm apart: the sform is used", codes, most)));
    }

    /** The sides that a map from millimetres to millimetres exchanges; left and right too if it mirrors at all. */
    private static List<String> turned(Affine map) {
        List<String> turned = new ArrayList<>();
        if (map.get(0, 0) <= 0 || map.determinant() < 0) turned.add("left and which is right");
        if (map.get(1, 1) <= 0) turned.add("front and which is back");
        if (map.get(2, 2) <= 0) turned.add("top and which is bottom");
        return turned;
    }

    private void plausible(Affine affine) {
        VoxelGrid grid = new VoxelGrid((int) header.size(1), (int) header.size(2), (int) header.size(3), affine);
        for (int axis = 0; axis < 3; axis++) {
            double size = grid.voxelSize(axis);
            if (size > 100 || size < 0.01)
                findings.add(Finding.warning(
                        "xyzt_units",
                        String.format(
                                Locale.ROOT,
                                "= %s makes the voxels %.4g mm along axis %d",
                                NiftiUnits.spaceName(header),
                                size,
                                axis + 1),
                        "the unit in the header is probably wrong"));
        }
        for (int axis = 0; axis < 3; axis++)
            if (Math.abs(affine.get(axis, 3)) > FAR_MM) {
                findings.add(Finding.warning(
                        "qoffset_x",
                        String.format(
                                Locale.ROOT,
                                "or srow_x puts the first voxel %.4g mm from the origin",
                                affine.get(axis, 3)),
                        "positions in mm are meaningless in this file; check the header"));
                break;
            }
    }
}
