package sc.fiji.boldj.workflow.design;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.check.DatasetInspection;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.protocol.TrialTruth;
import sc.fiji.boldj.workflow.study.DatasetTexts;
import sc.fiji.boldj.workflow.trial.ProtocolNodes;

/**
 * A simulated trial as a protocol declares it, with its truth: a BIDS dataset with scans, or with the results of the participant level
 * in place of them.
 */
public final class ProtocolTrial {

    /** Where the results stand that the group level reads. */
    public static final String RESULTS = "derivatives/boldj";

    /** Task of endpoints that name none. */
    private static final String REST = "rest";

    private static final String DOSES = "*_infusion.tsv";

    private final ProtocolFile file;
    private final TrialProtocol protocol;
    private final TrialTruth truth;
    private final long seed;
    private final DrawnTrial trial;
    private final Map<String, List<Endpoint>> tasks = new LinkedHashMap<>();

    private ProtocolTrial(ProtocolFile file, TrialTruth truth, long seed, DrawnTrial trial) {
        this.file = file;
        this.protocol = file.protocol();
        this.truth = truth;
        this.seed = seed;
        this.trial = trial;
        for (Endpoint endpoint : protocol.endpoints().values())
            if (!(endpoint.source() instanceof Endpoint.Score))
                tasks.computeIfAbsent(endpoint.task().isEmpty() ? REST : endpoint.task(), key -> new ArrayList<>())
                        .add(endpoint);
        if (tasks.isEmpty()) tasks.put(REST, List.of());
    }

    /**
     * Draws a trial.
     *
     * @param participants number of participants, 2 or more
     * @throws IllegalArgumentException if the truth contradicts itself, or blocks cannot hold the arms
     */
    public static ProtocolTrial draw(ProtocolFile file, TrialTruth truth, int participants, long seed) {
        if (participants < 2 || participants > 100_000)
            throw new IllegalArgumentException("participants must be 2 to 100000, got " + participants);
        List<DrawnTrial.DrawnPerson> people = new TrialDraw(file.protocol(), truth, seed).people(participants);
        Map<String, double[]> values = new EndpointDraw(file.protocol(), truth, seed).values(people);
        return new ProtocolTrial(file, truth, seed, new DrawnTrial(people, values));
    }

    DrawnTrial trial() {
        return trial;
    }

    Map<String, List<Endpoint>> tasks() {
        return tasks;
    }

    TrialProtocol protocol() {
        return protocol;
    }

    long seed() {
        return seed;
    }

    /** Participants, sessions and what is missing, in a sentence. */
    public String words() {
        long sessions =
                trial.people().stream().mapToLong(p -> p.sessions().size()).sum();
        long missed = trial.people().stream()
                .flatMap(p -> p.sessions().stream())
                .filter(DrawnTrial.DrawnSession::missed)
                .count();
        return trial.people().size() + " participants, " + (sessions - missed) + " sessions"
                + (missed == 0 ? "" : " (" + missed + " missing)") + ", tasks " + String.join(", ", tasks.keySet());
    }

