package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.CommandOptions;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.KeyOrder;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.preprocess.BrainMask;
import sc.fiji.boldj.preprocess.EchoFit;
import sc.fiji.boldj.report.MapsPage;
import sc.fiji.boldj.run.NumberText;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Version;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.echo.EchoRun;
import sc.fiji.boldj.workflow.echo.EchoTimes;

/** Combines the echoes of a run, with maps of T2* and S0. */
@Plugin(type = Command.class, name = "Combine Echoes...", headless = true)
@KeyOrder({"inputs", "echo_times", "fit", "mask", "output", "result"})
public final class CombineEchoesCommand extends ResultCommand {

    private static final String LABEL = "Combine Echoes...";

    @Parameter(
            label = "Echoes",
            description =
                    "text file with one path per line, or titles or paths separated by commas, in the order of their echo times",
            style = CommandKey.OPEN,
            persist = false)
    private String inputs = "";

    @Parameter(
            label = "Echo times (s)",
            description = "seconds separated by commas; empty: EchoTime of the sidecars",
            required = false,
            persist = false)
    private String echoTimes = "";

    @Parameter(
            label = "Fit",
            description =
                    "loglinear: line through the logarithms, weighted by the squared signals; nonlinear: least-squares fit to the signals",
            choices = {"loglinear", "nonlinear"},
            persist = false)
    private String fit = "loglinear";

    @Parameter(
            label = "Within mask",
            description =
                    "voxels to fit; elsewhere the combination is that of the first echo; empty: a brain mask of the first echo",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @Parameter(
            label = "Results (folder)",
            description = "folder to write: maps of T2* and S0, weights and a page",
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus combined;

    @Override
    public void execute(Progress progress) throws IOException {
        ScanList scans = ScanList.parse(inputs);
        if (scans.size() < 2)
            throw new IllegalArgumentException("key 'inputs' names one series: the echoes of a run are two or more");
        ResultFolder folder = ResultFolder.at(output, LABEL);
        List<NeuroImage> echoes = new ArrayList<>();
        for (int e = 0; e < scans.size(); e++)
            echoes.add(scans.read(e, progress.stage(0.3 * e / scans.size(), 0.3 * (e + 1) / scans.size())));
        double[] times = echoTimes.isBlank() ? EchoTimes.of(scans.files()) : times(echoTimes);
        Mask within = mask == null
                ? BrainMask.epi(echoes.get(0), BrainMask.Options.DEFAULT, progress.stage(0.3, 0.4))
                : ImageDoor.mask(mask, echoes.get(0));
        NeuroImage target = target(echoes.get(0), "combined", echoes.get(0).volumes());
        EchoRun run = EchoRun.of(echoes, times, within, EchoFit.Method.named(fit), target, progress.stage(0.4, 0.95));
        Map<String, Object> known = scans.describe();
        folder.write(CommandOptions.of(this), known, place -> {
            run.write(place);
            AtomicFile.writeText(place.resolve("index.html"), page(run, known));
        });
        combined = ImageDoor.toImagePlus(target);
    }

    private static double[] times(String text) {
        String[] words = text.strip().split("\\s*,\\s*", -1);
        double[] times = new double[words.length];
        for (int e = 0; e < words.length; e++) {
            times[e] = NumberText.parse(words[e]);
            if (Double.isNaN(times[e]))
                throw new IllegalArgumentException(
                        "key 'echo_times' must be seconds separated by commas, got '" + words[e] + "'");
        }
        return times;
    }

    private String page(EchoRun run, Map<String, Object> known) {
        MapsPage page = MapsPage.of("Combination of echoes", run.mask())
                .paragraph(run.words())
                .table(run.summary())
                .background(run.first())
                .rising("T2*", "s", run.t2star())
                .rising("S0", "", run.s0());
        List<List<String>> files = new ArrayList<>();
        known.forEach((name, what) -> files.add(List.of(name, String.valueOf(what))));
        List<List<String>> options = new ArrayList<>();
        CommandOptions.of(this).forEach((key, value) -> options.add(List.of(key, String.valueOf(value))));
        return page.build(
                        Table.of(List.of("input", "SHA-256"), files),
                        Table.of(List.of("key", "value"), options),
                        "BoldJ " + Version.text())
                .toHtml();
    }
}
