package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** What scanners and converters write about a person and a day; none of it belongs in results. */
final class PersonalData {

    /** Name, date of birth, day and time of the scan, serial number of the scanner. */
    static final List<String> WORDS = List.of("DOE^JOHN", "19470203", "2031-04-05", "20310405", "06:07:08", "SN4711");

    private static final String SIDECAR =
            """
            {
              "PatientName" : "DOE^JOHN", "PatientBirthDate" : "19470203", "AcquisitionDateTime" : "2031-04-05T06:07:08",
              "AcquisitionTime" : "06:07:08.5", "StudyDate" : "20310405", "DeviceSerialNumber" : "SN4711",""";

    private PersonalData() {}

    /** Adds them to headers and sidecars of a person's scans, and the day to the table of the sessions. */
    static void addTo(Path subject) throws IOException {
        try (Stream<Path> all = Files.walk(subject)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (file.toString().endsWith(".nii.gz")) addToHeader(file);
                if (file.toString().endsWith(".json"))
                    Files.writeString(file, Files.readString(file).replaceFirst("\\{", SIDECAR));
            }
        }
        Files.writeString(
                subject.resolve(subject.getFileName() + "_sessions.tsv"),
                "session_id\tacq_time\nses-pre\t2031-04-05T06:07:08\nses-post\t2031-04-06T06:07:08\n");
    }

    private static void addToHeader(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            bytes = in.readAllBytes();
        }
        byte[] words = "DOE^JOHN 19470203 20310405".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(words, 0, bytes, 148, words.length); // descrip
        System.arraycopy(words, 0, bytes, 228, 24); // aux_file
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(bytes);
        }
    }
}
