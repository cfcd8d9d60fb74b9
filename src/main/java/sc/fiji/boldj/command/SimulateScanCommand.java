package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.Sidecar;
import sc.fiji.boldj.io.TsvTable;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.BoldSimulation;
import sc.fiji.boldj.simulate.Networks;
import sc.fiji.boldj.simulate.SimulatedRun;

/** Writes one simulated resting-state scan as BIDS, with its truth beside it. */
@Plugin(type = Command.class, name = "Simulate Scan...", headless = true)
public final class SimulateScanCommand extends BoldCommand {

    private static final String NAME = "sub-01_";

    /** The simulated head is built in these millimetres and not rotated, so that named seeds lie at their coordinates. */
    private static final Space SPACE = Space.mni("MNI152", "a simulated head");

    @Parameter(
            label = "Folder",
            description = "folder to write to; it is made if it does not exist",
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    @Parameter(
            label = "Preset",
            description =
                    "quickstart: small, seconds to make; protocol: 64x64x52 voxels of 3 mm, TR 0.8 s, multiband 4,"
                            + " 1000 volumes",
            choices = {"quickstart", "protocol"},
            persist = false)
    private String preset = "quickstart";

    @Parameter(label = "Volumes", description = "number of volumes; 0: as the preset", persist = false)
    private int volumes = 0;

    @Parameter(label = "Seed", description = "the same seed gives the same bytes", persist = false)
    private long seed = 1;

    @Override
    public void execute(Progress progress) throws IOException {
        BoldSimulation.Options options = (preset.equals("protocol")
                        ? BoldSimulation.Options.PROTOCOL
                        : BoldSimulation.Options.DEFAULT)
                .withSeed(seed);
        if (volumes != 0) options = options.withVolumes(volumes);
        SimulatedRun run = BoldSimulation.run(options, progress.stage(0, 0.9));
        Path folder = Path.of(output);
        Files.createDirectories(folder);
        Progress writing = progress.stage(0.9, 1);
        NiftiWriter.write(
                run.bold().withSpace(SPACE),
                folder.resolve(NAME + "task-rest_bold.nii.gz"),
                NiftiWriter.Options.of(NiftiWriter.Type.INT16),
                writing);
        Map<String, Object> sidecar = new TreeMap<>(Sidecar.keysOf(run.bold().timing()));
        sidecar.put("TaskName", "rest");
        sidecar.put("SpatialReference", SPACE.name());
        JsonFile.write(folder.resolve(NAME + "task-rest_bold.json"), sidecar);
        write(folder, "label-GM_probseg", run.grey());
        write(folder, "label-WM_probseg", run.white());
        write(folder, "label-CSF_probseg", run.fluid());
        write(folder, "desc-brain_mask", run.brain().toImage(run.grey(), "brain"));
        write(folder, "desc-networks_boldmap", run.networkMaps());
        motion(run).write(folder.resolve(NAME + "desc-truth_motion.tsv"));
        courses(run).write(folder.resolve(NAME + "desc-truth_networks.tsv"));
    }

    private static void write(Path folder, String name, NeuroImage image) throws IOException {
        NiftiWriter.write(
                image.withSpace(SPACE),
                folder.resolve(NAME + name + ".nii.gz"),
                NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32),
                Progress.NONE);
    }

    private static TsvTable motion(SimulatedRun run) {
        return MotionTable.of(run.motion().parameters()).build();
    }

    private static TsvTable courses(SimulatedRun run) {
        TsvTable.Builder table = TsvTable.builder();
        int i = 0;
        for (Networks.Network network : run.courses().networks().list())
            table.add(network.name(), run.courses().course(i++));
        return table.build();
    }
}
