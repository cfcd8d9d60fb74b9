package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.group.GroupRun;
import sc.fiji.boldj.workflow.participant.NodeTables;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.Variant;

/** A dataset of files that are never opened, with simulated results of the participant level, and the group level on them. */
public abstract class MadeUpSessions {

    protected static final ParticipantOptions PARTICIPANT = ParticipantOptions.DEFAULT
            .with(ParticipantOption.VOXEL, 10.0)
            .with(ParticipantOption.NONLINEAR, false)
            .with(ParticipantOption.COLUMNS, "24P")
            .with(ParticipantOption.SENSITIVITY, false);

    protected static final Template TEMPLATE = Template.builtIn();

    private static final VoxelGrid GRID = Template.grid(10);
    private static final Mask MASK = TEMPLATE.onGrid(GRID).mask();

    @TempDir
    protected Path root;

    protected Path bids;
    protected Path results;

    /** The file of spatial maps that the group level is told of; empty for none. */
    protected String components = "";

    protected void table(String name, String text) throws IOException {
        Path file = root.resolve("bids").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** A session, or the only scan if it has no label, whose PCC - mPFC is raised. */
    protected void scan(String subject, String session, double raised) throws IOException {
        bids = root.resolve("bids");
        results = root.resolve("results");
        String name = "sub-" + subject + (session.isEmpty() ? "" : "_ses-" + session) + "_task-rest_bold.nii.gz";
        Path func = bids.resolve("sub-" + subject).resolve(session.isEmpty() ? "func" : "ses-" + session + "/func");
        Path file = Files.createDirectories(func).resolve(name);
        Files.writeString(file, "not opened");
        ScanFiles files = new ScanFiles(
                results, new BidsScan(file, subject, session, "rest", "", "bold"), ParticipantRun.space(PARTICIPANT));
        Files.createDirectories(files.quality().getParent());
        quality(files, 0.1);
        StudyFiles.write(MASK, NeuroImage.floats("x", GRID, 1, SeriesTiming.UNKNOWN), files.mask());
        List<String> names = CoordinateTable.networkNodes().names();
        int n = names.size();
        double[][] z = new double[n][n];
        for (int i = 0; i < n; i++) {
            double[] draws = new double[n];
            Seeds.fillGaussian(Seeds.stream(name.hashCode(), i), draws);
            for (int j = 0; j < i; j++) {
                boolean cingulate =
                        names.get(j).contains("MPFC") && names.get(i).contains("PCC");
                cingulate |= names.get(i).contains("MPFC") && names.get(j).contains("PCC");
                z[i][j] = 0.3 + 0.1 * draws[j] + (cingulate ? raised : 0);
                z[j][i] = z[i][j];
            }
            z[i][i] = Double.NaN;
        }
        Table.Builder table = Table.builder().add("node", names);
        for (int j = 0; j < n; j++) {
            int column = j;
            table.add(
                    names.get(j),
                    Arrays.stream(z).mapToDouble(row -> row[column]).toArray());
        }
        TsvFiles.write(table.build(), NodeTables.nodes(files, Variant.MAIN));
    }

    protected void quality(ScanFiles files, double displacement) throws IOException {
        Map<String, Object> quality = new TreeMap<>();
        quality.put("MeanFramewiseDisplacement", displacement);
        quality.put("DegreesOfFreedom", 60);
        quality.put("CoverageOfTemplateBrain", 0.95);
        JsonFile.write(files.quality(), quality);
    }

    protected void moved(String subject, String session) throws IOException {
        for (BidsScan scan : BidsDataset.read(bids).bold(subject))
            if (scan.session().equals(session))
                quality(new ScanFiles(results, scan, ParticipantRun.space(PARTICIPANT)), 2);
    }

    protected static GroupOptions options(String design, String covariates) {
        return GroupOptions.DEFAULT
                .with(GroupOption.DESIGN, design)
                .with(GroupOption.COVARIATES, covariates)
                .with(GroupOption.MAPS, List.of())
                .with(GroupOption.PERMUTATIONS, 200)
                .with(GroupOption.ALPHA, 0.35);
    }

    protected String run(String design, String covariates) throws IOException {
        return run(options(design, covariates));
    }

    protected String run(GroupOptions options) throws IOException {
        StepRunner.Listener quiet = new StepRunner.Listener() {
            @Override
            public void begins(String step, int number, int of) {}

            @Override
            public void isDone(String step, int number, int of) {}
        };
        return new GroupRun(
                        BidsDataset.read(bids),
                        results,
                        PARTICIPANT.with(ParticipantOption.COMPONENTS, components),
                        options,
                        TEMPLATE,
                        "BoldJ test",
                        new StudyPageSet("BoldJ test"))
                .run(quiet, Progress.NONE);
    }

    protected double effect() throws IOException {
        Table table = TsvFiles.read(results.resolve("group/connections.tsv"));
        return table.numbers("effect")[table.texts("connection").indexOf("PCC - mPFC")];
    }

    protected String page() throws IOException {
        return Files.readString(GroupRun.page(results));
    }

    protected Table sessions() throws IOException {
        return TsvFiles.read(results.resolve("group/sessions.tsv"));
    }
}
