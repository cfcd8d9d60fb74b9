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
import sc.fiji.boldj.workflow.design.ProtocolScans;
import sc.fiji.boldj.workflow.design.ProtocolTrial;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.protocol.TrialTruth;
import sc.fiji.boldj.workflow.study.SimulationOption;
import sc.fiji.boldj.workflow.study.SimulationOptions;
import sc.fiji.boldj.workflow.study.TrialWriter;

/** Writes a simulated drug trial as BIDS, with its truth. */
@Plugin(type = Command.class, name = "Simulate Trial...", headless = true)
public final class SimulateTrialCommand extends ReportingCommand {

    @Parameter(
            label = "Folder",
            description = "folder of the dataset; created if it does not exist",
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    // Options of SimulationOption: written by StudyInputsTest
    @Parameter(
            label = "Participants",
            description = "number of participants, even, 2 or more; with a protocol any number from 2",
            persist = false)
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
            description =
                    "size of the drug effect relative to the default, 0 to 2; 0: none; with a protocol in standard"
                            + " deviations of each endpoint",
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
                            + " (single-band reference image), echoes (three echoes), pepolar (distorted runs with an opposed pair of"
                            + " each session), phasediff (distorted runs with a measured field map); empty: none",
            required = false,
            persist = false)
    String acquire = (String) SimulationOption.ACQUIRE.standardInput();

    @Parameter(
            label = "Protocol",
            description =
                    "JSON file that declares the trial to simulate; replaces design and biomarker; empty: the trial"
                            + " of these keys",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    String protocol = SimulationOption.PROTOCOL.standard();

    @Parameter(
            label = "Truth",
            description = "with a protocol: JSON file of the planted effects; empty: the effect on the contrast of the"
                    + " first declared test",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    String truth = SimulationOption.TRUTH.standard();

    @Parameter(
            label = "Inputs",
            description =
                    "with a protocol: scans, for the participant level; group: its results in place of scans, for the"
                            + " group level alone",
            choices = {"scans", "group"},
            persist = false)
    String inputs = SimulationOption.INPUTS.standard();

    @Parameter(
            label = "Missing sessions",
            description = "with a protocol: share of the sessions after the first that are missing, 0 to below 1",
            persist = false)
    double missing = SimulationOption.MISSING.standard();

    @Parameter(label = "Sites", description = "with a protocol: number of sites, 1 to 26", persist = false)
    int sites = SimulationOption.SITES.standard();

    @Parameter(
            label = "Carry-over",
            description = "with a protocol: share of the effect of a treatment that is left in the next period, 0 to 1",
            persist = false)
    double carryOver = SimulationOption.CARRY_OVER.standard();

    // end of options

    @Override
    public void execute(Progress progress) throws IOException {
        SimulationOptions options =
                SimulationOptions.DEFAULT.given(CommandSpec.of(getClass()).values(this));
        if (!options.get(SimulationOption.PROTOCOL).isEmpty()) {
            declared(options, progress);
            return;
        }
        TrialPlan plan = TrialPlan.draw(options.plan());
        ResultFolder folder = ResultFolder.at(output, "Simulate Trial...");
        Template template = Template.builtIn();
        TrialWriter writer = new TrialWriter(
                        plan,
                        options.size(),
                        options.get(SimulationOption.VOLUMES),
                        new TemplateHead.Template(template.gm(), template.wm(), template.maskImage()))
                .with(options.extras());
        folder.writeDataset(options.toMap(), Map.of(), place -> writer.write(place, progress));
        say(Path.of(output).getFileName() + ": " + plan.words());
    }

    /** The trial of a protocol. */
    private void declared(SimulationOptions options, Progress progress) throws IOException {
        ResultFolder folder = ResultFolder.at(output, "Simulate Trial...");
        ProtocolFile file = ProtocolFile.read(Path.of(options.get(SimulationOption.PROTOCOL)));
        TrialTruth standard = TrialTruth.standard(
                file.protocol(),
                options.get(SimulationOption.EFFECT),
                options.get(SimulationOption.MISSING),
                options.get(SimulationOption.SITES),
                options.get(SimulationOption.CARRY_OVER));
        String given = options.get(SimulationOption.TRUTH);
        TrialTruth truth = given.isEmpty() ? standard : TrialTruth.read(Path.of(given), file.protocol(), standard);
        ProtocolTrial trial = ProtocolTrial.draw(
                file, truth, options.get(SimulationOption.PARTICIPANTS), options.get(SimulationOption.SEED));
        boolean scans = options.get(SimulationOption.INPUTS).equals("scans");
        folder.writeDataset(options.toMap(), Map.of("protocol", Map.of("Sha256", file.digest())), place -> {
            if (scans) ProtocolScans.of(trial, options).write(place, progress);
            else trial.writeGroupInputs(place, progress);
        });
        String name = Path.of(output).getFileName().toString();
        say(name + ": " + trial.words()
                + (scans ? "" : "\nresults for the group level: " + Path.of(output, ProtocolTrial.RESULTS)));
    }
}
