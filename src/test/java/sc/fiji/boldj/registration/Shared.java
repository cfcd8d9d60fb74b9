package sc.fiji.boldj.registration;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.run.Progress;

/** The inputs and reference results beside the project, where there are any. */
final class Shared {

    private static final Path FOLDER = Path.of("..", "shared");

    private Shared() {}

    /** Reads an image by its path below the shared folder; skips the test if it is not there. */
    static NeuroImage image(String path) throws IOException {
        return NiftiReader.read(existing(path), NiftiReader.Options.DEFAULT, Progress.NONE);
    }

    static Affine affine(String path) throws IOException {
        return TransformFiles.read(existing(path)).get(0);
    }

    private static Path existing(String path) {
        Path file = FOLDER.resolve(path);
        assumeTrue(Files.exists(file), file + " is not here");
        return file;
    }
}
