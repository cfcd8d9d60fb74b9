package sc.fiji.boldj.io;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sc.fiji.boldj.image.ScalarType;

/** Looks through a header field by field; each problem becomes a finding. */
final class HeaderChecks {

    /** The field of a finding on an extension flag without room for an extension. */
    static final String NO_ROOM = "extension";

    static final String DAMAGED = "the header is damaged";

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
            OrientationChecks.check(header, findings);
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
            if (!Double.isFinite(size))
                findings.add(Finding.error(field, "= " + size + " is not a voxel size", DAMAGED));
            else if (size < 0)
                findings.add(Finding.warning(
                        field,
                        "= " + size + " is negative: its absolute value is used",
                        "directions belong to sform or qform"));
            else if (size == 0 && header.size(axis) > 1 && header.number(NiftiField.SFORM_CODE) <= 0)
                findings.add(Finding.error(
                        field, "= 0 is not a voxel size and there is no sform", "set the voxel size in the header"));
            else if (size == 0)
                findings.add(Finding.warning(field, "= 0 is not a voxel size", "set the voxel size in the header"));
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
