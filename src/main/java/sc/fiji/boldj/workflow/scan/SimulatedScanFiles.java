package sc.fiji.boldj.workflow.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.Sidecar;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.Networks;
import sc.fiji.boldj.simulate.SimulatedRun;
import sc.fiji.boldj.table.Table;

/** Writes a simulated scan as BIDS, with its truth beside it. */
public final class SimulatedScanFiles {

    private static final String NAME = "sub-01_";

    /** The simulated head is built in these millimetres and not rotated, so that named seeds lie at their coordinates. */
    private static final Space SPACE = Space.mni("MNI152", "a simulated head");

    private SimulatedScanFiles() {}

    /**
     * Writes the scan, its sidecar, tissues, mask, networks, motion and courses.
     *
     * @param folder is made if it does not exist
     */
    public static void write(Path folder, SimulatedRun run, Progress progress) throws IOException {
        Files.createDirectories(folder);
        NiftiWriter.write(
                run.bold().withSpace(SPACE),
                folder.resolve(NAME + "task-rest_bold.nii.gz"),
                NiftiWriter.Options.of(NiftiWriter.Type.INT16),
                progress);
        Map<String, Object> sidecar = new TreeMap<>(Sidecar.keysOf(run.bold().timing()));
        sidecar.put("TaskName", "rest");
        sidecar.put("SpatialReference", SPACE.name());
        JsonFile.write(folder.resolve(NAME + "task-rest_bold.json"), sidecar);
        write(folder, "label-GM_probseg", run.grey());
        write(folder, "label-WM_probseg", run.white());
        write(folder, "label-CSF_probseg", run.fluid());
        write(folder, "desc-brain_mask", run.brain().toImage(run.grey(), "brain"));
        write(folder, "desc-networks_boldmap", run.networkMaps());
        TsvFiles.write(
                MotionTable.of(run.motion().parameters()).build(), folder.resolve(NAME + "desc-truth_motion.tsv"));
        TsvFiles.write(courses(run), folder.resolve(NAME + "desc-truth_networks.tsv"));
    }

    /**
     * The series of a simulated scan in its space.
     *
     * @param name of the image
     */
    public static NeuroImage placed(SimulatedRun run, String name) {
        return run.bold().withName(name).withSpace(SPACE);
    }

    private static void write(Path folder, String name, NeuroImage image) throws IOException {
        NiftiWriter.write(
                image.withSpace(SPACE),
                folder.resolve(NAME + name + ".nii.gz"),
                NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32),
                Progress.NONE);
    }

    private static Table courses(SimulatedRun run) {
        Table.Builder table = Table.builder();
        int i = 0;
        for (Networks.Network network : run.courses().networks().list())
            table.add(network.name(), run.courses().course(i++));
        return table.build();
    }
}
