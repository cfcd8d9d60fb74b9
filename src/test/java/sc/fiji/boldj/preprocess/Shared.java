package sc.fiji.boldj.preprocess;

import java.io.IOException;
import java.util.List;
import sc.fiji.boldj.Fixtures;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.run.Progress;

/** The inputs and reference results beside the project, where there are any. */
final class Shared {

    private Shared() {}

    /** Reads an image by its path below the shared folder; skips the test if it is not there. */
    static NeuroImage image(String path) throws IOException {
        return NiftiReader.read(Fixtures.path(path), NiftiReader.Options.DEFAULT, Progress.NONE);
    }

    /** One column of numbers under a header line. */
    static double[] column(String path) throws IOException {
        List<String> lines = Fixtures.lines(path);
        return lines.stream()
                .skip(1)
                .filter(line -> !line.isBlank())
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
