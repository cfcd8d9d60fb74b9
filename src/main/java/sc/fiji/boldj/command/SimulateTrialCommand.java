package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.CommandSpec;
import sc.fiji.boldj.host.ReportingCommand;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.TemplateHead;
import sc.fiji.boldj.simulate.TrialPlan;
import sc.fiji.boldj.workflow.study.SimulationOption;
import sc.fiji.boldj.workflow.study.SimulationOptions;
import sc.fiji.boldj.workflow.study.TrialWriter;

/** Writes a simulated drug trial as BIDS, with its truth. */
@Plugin(type = Command.class, name = "Simulate Trial...", headless = true)
public final class SimulateTrialCommand extends ReportingCommand {

    @Parameter(
            label = "Folder",
            description = "folder of the dataset; it is created",
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    // Options of SimulationOption: written by StudyInputsTest
    @Parameter(label = "Participants", description = "number of participants, even, 4 or more", persist = false)
    int participants = SimulationOption.PARTICIPANTS.standard();

    @Parameter(label = "Seed", description = "random seed; the same seed gives identical results", persist = false)
    long seed = SimulationOption.SEED.standard();

    @Parameter(
            label = "Design",
            description = "parallel: two arms, before and after; crossover: drug and placebo for everyone",
            choices = {"parallel", "crossover"},
            persist = false)
    String design = SimulationOption.DESIGN.standard();

    @Parameter(
            label = "Effect of the drug",
            description = "relative to the default effect, 0 to 2; 0: no effect",
            persist = false)
    double effect = SimulationOption.EFFECT.standard();

    @Parameter(
            label = "Variability of the biomarker",
            description = "variability between participants of the biomarker that predicts response, relative to the"
                    + " default, 0 to 3",
            persist = false)
    double biomarker = SimulationOption.BIOMARKER.standard();

    @Parameter(
            label = "Size of the scans",
            description = "small: 4.5 mm, TR 2 s, 200 volumes; protocol: 3 mm, TR 0.8 s, multiband 4, 1000 volumes",
            choices = {"small", "protocol"},
            persist = false)
    String size = SimulationOption.SIZE.standard();

    @Parameter(label = "Volumes", description = "number of volumes of each run; 0: that of the size", persist = false)
    int volumes = SimulationOption.VOLUMES.standard();

    @Parameter(
            label = "Also acquire",
            description =
                    "further files of each run, separated by commas: physio (pulse and breathing recordings), sbref"
                            + " (single-band reference image); empty: none",
            required = false,
            persist = false)
    String acquire = (String) SimulationOption.ACQUIRE.standardInput();

    // end of options

    @Override
    public void execute(Progress progress) throws IOException {
        SimulationOptions options =
                SimulationOptions.DEFAULT.given(CommandSpec.of(getClass()).values(this));
        TrialPlan plan = TrialPlan.draw(options.plan());
        ResultFolder folder = ResultFolder.at(output, "Simulate Trial...");
        Template template = Template.builtIn();
        TrialWriter writer = new TrialWriter(
                        plan,
                        options.size(),
                        options.get(SimulationOption.VOLUMES),
                        new TemplateHead.Template(template.gm(), template.wm(), template.maskImage()))
                .with(options.extras());
        folder.write(options.toMap(), Map.of(), place -> writer.write(place, progress));
        say(Path.of(output).getFileName() + ": " + plan.words());
    }
}
