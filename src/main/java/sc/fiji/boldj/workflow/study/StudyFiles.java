package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;

/** Reads and writes what steps hand each other. */
public final class StudyFiles {

    /** Results do not identify the participant: texts and extensions of the scan's header are not copied. */
    private static final NiftiWriter.Options FLOATS =
            NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32).withoutTexts();

    private static final NiftiWriter.Options INTEGERS =
            NiftiWriter.Options.of(NiftiWriter.Type.INT16).withoutTexts();

    private StudyFiles() {}

    public static NeuroImage read(Path file, Progress progress) throws IOException {
        return NiftiReader.read(file, NiftiReader.Options.DEFAULT, progress);
    }

    public static Mask mask(Path file) throws IOException {
        NeuroImage image = read(file, Progress.NONE);
        return Mask.of(image);
    }

    public static void write(NeuroImage image, Path file, Progress progress) throws IOException {
        NiftiWriter.write(image, file, FLOATS, progress);
    }

    public static void write(Mask mask, NeuroImage like, Path file) throws IOException {
        NiftiWriter.write(mask.toImage(like, "mask"), file, INTEGERS, Progress.NONE);
    }

    /** Writes one volume. */
    public static void write(float[] values, NeuroImage like, Path file) throws IOException {
        write(like.volumeLike(file.getFileName().toString(), values), file, Progress.NONE);
    }

    /** Writes a sidecar. */
    public static void describe(Path file, Map<String, ?> content) throws IOException {
        JsonFile.write(ScanFiles.sidecar(file), content);
    }

    public static Confounds confounds(Path file) throws IOException {
        Table table = TsvFiles.read(file);
        List<double[]> columns = new ArrayList<>();
        for (String name : table.names()) columns.add(table.numbers(name));
        return Confounds.of(table.names(), columns);
    }
}
