package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Name, date of birth, day of the scan and the scanner's serial number are in no file of the results. */
class ParticipantPrivacyTest {

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
                if (file.toString().endsWith("post_task-rest_bold.nii.gz")) continue; // cut short
                String text = text(file);
                for (String word : PersonalData.WORDS)
                    if (text.contains(word)) found.add(folder.relativize(file) + ": " + word);
            }
        }
        return found;
    }

    @Test
    void resultsSayNothingOfThePerson() throws IOException {
        FinishedParticipant finished = FinishedParticipant.get();
        List<String> dataset = found(finished.bids());
        for (String word : PersonalData.WORDS)
            assertTrue(dataset.stream().anyMatch(line -> line.endsWith(word)), word + " is in " + dataset);
        assertEquals(List.of(), found(finished.out()));
    }
}
