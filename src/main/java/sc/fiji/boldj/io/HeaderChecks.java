package sc.fiji.boldj.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.ScalarType;
import sc.fiji.boldj.image.VoxelGrid;

/** Looks through a header field by field; each problem becomes a finding. */
final class HeaderChecks {

    /** The field of a finding on an extension flag without room for an extension. */
    static final String NO_ROOM = "extension";

    private static final String DAMAGED = "the header is damaged";

    /** No scan lies this far from its origin. */
    private static final double FAR_MM = 1e4;

    private final NiftiHeader header;
    private final List<Finding> findings;

    private HeaderChecks(NiftiHeader header, List<Finding> findings) {
        this.header = header;
        this.findings = findings;
    }

    /**
     * Adds what is wrong to the findings.
     *
     * @param voxels the file with the voxels, or null if there is none
     * @return the header with all findings
     */
    static NiftiHeader check(NiftiHeader header, ScanFile voxels, List<Finding> findings) {
        HeaderChecks checks = new HeaderChecks(header, findings);
        boolean sizesAreGood = checks.dims();
        Optional<ScalarType> type = checks.type();
        if (sizesAreGood) {
            if (type.isPresent() && voxels != null) checks.length(type.get(), voxels);
            checks.voxelSizes();
            checks.forms();
        }
        checks.scaling();
        if (findings.stream().noneMatch(finding -> finding.level() == Finding.Level.ERROR))
            HeaderTiming.of(header, findings);
        return header.withFindings(findings.subList(header.findings().size(), findings.size()));
    }

    private boolean dims() {
        long count = header.whole(NiftiField.DIM, 0);
        if (count < 1 || count > 7) {
            findings.add(Finding.error("dim[0]", "= " + count + " but 1 to 7 axes are possible", DAMAGED));
            return false;
        }
        double product = 1;
        for (int axis = 1; axis <= count; axis++) {
            long size = header.whole(NiftiField.DIM, axis);
            if (size < 1) {
                findings.add(Finding.error("dim[" + axis + "]", "= " + size + " but must be 1 or more", DAMAGED));
                return false;
            }
            product *= size;
            String limit = null;
            if (axis <= 3 && product > Integer.MAX_VALUE - 16) limit = "voxels in one volume";
            else if (axis > 3 && product / header.size(1) / header.size(2) > Integer.MAX_VALUE - 16)
                limit = "slices in all volumes";
            if (limit != null) {
                findings.add(
                        Finding.error("dim", "makes " + product + " " + limit + " or more, at most 2^31 fit", DAMAGED));
                return false;
            }
        }
        if (header.size(5) * header.size(6) * header.size(7) > 1) {
            String read = "= " + count + ": the axes from the fourth on are read as one series of " + header.volumes()
                    + " volumes";
            findings.add(
                    header.size(4) == 1
                            ? Finding.info("dim[0]", read)
                            : Finding.warning(
                                    "dim[0]",
                                    read + ", the " + header.size(4) + " time points of the fourth axis repeated",
                                    "if the further axis holds echoes or runs, write one file for each"));
        }
        return true;
    }

    private Optional<ScalarType> type() {
        int code = (int) header.number(NiftiField.DATATYPE);
        Optional<ScalarType> type = header.type();
        if (type.isEmpty())
            findings.add(Finding.error(
                    "datatype",
                    "= " + code + " (" + NiftiType.name(code) + ") cannot be read: only images of real numbers can,"
                            + " 8 to 64 bits, integer or floating-point",
                    "convert the file, or the header is damaged"));
        else if (header.number(NiftiField.BITPIX) != 8 * type.get().bytes())
            findings.add(Finding.warning(
                    "bitpix",
                    "= " + (int) header.number(NiftiField.BITPIX) + " does not match datatype " + code + " ("
                            + NiftiType.name(code) + "): the datatype is believed",
                    "check that the image looks right"));
        return type;
    }

