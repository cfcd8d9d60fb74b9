package sc.fiji.boldj.glm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;

/** Times the fit of a run: arguments are the series, the mask, a table of confounds, and the noise model. */
public final class FirstLevelBenchmark {

    private FirstLevelBenchmark() {}

    /** Prints CPU seconds of the process. */
    public static void main(String[] args) throws IOException {
        NeuroImage source = NiftiReader.read(Path.of(args[0]), NiftiReader.Options.DEFAULT, Progress.NONE);
        Mask mask = Mask.of(NiftiReader.read(Path.of(args[1]), NiftiReader.Options.DEFAULT, Progress.NONE));
        boolean[] some = new boolean[mask.grid().voxels()];
        int every = Integer.getInteger("every", 1);
        for (int i = 0; i < mask.count() / every; i++) some[mask.voxel(i)] = true;
        mask = Mask.of(mask.grid(), some);
        Table table = TsvFiles.read(Path.of(args[2]));
        Map<String, double[]> confounds = new LinkedHashMap<>();
        for (String name : table.names()) {
            double[] column = table.numbers(name);
            if (Double.isNaN(column[0])) column[0] = column[1];
            confounds.put(name, column);
        }
        List<Events.Event> events = new ArrayList<>();
        for (int i = 0; i < 18; i++) events.add(new Events.Event(i % 2 == 0 ? "faces" : "shapes", 20 + 40 * i, 20, 1));
        Sampling sampling = new Sampling(source.volumes(), 0.8, 0);
        for (int repeat = 0; repeat < 2; repeat++)
            for (int a = 3; a < args.length; a++) {
                long begin = cpu();
                Design design =
                        TaskDesign.build(Events.of(events), sampling, confounds, null, TaskDesign.Options.DEFAULT);
                GlmResult result = FirstLevel.of(
                        source,
                        mask,
                        design,
                        TaskContrast.parse("faces - shapes | faces | any = faces; shapes", design.names()),
                        FirstLevel.Options.DEFAULT.with(NoiseModel.named(args[a])),
                        Progress.NONE);
                double seconds = (cpu() - begin) / 1e9;
                double order = 0;
                for (float[] map : result.noise()) {
                    order = 0;
                    for (float value : map) order += value / map.length;
                }
                System.err.printf(
                        "%s: %.2f s CPU, %d voxels, %d columns, not white %.3f, last noise map %.3f%n",
                        args[a], seconds, mask.count(), design.columns(), result.shareNotWhite(0.05), order);
            }
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
