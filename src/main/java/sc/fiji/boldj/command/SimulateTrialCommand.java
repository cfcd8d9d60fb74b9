package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.TemplateHead;
import sc.fiji.boldj.simulate.TrialPlan;
import sc.fiji.boldj.workflow.study.TrialWriter;

/** Writes a simulated drug trial as BIDS, with its truth. */
@Plugin(type = Command.class, name = "Simulate Trial...", headless = true)
public final class SimulateTrialCommand extends BoldCommand {

    @Parameter(
            label = "Folder",
            description = "folder of the dataset; it is made",
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    @Parameter(label = "Participants", description = "number of participants, even, 4 or more", persist = false)
    private int participants = 16;

    @Parameter(label = "Seed", description = "the same seed gives the same bytes", persist = false)
    private long seed = 1;

    @Parameter(
            label = "Design",
            description = "parallel: two arms, before and after; crossover: drug and placebo for everyone",
            choices = {"parallel", "crossover"},
            persist = false)
    private String design = "parallel";

    @Parameter(
            label = "Effect of the drug",
            description = "relative to the standard one, 0 to 2; 0: a trial without effect",
            persist = false)
    private double effect = 1;

    @Parameter(
            label = "Spread of the biomarker",
            description =
                    "variability between participants of the biomarker that predicts response, relative to the default, 0 to 3",
            persist = false)
    private double biomarker = 1;

    @Parameter(
            label = "Size of the scans",
            description = "small: 4.5 mm, TR 2 s, 200 volumes; protocol: 3 mm, TR 0.8 s, multiband 4, 1000 volumes",
            choices = {"small", "protocol"},
            persist = false)
    private String size = "small";

    @Parameter(label = "Volumes", description = "of each run; 0: as the size says", persist = false)
    private int volumes = 0;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private String summary = "";

    @Override
    public void execute(Progress progress) throws IOException {
        TrialPlan plan = TrialPlan.draw(new TrialPlan.Options(
                TrialPlan.Kind.valueOf(design.toUpperCase(Locale.ROOT)), participants, effect, biomarker, seed));
        ResultFolder folder = ResultFolder.at(output, "Simulate Trial...");
        Template template = Template.builtIn();
        TrialWriter writer = new TrialWriter(
                plan,
                TrialWriter.Size.valueOf(size.toUpperCase(Locale.ROOT)),
                volumes,
                new TemplateHead.Template(template.gm(), template.wm(), template.maskImage()));
        Map<String, Object> options = new TreeMap<>();
        options.put("participants", participants);
        options.put("seed", seed);
        options.put("design", design);
        options.put("effect", effect);
        options.put("biomarker", biomarker);
        options.put("size", size);
        options.put("volumes", volumes);
        folder.write(options, Map.of(), place -> writer.write(place, progress));
        long responders = plan.participants().stream()
                .filter(TrialPlan.Participant::responder)
                .count();
        summary = String.format(
                Locale.ROOT,
                "%s: %d participants, %s trial, effect %s, %d responders to the drug",
                Path.of(output).getFileName(),
                participants,
                design,
                effect,
                responders);
    }
}