    private void length(ScalarType type, ScanFile file) {
        double sliceBytes = (double) header.size(1) * header.size(2) * type.bytes();
        double needed = sliceBytes * header.size(3) * header.volumes();
        double offset = header.number(NiftiField.VOX_OFFSET);
        if (header.isPair() && !(offset >= 0 && offset == Math.rint(offset) && offset <= file.mostBytes()))
            findings.add(Finding.error("vox_offset", "= " + offset + " lies outside the voxel file", DAMAGED));
        if (offset >= 0 && offset + needed > file.mostBytes())
            findings.add(Finding.error(
                    "dim",
                    String.format(
                            Locale.ROOT,
                            "needs %.0f bytes of voxels from byte %.0f on, but %s has %d bytes%s",
                            needed,
                            offset,
                            file.path().getFileName(),
                            file.length(),
                            file.gzip() ? " of gzip, which cannot hold them" : ""),
                    "the file is truncated, or the header is damaged"));
        List<NiftiExtension> extensions = NiftiExtension.parse(header, findings);
        boolean flagged = extensions.isEmpty()
                && !header.isPair()
                && header.number(NiftiField.VOX_OFFSET) > 0
                && header.bytes().length == header.version().headerBytes() + 4
                && header.buffer().get(header.version().headerBytes()) != 0;
        if (flagged && (file.gzip() || offset + needed != file.length())) {
            // How long a gzip file is shows only when it has been read: then the reader decides.
            String message = "flag says that extensions follow, but vox_offset = " + (long) offset
                    + " leaves no room for one: the voxels may begin later";
            String fix =
                    "correct vox_offset or the flag, byte " + header.version().headerBytes();
            findings.add(file.gzip() ? Finding.warning(NO_ROOM, message, fix) : Finding.error(NO_ROOM, message, fix));
        } else if (flagged) findings.add(Finding.info(NO_ROOM, "flag is set but there are none"));
        if (!file.gzip() && offset + needed < file.length() && offset >= 0)
            findings.add(Finding.info(
                    "dim",
                    String.format(
                            Locale.ROOT,
                            "leaves %.0f bytes at the end of the file unread",
                            file.length() - offset - needed)));
    }

    private void voxelSizes() {
        for (int axis = 1; axis <= 3; axis++) {
            double size = header.number(NiftiField.PIXDIM, axis);
            String field = "pixdim[" + axis + "]";
            if (!Double.isFinite(size)) findings.add(Finding.error(field, "= " + size + " is no voxel size", DAMAGED));
            else if (size < 0)
                findings.add(Finding.warning(
                        field,
                        "= " + size + " is negative: its absolute value is used",
                        "directions belong to sform or qform"));
            else if (size == 0 && header.size(axis) > 1 && header.number(NiftiField.SFORM_CODE) <= 0)
                findings.add(Finding.error(
                        field, "= 0 is no voxel size and there is no sform", "set the voxel size in the header"));
            else if (size == 0)
                findings.add(Finding.warning(field, "= 0 is no voxel size", "set the voxel size in the header"));
        }
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
                            : Finding.error("srow_x", message + ", and there is no usable qform", DAMAGED));
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
                            : Finding.error("quatern_b", message + ", and there is no usable sform", DAMAGED));
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
                findings.add(Finding.error("pixdim", "has voxel sizes that are impossible for a scan", DAMAGED));
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
            most = Math.max(most, Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]));
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

    private void scaling() {
        double slope = header.number(NiftiField.SCL_SLOPE);
        double intercept = header.number(NiftiField.SCL_INTER);
        if (Double.isInfinite(slope))
            findings.add(Finding.warning("scl_slope", "= " + slope + " is no factor: no scaling", ""));
        if (header.isScaled() && !Double.isFinite(intercept))
            findings.add(Finding.error(
                    "scl_inter",
                    "= " + intercept + " although scl_slope = " + slope + " asks for scaling: the values are unknown",
                    DAMAGED));
        else if (header.isScaled()) range(slope, intercept);
        if (header.isScaled() && header.version() == NiftiVersion.ANALYZE && slope != 1)
            findings.add(
                    Finding.info("scl_slope", "= " + slope + " is applied, as SPM writes it into Analyze headers"));
    }

    /** Whether 32-bit floating point holds and tells apart what the scaling makes of the stored integers. */
    private void range(double slope, double intercept) {
        Optional<ScalarType> type = header.type();
        if (type.isEmpty() || type.get().isFloating()) return;
        double stored = Math.scalb(1.0, 8 * type.get().bytes());
        double spread = stored * Math.abs(slope);
        if (spread + Math.abs(intercept) > Float.MAX_VALUE)
            findings.add(Finding.error(
                    "scl_slope",
                    "= " + slope + " with scl_inter = " + intercept + " makes infinite values of "
                            + NiftiType.name((int) header.number(NiftiField.DATATYPE)),
                    DAMAGED));
        else if (spread < stored * Float.MIN_NORMAL)
            findings.add(Finding.error(
                    "scl_slope", "= " + slope + " makes values that 32-bit floating point cannot hold", DAMAGED));
        else if (spread < Math.ulp((float) intercept))
            findings.add(Finding.warning(
                    "scl_inter",
                    "= " + intercept + " is so much larger than scl_slope = " + slope + " that all voxels are equal",
                    DAMAGED));
    }
}
