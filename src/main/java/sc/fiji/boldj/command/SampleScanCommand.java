package sc.fiji.boldj.command;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.BoldSimulation;
import sc.fiji.boldj.workflow.scan.SimulatedScanFiles;

/** Opens a small simulated resting-state scan to try the commands on; it is computed, not downloaded. */
@Plugin(type = Command.class, name = "Sample BOLD Scan", headless = true)
public final class SampleScanCommand extends BoldCommand {

    @Parameter(label = "Seed", description = "random seed; the same seed gives the same scan", persist = false)
    private long seed = 1;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus image;

    @Override
    public void execute(Progress progress) {
        image = ImageDoor.toImagePlus(SimulatedScanFiles.placed(
                BoldSimulation.run(BoldSimulation.Options.DEFAULT.withSeed(seed), progress), "sample-bold"));
    }
}
