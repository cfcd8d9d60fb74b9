package sc.fiji.boldj.workflow.component;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;

/** The maps of all scans, sorted by component: what a group test takes. */
final class ComponentStacks {

    /** Bytes of maps held at once; the scans' files are read again for each batch of components. */
    private static final long BATCH = 512L << 20;

    private ComponentStacks() {}

    /**
     * Writes {@code component_01.nii.gz} and so on, each with one volume per scan in the order of the scans.
     *
     * @param files with the maps of each scan, one volume per component
     */
    static void write(Path folder, List<Path> files, int components, Progress progress) throws IOException {
        int batch = 0;
        for (int first = 0; first < components; first += batch) {
            NeuroImage[] stacks = new NeuroImage[0];
            for (int s = 0; s < files.size(); s++) {
                NeuroImage maps = NiftiReader.read(files.get(s), NiftiReader.Options.DEFAULT, Progress.NONE);
                progress.checkCancelled();
                if (s == 0) {
                    batch = (int) Math.max(1, BATCH / (4L * maps.grid().voxels() * files.size()));
                    stacks = new NeuroImage[Math.min(batch, components - first)];
                    for (int c = 0; c < stacks.length; c++)
                        stacks[c] = maps.createLike("component", files.size()).withTiming(SeriesTiming.UNKNOWN);
                }
                for (int c = 0; c < stacks.length; c++) stacks[c].writeVolume(s, maps.volume(first + c));
            }
            for (int c = 0; c < stacks.length; c++)
                NiftiWriter.write(
                        stacks[c],
                        folder.resolve(ComponentTables.column(first + c) + ".nii.gz"),
                        NiftiWriter.Options.DEFAULT,
                        Progress.NONE);
            progress.update(first + stacks.length, components);
        }
    }
}
