package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Path;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.BoldSimulation;
import sc.fiji.boldj.simulate.SimulatedRun;
import sc.fiji.boldj.workflow.scan.SimulatedScanFiles;

/** Writes one simulated resting-state scan as BIDS, with its truth beside it. */
@Plugin(type = Command.class, name = "Simulate Scan...", headless = true)
public final class SimulateScanCommand extends BoldCommand {

    @Parameter(
            label = "Folder",
            description = "folder to write to; it is created if it does not exist",
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    @Parameter(
            label = "Preset",
            description = "quickstart: small, takes seconds; protocol: 64x64x52 voxels of 3 mm, TR 0.8 s, multiband 4,"
                    + " 1000 volumes",
            choices = {"quickstart", "protocol"},
            persist = false)
    private String preset = "quickstart";

    @Parameter(label = "Volumes", description = "number of volumes; 0: that of the preset", persist = false)
    private int volumes = 0;

    @Parameter(label = "Seed", description = "random seed; the same seed gives identical results", persist = false)
    private long seed = 1;

    @Override
    public void execute(Progress progress) throws IOException {
        BoldSimulation.Options options = (preset.equals("protocol")
                        ? BoldSimulation.Options.PROTOCOL
                        : BoldSimulation.Options.DEFAULT)
                .withSeed(seed);
        if (volumes != 0) options = options.withVolumes(volumes);
        SimulatedRun run = BoldSimulation.run(options, progress.stage(0, 0.9));
        SimulatedScanFiles.write(Path.of(output), run, progress.stage(0.9, 1));
    }
}
