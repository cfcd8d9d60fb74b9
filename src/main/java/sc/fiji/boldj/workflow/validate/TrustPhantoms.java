package sc.fiji.boldj.workflow.validate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.imglib2.parallel.Parallelization;
import sc.fiji.boldj.connectivity.GlobalBrainConnectivity;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.preprocess.GaussianSmoothing;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.provenance.ResultSeal;
import sc.fiji.boldj.workflow.provenance.SigningKey;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.provenance.StepRunner;

/** Logs, signatures, and the same bytes for any number of threads. */
final class TrustPhantoms {

    private static final char[] PASSPHRASE = "validation only".toCharArray();

    private TrustPhantoms() {}

    static List<PhantomStep> all() {
        return List.of(
                new PhantomStep(
                        "Verify Results...",
                        "a signed result, then the same with one bit changed, and signed by another key",
                        (folder, progress) -> verify(folder)),
                new PhantomStep(
                        "threads",
                        "noise, smoothed and correlated by one, two and four threads",
                        (folder, progress) -> threads()));
    }

    private static List<Criterion> verify(Path folder) throws IOException {
        Path input = Files.createDirectories(folder.resolve("in"));
        Path output = Files.createDirectories(folder.resolve("out/logs")).getParent();
        AtomicFile.writeText(input.resolve("raw.txt"), "1\n");
        Path file = output.resolve("p.tsv");
        Path log = output.resolve("logs/group" + ProvenanceCheck.ENDING);
        StepRunner.Listener quiet = new StepRunner.Listener() {
            @Override
            public void begins(String step, int number, int of) {}

            @Override
            public void isDone(String step, int number, int of) {}
        };
        ResultSeal.around(output, () -> new StepRunner(input, output, ProvenanceLog.open(log), "validation", quiet)
                .run(
                        List.of(Step.of(
                                "test",
                                Map.of(),
                                List.of(input.resolve("raw.txt")),
                                List.of(file),
                                progress -> AtomicFile.writeText(file, "p\n0.25\n"))),
                        Progress.NONE));
        SigningKey.create(folder.resolve("a.key"), PASSPHRASE);
        SigningKey key = SigningKey.open(folder.resolve("a.key"), PASSPHRASE);
        ResultSeal.sign(output, key);
        int honest =
                ProvenanceCheck.of(output, input, key.fingerprint()).problems().size();
        int foreign =
                ProvenanceCheck.of(output, input, "0".repeat(64)).problems().size();
        byte[] bytes = Files.readAllBytes(file);
        bytes[3] ^= 1;
        Files.write(file, bytes);
        int edited =
                ProvenanceCheck.of(output, input, key.fingerprint()).problems().size();
        return List.of(
                new Criterion("problems of honest results", honest, 0, 0),
                new Criterion("problems if another key is trusted", foreign, 1, 0),
                new Criterion("problems after a bit was changed", edited, 1, 0));
    }

    private static List<Criterion> threads() {
        VoxelGrid grid = Phantom.grid(12, 12, 12, 3);
        double[] noise = Phantom.noise(grid.voxels() * 30, 91);
        NeuroImage scan = Phantom.courses("noise", grid, 30, 2, (v, t) -> 1000 + noise[v * 30 + t]);
        float[][] results = new float[3][];
        int[] counts = {1, 2, 4};
        for (int i = 0; i < 3; i++) {
            int run = i;
            Runnable work = () -> {
                NeuroImage smooth = scan.createLike("smooth", 30);
                GaussianSmoothing.apply(scan, GaussianSmoothing.Options.DEFAULT, smooth, Progress.NONE);
                results[run] = GlobalBrainConnectivity.of(smooth, Mask.all(grid), Progress.NONE)
                        .volume(0);
            };
            Parallelization.runWithNumThreads(counts[i], work);
        }
        int differ = 0;
        for (int v = 0; v < results[0].length; v++)
            if (Float.floatToIntBits(results[0][v]) != Float.floatToIntBits(results[1][v])
                    || Float.floatToIntBits(results[0][v]) != Float.floatToIntBits(results[2][v])) differ++;
        return List.of(new Criterion("values that differ", differ, 0, 0));
    }
}
