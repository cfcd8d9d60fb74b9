package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.NamedFiles;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.report.VisitStudyPage;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.Origin;
import sc.fiji.boldj.workflow.trial.VisitStudy;

/** Compares arms at visits with the mixed model for repeated measures; participants with some visits missing stay. */
@Plugin(type = Command.class, name = "Mixed Model...", headless = true)
public final class MixedModelCommand extends FolderCommand {

    @Parameter(
            label = "Table (.tsv)",
            description = "table with one row for each participant and visit",
            style = CommandKey.OPEN,
            persist = false)
    private String table = "";

    @Parameter(label = "Value", description = "column of numbers that is analysed; n/a: missing visit", persist = false)
    private String value = "";

    @Parameter(label = "Participant", description = "column of participants", persist = false)
    private String subject = "participant_id";

    @Parameter(label = "Visit", description = "column of visits, in the order of their first rows", persist = false)
    private String visit = "session_id";

    @Parameter(label = "Arm", description = "column of arms; the first in the table is the comparator", persist = false)
    private String arm = "arm";

    @Parameter(
            label = "Baseline",
            description = "visit whose value is a covariate, with a slope at each visit; empty: none",
            required = false,
            persist = false)
    private String baseline = "";

    @Parameter(
            label = "Covariates",
            description = "columns separated by commas, equal in all rows of a participant; words are levels",
            required = false,
            persist = false)
    private String covariates = "";

    @Parameter(
            label = "Contrasts",
            description =
                    "expressions in the names of arms, separated by |, such as high - placebo | high - low; empty: each arm minus the first",
            required = false,
            persist = false)
    private String contrasts = "";

    @Parameter(label = "Alpha", description = "two-sided level of the intervals, in (0, 1)", persist = false)
    private double alpha = 0.05;

    @Override
    public void execute(Progress progress) throws IOException {
        requireFree();
        Path file = NamedFiles.existing("table", table);
        if (value.isBlank()) throw new IllegalArgumentException("value: name the column of the table that is analysed");
        VisitStudy study;
        try {
            study = VisitStudy.of(
                    TsvFiles.read(file),
                    new VisitStudy.Columns(
                            value.strip(), subject.strip(), visit.strip(), arm.strip(), parts(covariates, ",")),
                    baseline.strip(),
                    parts(contrasts, "\\|"),
                    alpha);
        } catch (DataException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        Map<String, String> hashes = new LinkedHashMap<>();
        Path folder = file.toAbsolutePath().getParent();
        GroupInputs.hash(hashes, folder, file.toAbsolutePath());
        Origin origin = origin(hashes);
        String page = VisitStudyPage.of(
                        study,
                        "Mixed model of " + value.strip() + " in " + file.getFileName(),
                        origin.inputTable(),
                        origin.optionTable(),
                        origin.program())
                .toHtml();
        write(origin, target -> {
            TsvFiles.write(study.estimates(), target.resolve("estimates.tsv"));
            TsvFiles.write(study.means(), target.resolve("means.tsv"));
            TsvFiles.write(study.missing(), target.resolve("missing.tsv"));
            AtomicFile.writeText(target.resolve("index.html"), page);
            return Map.of("Result", String.join(" ", study.verdict()));
        });
        say(study.verdict());
    }

    private static List<String> parts(String text, String separator) {
        return Arrays.stream(text.split(separator))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
