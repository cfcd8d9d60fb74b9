package sc.fiji.boldj.registration;

import java.io.IOException;
import sc.fiji.boldj.Fixtures;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.run.Progress;

/** The inputs and reference results beside the project, where there are any. */
final class Shared {

    private Shared() {}

    /** Reads an image by its path below the shared folder; skips the test if it is not there. */
    static NeuroImage image(String path) throws IOException {
        return NiftiReader.read(Fixtures.path(path), NiftiReader.Options.DEFAULT, Progress.NONE);
    }

    static Affine affine(String path) throws IOException {
        return TransformFiles.read(Fixtures.path(path)).get(0);
    }
}
