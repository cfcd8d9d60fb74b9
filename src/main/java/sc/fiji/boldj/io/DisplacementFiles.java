package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import sc.fiji.boldj.image.DisplacementField;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/**
 * Reads and writes warps as ITK, ANTs and fMRIPrep do: a NIfTI file of shape (X, Y, Z, 1, 3), intent 1007 (vector), each
 * vector a displacement in millimetres whose first two components point left and back (LPS).
 *
 * <p>The field belongs to the world of the reference: the point p of it is read at p + u(p) of the moving image. In memory
 * components are RAS+ as everything else. Nothing of the convention leaves this class.
 */
public final class DisplacementFiles {

    private static final int VECTOR = 1007;
    private static final int DISPLACEMENT = 1006;

    /** A displacement beyond this is no anatomy: the file is damaged or means something else. */
    private static final double MOST_MM = 1000;

    private DisplacementFiles() {}

    /** Whether a name is that of an image file and so, among transforms, of a warp. */
    public static boolean isNamed(Path file) {
        String name = ScanFile.lower(file);
        return name.endsWith(".nii") || name.endsWith(".nii.gz");
    }

    /**
     * Reads a warp.
     *
     * @throws IOException if the file cannot be read, has another shape or intent, holds positions instead of
     *     displacements (SPM), or has a displacement that is not finite or above 1 m; names the file and the field
     */
    public static DisplacementField read(Path file, Progress progress) throws IOException {
        NiftiHeader header = NiftiHeader.read(file);
        if (header.firstError().isPresent())
            throw new NiftiException(file, header.firstError().get());
        check(file, header);
        NeuroImage image =
                NiftiReader.read(file, new NiftiReader.Options(true, NiftiReader.Rows.NEVER, false), progress);
        float[][] u = new float[3][];
        for (int d = 0; d < 3; d++) u[d] = image.volume(d);
        for (float[] component : u)
            for (int v = 0; v < component.length; v++)
                if (!(Math.abs(component[v]) <= MOST_MM))
                    throw new IOException(file + ": has a displacement of " + component[v] + " mm in voxel ("
                            + v % image.grid().sizeX() + ", "
                            + v / image.grid().sizeX() % image.grid().sizeY() + ", "
                            + v / image.grid().planeSize() + "): the file is damaged, or is no displacement field");
        negate(u[0]);
        negate(u[1]);
        return DisplacementField.of(image.grid(), u[0], u[1], u[2]);
    }

    private static void check(Path file, NiftiHeader header) throws IOException {
        long[] dims = header.dims();
        boolean shaped = dims.length == 5 && dims[3] == 1 && dims[4] == 3;
        if (!shaped)
            throw new NiftiException(
                    file,
                    "dim",
                    "= " + Arrays.toString(dims)
                            + " but a warp has 5 axes: X, Y, Z, 1 and 3 components; is this an image, not a transform?");
        int intent = (int) header.number(NiftiField.INTENT_CODE);
        if (intent >= 2000)
            throw new NiftiException(
                    file,
                    "intent_code",
                    "= " + intent
                            + " is that of FSL, whose warps have other axes and origins: convert it to ITK first");
        if (intent != VECTOR && intent != DISPLACEMENT)
            throw new NiftiException(
                    file, "intent_code", "= " + intent + " but the displacements of a warp are 1007 (vector)");
        String name = header.text(NiftiField.INTENT_NAME).strip();
        if (name.equals("Mapping"))
            throw new NiftiException(
                    file,
                    "intent_name",
                    "= \"Mapping\": this is a deformation of SPM, which holds positions, not displacements: convert it first");
    }

    /** 0 stays 0, not -0. */
    private static void negate(float[] values) {
        for (int v = 0; v < values.length; v++) values[v] = 0f - values[v];
    }

    /**
     * Writes a warp as 32-bit floating point.
     *
     * @param file ends .nii or .nii.gz
     * @throws IOException if the name has another ending or it cannot be written; nothing is left behind
     */
    public static void write(Path file, DisplacementField field, Progress progress) throws IOException {
        if (!isNamed(file)) throw new NiftiException(file, "file", "must be named .nii or .nii.gz to hold a warp");
        VoxelGrid grid = field.grid();
        NeuroImage image = NeuroImage.floats(file.getFileName().toString(), grid, 3, SeriesTiming.UNKNOWN);
        for (int d = 0; d < 3; d++) {
            float[] component = field.toArray(d);
            if (d < 2) negate(component);
            image.writeVolume(d, component);
        }
        HeaderEditor editor = HeaderEditor.fresh(file)
                .type(Storage.FLOAT.type(), 1, 0)
                .shape(grid, 1)
                .orientation(grid)
                .set(NiftiField.DIM, 0, 5)
                .set(NiftiField.DIM, 5, 3)
                .set(NiftiField.INTENT_CODE, 0, VECTOR)
                .set(NiftiField.DESCRIP, "BoldJ warp, ITK convention");
        NiftiWriter.write(
                image.withHeader(editor.build()), file, NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32), progress);
    }
}
