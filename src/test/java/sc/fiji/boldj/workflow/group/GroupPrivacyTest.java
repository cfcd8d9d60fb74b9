package sc.fiji.boldj.workflow.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.lock.TrialSeal;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.trial.MadeUpSessions;

/** Columns of the dataset's tables that no option names, and what sidecars say of a person, are in no file of the group level. */
class GroupPrivacyTest extends MadeUpSessions {

    /** Name, date of birth, day and time of the scan, serial number of the scanner. */
    private static final List<String> WORDS = List.of("DOE^JOHN", "1947-02-03", "2031-04-05", "06:07:08", "SN4711");

    private static final String PROTOCOL = "{'protocolVersion': 1, 'title': 'Two arms', 'factors': {"
            + "'arm': {'role': 'treatment', 'levels': ['placebo', 'drug'], 'reference': 'placebo'}},"
            + "'endpoints': [{'id': 'pcc', 'kind': 'connection', 'connection': 'PCC - mPFC'}],"
            + "'families': [{'id': 'main', 'rank': 'primary', 'order': [{'endpoint': 'pcc', 'contrast': 'drug - placebo'}]}],"
            + "'permutations': {'number': 100, 'seed': 3}}";

    private static final StepRunner.Listener QUIET = new StepRunner.Listener() {
        @Override
        public void begins(String step, int number, int of) {}

        @Override
        public void isDone(String step, int number, int of) {}
    };

    /** Eight participants, each scanned before and after; the tables and sidecars say more than an analysis needs. */
    private void dataset() throws IOException {
        StringBuilder people = new StringBuilder("participant_id\tage\tarm\tpatient_name\tbirth_date\n");
        for (int i = 1; i <= 8; i++) {
            String label = "0" + i;
            String arm = i % 2 == 0 ? "drug" : "placebo";
            people.append("sub-" + label + "\t" + (30 + i) + "\t" + arm + "\tDOE^JOHN\t1947-02-03\n");
            table(
                    "sub-" + label + "/sub-" + label + "_sessions.tsv",
                    "session_id\tperiod\ttreatment\tscore\tacq_time\n"
                            + "ses-pre\t1\tnone\t" + (20 + i) + "\t2031-04-05T06:07:08\n"
                            + "ses-post\t2\t" + arm + "\t" + (15 + i % 3) + "\t2031-04-05T06:07:08\n");
            for (String session : List.of("pre", "post")) {
                scan(label, session, session.equals("post") && i % 2 == 0 ? 0.5 : 0);
                String stem = "sub-" + label + "/ses-" + session + "/sub-" + label + "_ses-" + session;
                table(
                        stem + "_scans.tsv",
                        "filename\tacq_time\nfunc/sub-" + label + "_ses-" + session
                                + "_task-rest_bold.nii.gz\t2031-04-05T06:07:08\n");
                table(
                        stem.replace("/sub-" + label + "_ses", "/func/sub-" + label + "_ses") + "_task-rest_bold.json",
                        "{\"RepetitionTime\": 2, \"PatientName\": \"DOE^JOHN\", \"PatientBirthDate\": \"1947-02-03\","
                                + " \"AcquisitionDateTime\": \"2031-04-05T06:07:08\", \"DeviceSerialNumber\": \"SN4711\"}");
            }
        }
        table("participants.tsv", people.toString());
        Files.writeString(results.resolve("dataset_description.json"), "{\"Name\": \"BoldJ results\"}\n");
    }

    private static String text(Path file) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static List<String> found(Path folder) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                if (file.toString().endsWith("_bold.nii.gz")) continue; // of the dataset, and not an image
                String text = text(file);
                for (String word : WORDS) if (text.contains(word)) found.add(folder.relativize(file) + ": " + word);
            }
        }
        return found;
    }

    @Test
    void resultsOfAnOpenAnalysisSayNothingOfThePerson() throws IOException {
        dataset();
        List<String> before = found(bids);
        for (String word : WORDS)
            assertTrue(before.stream().anyMatch(line -> line.endsWith(word)), word + " is in " + before);
        run(options("change", "age").with(GroupOption.OUTCOME, "score"));
        assertTrue(Files.exists(GroupRun.page(results)));
        assertTrue(sessions().rows() >= 16, "the table of the sessions is filled");
        assertEquals(List.of(), found(results));
    }

    @Test
    void resultsOfALockedTrialSayNothingOfThePerson() throws IOException {
        dataset();
        Path file = root.resolve("protocol.json");
        Files.writeString(file, PROTOCOL.replace('\'', '"'));
        ProtocolFile protocol = ProtocolFile.read(file);
        Map<String, Object> options = new TreeMap<>(
                ProtocolOptions.participant(protocol.protocol(), PARTICIPANT).toMap());
        options.putAll(
                ProtocolOptions.group(protocol.protocol(), GroupOptions.DEFAULT).toMap());
        TrialSeal.lock(results, new TrialSeal.Request(protocol, options, Optional.empty(), "R. Statistician", "p"));
        new ProtocolRun(BidsDataset.read(bids), results, PARTICIPANT, GroupOptions.DEFAULT, TEMPLATE, "BoldJ test")
                .run(new StudyPageSet("BoldJ test"), QUIET, Progress.NONE);
        assertTrue(Files.exists(results.resolve("group/endpoints.tsv")));
        assertEquals(List.of(), found(results));
    }
}