    /**
     * Writes tables, events and truth, and the results of the participant level with a log that names them; scans are empty files.
     *
     * @param folder an empty folder
     */
    public void writeGroupInputs(Path folder, Progress progress) throws IOException {
        writeEmptyScans(folder);
        GroupInputWriter writer = new GroupInputWriter(
                folder.resolve(RESULTS),
                new LinkedHashMap<>(tasks),
                ProtocolNodes.of(protocol),
                seed,
                truth.correlation());
        try {
            FixedChunks.forEach(
                    trial.people().size(), 1, (person, next) -> writeGroupInputs(folder, writer, person), progress);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        SimulatedLog.write(
                folder.resolve(RESULTS),
                new TreeMap<>(
                        Map.of("participants", trial.people().size(), "protocol_sha256", file.digest(), "seed", seed)));
    }

    private void writeGroupInputs(Path folder, GroupInputWriter writer, int number) {
        DrawnTrial.DrawnPerson person = trial.people().get(number);
        try {
            for (DrawnTrial.DrawnSession session : person.sessions())
                if (!session.missed())
                    for (String task : tasks.keySet())
                        writer.write(scan(folder, person, session, task), number, session.index(), trial.endpoints());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes tables, events and truth; scans are empty files. */
    void writeEmptyScans(Path folder) throws IOException {
        tables(folder, true);
        for (DrawnTrial.DrawnPerson person : trial.people())
            for (DrawnTrial.DrawnSession session : person.sessions()) {
                if (session.missed()) continue;
                for (String task : tasks.keySet()) {
                    Path scan = scan(folder, person, session, task).file();
                    Files.createDirectories(scan.getParent());
                    Files.write(scan, new byte[0]);
                }
            }
    }

    /** The series of a session. */
    static BidsScan scan(Path folder, DrawnTrial.DrawnPerson person, DrawnTrial.DrawnSession session, String task) {
        boolean one = session.label().isEmpty();
        Path func = folder.resolve("sub-" + person.label()).resolve(one ? "func" : "ses-" + session.label() + "/func");
        String name =
                "sub-" + person.label() + (one ? "" : "_ses-" + session.label()) + "_task-" + task + "_bold.nii.gz";
        return new BidsScan(func.resolve(name), person.label(), session.label(), task, "", "bold");
    }

    /** Writes all but the scans. */
    void tables(Path folder, boolean empty) throws IOException {
        Files.createDirectories(folder);
        DatasetTexts.write(
                folder,
                "Simulated trial, seed " + seed + ": " + protocol.title(),
                empty ? Map.of(DatasetInspection.EMPTY_SCANS, true) : Map.of());
        new TrialTables(protocol, trial).write(folder);
        List<String> unknown = new ArrayList<>(); // what BIDS does not define
        if (empty) unknown.add("*_bold.nii.gz");
        for (String task : tasks.keySet()) {
            Optional<TaskSchedule> schedule = TaskSchedule.of(protocol, task, tasks.get(task));
            if (schedule.isEmpty()) continue;
            AtomicFile.writeText(
                    folder.resolve("task-" + task + "_events.tsv"),
                    schedule.get().table().toTsv());
            if (schedule.get().doses().isEmpty()) continue;
            AtomicFile.writeText(
                    folder.resolve("task-" + task + "_infusion.tsv"),
                    schedule.get().doses().get().toTsv());
            if (!unknown.contains(DOSES)) unknown.add(DOSES);
        }
        if (!unknown.isEmpty()) AtomicFile.writeText(folder.resolve(".bidsignore"), String.join("\n", unknown) + "\n");
        truth(Files.createDirectories(folder.resolve("derivatives/truth")));
    }

    private void truth(Path folder) throws IOException {
        Files.writeString(folder.resolve("protocol.json"), file.canonical() + "\n", StandardCharsets.UTF_8);
        Map<String, Object> record = new LinkedHashMap<>(truth.toMap());
        record.put("seed", seed);
        record.put("protocolSha256", file.digest());
        record.put(
                "unit",
                "standard deviations of the endpoint between participants in one session, without site differences");
        record.put("placeOfMapEffects", List.of(0, 50, 0, 15));
        JsonFile.write(folder.resolve("truth.json"), record);
        TsvFiles.write(TrueContrasts.of(protocol, truth), folder.resolve("contrasts.tsv"));
        List<List<String>> rows = new ArrayList<>();
        for (DrawnTrial.DrawnPerson person : trial.people())
            for (DrawnTrial.DrawnSession session : person.sessions()) {
                List<String> row = new ArrayList<>(List.of(
                        "sub-" + person.label(),
                        session.label().isEmpty() ? Table.MISSING : "ses-" + session.label(),
                        session.missed() ? "yes" : "no"));
                for (String endpoint : trial.endpoints().keySet())
                    row.add(String.format(Locale.ROOT, "%.4f", trial.endpoints().get(endpoint)[session.index()]));
                rows.add(row);
            }
        List<String> names = new ArrayList<>(List.of("participant_id", "session_id", "missed"));
        names.addAll(trial.endpoints().keySet());
        TsvFiles.write(Table.of(names, rows), folder.resolve("values.tsv"));
    }
}
