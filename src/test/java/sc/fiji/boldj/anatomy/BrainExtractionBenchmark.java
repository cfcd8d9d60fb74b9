package sc.fiji.boldj.anatomy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;

/** The brain of a scan against a mask, with that mask blurred as a prior and without. Scan, mask, folder for the masks. */
final class BrainExtractionBenchmark {

    private BrainExtractionBenchmark() {}

    public static void main(String[] args) throws IOException {
        NeuroImage t1 = read(args[0]);
        NeuroImage given = read(args[1]);
        float[] on = new float[t1.grid().voxels()];
        Resampler.resample(
                given.volume(0), given.grid(), t1.grid(), Affine.IDENTITY, Interpolation.LINEAR, on, Progress.NONE);
        Mask reference = Mask.above(t1.grid(), on, 0.5);
        NeuroImage prior = BrainExtractionTest.prior(reference, t1);
        for (NeuroImage each : new NeuroImage[] {prior, null}) {
            long start = System.nanoTime();
            Mask found = BrainExtraction.of(t1, each, BrainExtraction.Options.DEFAULT, Progress.NONE);
            String name = each == null ? "alone" : "prior";
            System.out.printf(
                    Locale.ROOT,
                    "%s: Dice %.4f, %d voxels (mask %d), %.1f s%n",
                    name,
                    BrainExtractionTest.dice(reference, found),
                    found.count(),
                    reference.count(),
                    (System.nanoTime() - start) / 1e9);
            if (args.length > 2)
                NiftiWriter.write(
                        found.toImage(t1, name),
                        Path.of(args[2], name + ".nii"),
                        NiftiWriter.Options.DEFAULT,
                        Progress.NONE);
        }
    }

    private static NeuroImage read(String file) throws IOException {
        return NiftiReader.read(Path.of(file), NiftiReader.Options.DEFAULT, Progress.NONE);
    }
}
