package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.CommandSpec;
import sc.fiji.boldj.host.ReportingCommand;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.report.TrialSizePage;
import sc.fiji.boldj.run.NumberText;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Version;
import sc.fiji.boldj.workflow.design.PilotValues;
import sc.fiji.boldj.workflow.design.SizedTest;
import sc.fiji.boldj.workflow.design.TrialSizeReport;
import sc.fiji.boldj.workflow.design.TrialSizes;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;

/** Computes the sample size of a declared trial from the variance of a pilot. */
@Plugin(type = Command.class, name = "Plan Trial...", headless = true)
public final class PlanTrialCommand extends ReportingCommand {

    private static final double DECLARED = 0.05;

    @Parameter(
            label = "Pilot results",
            description =
                    "folder of BoldJ results whose group level was run with a protocol, or a table (.tsv) with a row for"
                            + " each session: participant_id, the endpoint, and columns of the factors",
            style = CommandKey.FOLDER,
            persist = false)
    private String results = "";

    @Parameter(
            label = "Protocol",
            description = "JSON file that declares the trial",
            style = CommandKey.OPEN,
            persist = false)
    private String protocol = "";

    @Parameter(
            label = "Endpoint",
            description = "id of an endpoint of the protocol that is one number per session",
            persist = false)
    private String endpoint = "";

    @Parameter(
            label = "Effect",
            description = "difference to be found in each declared test of the endpoint, above 0",
            persist = false)
    private double effect = 0.5;

    @Parameter(
            label = "Unit of the effect",
            description =
                    "sd: standard deviations of the endpoint between participants in one session; endpoint: its unit",
            choices = {"sd", "endpoint"},
            persist = false)
    private String unit = "sd";

    @Parameter(
            label = "True difference for equivalence",
            description = "assumed where equivalence is declared, in the same unit; the margin is that of the protocol",
            persist = false)
    private double trueEffect = 0;

    @Parameter(label = "Power", description = "probability of a significant test, in (0, 1)", persist = false)
    private double power = 0.8;

    @Parameter(
            label = "Alpha",
            description = "level of a family of tests; 0.05: as the protocol declares, which may be another value",
            persist = false)
    private double alpha = DECLARED;

    @Parameter(
            label = "Dropout",
            description = "share of the randomised participants who will not be analysed, 0 to below 1",
            persist = false)
    private double dropout = 0;

    @Parameter(
            label = "Correlation of sessions",
            description = "correlation of two sessions of a participant, 0 to below 1; empty: that of the pilot",
            required = false,
            persist = false)
    private String correlation = "";

    @Parameter(
            label = "Folder",
            description = "folder for the page, the tables and the power curves; created if it does not exist",
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    @Override
    public void execute(Progress progress) throws IOException {
        ResultFolder folder = ResultFolder.at(output, "Plan Trial...");
        String given = correlation.strip();
        if (!given.isEmpty() && !NumberText.isNumber(given))
            throw new IllegalArgumentException("correlation must be a number in [0, 1), got '" + given + "'");
        TrialSizes.Assumptions assumed = new TrialSizes.Assumptions(
                effect,
                trueEffect,
                unit.equals("sd"),
                power,
                alpha == DECLARED ? Double.NaN : alpha,
                dropout,
                given.isEmpty() ? Double.NaN : NumberText.parse(given));
        ProtocolFile file = ProtocolFile.read(Path.of(protocol.strip()));
        Endpoint wanted = file.protocol().endpoints().get(endpoint.strip());
        if (wanted == null)
            throw new IllegalArgumentException("endpoint: the protocol has no endpoint '" + endpoint + "', only "
                    + String.join(", ", file.protocol().endpoints().keySet()));
        if (!wanted.isNumber())
            throw new IllegalArgumentException("endpoint: " + wanted.id()
                    + " is a map; choose an endpoint that is one number per session, such as the mean of a region");
        PilotValues pilot = PilotValues.of(Path.of(results.strip()), file.protocol(), wanted);
        List<SizedTest> tests = new TrialSizes(file.protocol(), wanted, pilot.variance(), assumed).tests();
        TrialSizeReport report = TrialSizeReport.of(file.protocol(), wanted.id(), pilot, assumed, tests);
        Map<String, Object> options = new TreeMap<>(CommandSpec.of(getClass()).values(this));
        options.remove("output");
        Map<String, Object> inputs = new TreeMap<>();
        inputs.put("protocol", Map.of("Sha256", file.digest()));
        inputs.put("pilot", Map.of("Sha256", FileDigest.of(pilot.source())));
        folder.write(options, inputs, place -> {
            write(
                    place,
                    "index.html",
                    TrialSizePage.of(report, power, "BoldJ " + Version.text()).toHtml());
            TsvFiles.write(report.sizes(), place.resolve("plan.tsv"));
            TsvFiles.write(report.curveTable(), place.resolve("power.tsv"));
            TsvFiles.write(report.effects(), place.resolve("effects.tsv"));
            TsvFiles.write(report.pilot(), place.resolve("pilot.tsv"));
            for (int k = 0; k < report.curves().size(); k++)
                write(
                        place,
                        "power_" + (k + 1) + ".svg",
                        TrialSizePage.svg(report.curves().get(k), power));
        });
        say(report.verdict() + "\n" + Path.of(output.strip()).resolve("index.html"));
    }

    private static void write(Path folder, String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    }
}
