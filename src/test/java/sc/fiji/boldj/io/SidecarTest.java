package sc.fiji.boldj.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.Fixtures;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.run.Progress;

class SidecarTest {

    @TempDir
    Path folder;

    private Path text(String path, String content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Two by two voxels, four slices, five volumes, TR 0.8 s in the header. */
    private Path scan(String path) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, TestHeader.nifti1(2, 2, 2, 4, 5).file(2, new double[80]));
    }

    private static NeuroImage read(Path scan) throws IOException {
        return NiftiReader.read(scan, NiftiReader.Options.DEFAULT, Progress.NONE);
    }

    private static String findings(NeuroImage image) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : ((NiftiHeader) image.header().orElseThrow()).findings())
            text.append(finding.level()).append(' ').append(finding.text()).append('\n');
        return text.toString();
    }

    @Test
    void deeperAndMoreSpecificWins() throws IOException {
        text("data/dataset_description.json", "{\"Name\": \"x\"}");
        text("task-rest_bold.json", "{\"TaskName\": \"outside the dataset\"}");
        text("data/task-rest_bold.json", "{\"TaskName\": \"rest\", \"EchoTime\": 0.03, \"RepetitionTime\": 0.8}");
        text("data/task-other_bold.json", "{\"TaskName\": \"other\"}");
        text("data/sub-01/sub-01_bold.json", "{\"EchoTime\": 0.04}");
        text("data/sub-01/func/sub-01_task-rest_bold.json", "{\"FlipAngle\": 50, \"EchoTime\": 0.05}");
        text("data/sub-01/func/sub-01_task-rest_run-1_bold.json", "{\"EchoTime\": 0.06}");
        text("data/sub-01/func/sub-01_task-rest_events.json", "{\"EchoTime\": 0.07}");
        text("data/sub-01/func/sub-02_task-rest_bold.json", "{\"EchoTime\": 0.08}");
        Sidecar one = Sidecar.find(scan("data/sub-01/func/sub-01_task-rest_run-1_bold.nii"));
        assertEquals(0.06, one.echoTime().getAsDouble());
        assertEquals("rest", one.taskName().orElseThrow());
        assertEquals(50, one.number("FlipAngle").getAsDouble());
        assertEquals(4, one.files().size(), one.files() + "");
        Sidecar two = Sidecar.find(scan("data/sub-01/func/sub-01_task-rest_run-2_bold.nii.gz"));
        assertEquals(0.05, two.echoTime().getAsDouble());
    }

    @Test
    void bidsIsNotNeeded() throws IOException {
        Path scan = scan("series5.nii");
        assertTrue(Sidecar.find(scan).isEmpty());
        assertEquals(0.8, read(scan).timing().repetitionTime());
        text("series5.json", "{\"SliceTiming\": [0, 0.4, 0.2, 0.6]}");
        assertArrayEquals(new double[] {0, 0.4, 0.2, 0.6}, read(scan).timing().sliceTimes());
        text("series5.json", "{\"SliceTiming\": [0, 0.4");
        NeuroImage damaged = read(scan);
        assertFalse(damaged.timing().hasSliceTimes());
        assertTrue(findings(damaged).contains("not valid JSON at line 1"), findings(damaged));
    }

    @Test
    void directionReversesAndOtherAxesAreLeftOut() throws IOException {
        Path scan = scan("a.nii");
        text("a.json", "{\"SliceTiming\": [0, 0.2, 0.4, 0.6], \"SliceEncodingDirection\": \"k-\"}");
        assertArrayEquals(new double[] {0.6, 0.4, 0.2, 0}, read(scan).timing().sliceTimes());
        text("a.json", "{\"SliceTiming\": [0, 0.2, 0.4, 0.6], \"SliceEncodingDirection\": \"j\"}");
        NeuroImage image = read(scan);
        assertFalse(image.timing().hasSliceTimes());
        assertTrue(findings(image).contains("along axis j"), findings(image));
    }

    @Test
    void millisecondsAreSaidNeverConverted() throws IOException {
        Path scan = scan("a.nii");
        text("a.json", "{\"RepetitionTime\": 800, \"SliceTiming\": [0, 200, 400, 600]}");
        NeuroImage image = read(scan);
        assertEquals(0.8, image.timing().repetitionTime(), "from the header");
        assertFalse(image.timing().hasSliceTimes());
        assertTrue(findings(image).contains("RepetitionTime = 800.0 would be seconds but looks like milliseconds"));
        assertTrue(findings(image).contains("SliceTiming goes up to 600.0"), findings(image));
        Path file = folder.resolve("a.json");
        IOException e = assertThrows(IOException.class, () -> Sidecar.sliceTimes(file, 4, 0.8));
        assertTrue(e.getMessage().contains("milliseconds") && e.getMessage().contains("a.json"), e.getMessage());
    }

    @Test
    void theSidecarWinsAndTheConflictIsSaid() throws IOException {
        Path scan = scan("a.nii");
        text("a.json", "{\"RepetitionTime\": 2}");
        NeuroImage image = read(scan);
        assertEquals(2, image.timing().repetitionTime());
        assertTrue(findings(image).contains("0.8"), findings(image));
        Path copy = folder.resolve("copy.nii");
        NiftiWriter.write(image, copy, NiftiWriter.Options.DEFAULT, Progress.NONE);
        assertEquals(2, read(copy).timing().repetitionTime(), "and is what is written");
        text("a.json", "{\"RepetitionTime\": 0.80001}");
        assertEquals(0.8, read(scan).timing().repetitionTime(), "rounding is no conflict");
    }

    @Test
    void wrongSliceTimesNameTheSlice() throws IOException {
        for (String[] bad : new String[][] {
            {"[0, 0.2, 0.4]", "3 entries but the image has 4"},
            {"[0, -0.2, 0.4, 0.6]", "slice 1"},
            {"[0, \"x\", 0.4, 0.6]", "slice 1"},
            {"[0, 0.2, 0.4, 0.9]", "not below the repetition time"}
        }) {
            Path file = text("b.json", "{\"SliceTiming\": " + bad[0] + "}");
            IOException e = assertThrows(IOException.class, () -> Sidecar.sliceTimes(file, 4, 0.8));
            assertTrue(e.getMessage().contains(bad[1]), e.getMessage());
        }
        Path none = text("b.json", "{}");
        assertThrows(IOException.class, () -> Sidecar.sliceTimes(none, 4, 0.8));
    }

    @Test
    void multibandFactorIsHeldAgainstTheTimes() throws IOException {
        Path scan = scan("a.nii");
        text("a.json", "{\"SliceTiming\": [0, 0.4, 0, 0.4], \"MultibandAccelerationFactor\": 2}");
        assertFalse(findings(read(scan)).contains("Multiband"));
        text("a.json", "{\"SliceTiming\": [0, 0.2, 0.4, 0.6], \"MultibandAccelerationFactor\": 2}");
        assertTrue(findings(read(scan)).contains("MultibandAccelerationFactor = 2 but 1 of 4 slices"));
    }

    @Test
    void startTimeOfACorrectedSeriesComesBack() throws IOException {
        Path scan = scan("a.nii");
        SeriesTiming corrected = SeriesTiming.every(0.8).correctedTo(0.4);
        JsonFile.write(folder.resolve("a.json"), Sidecar.keysOf(corrected));
        assertEquals(corrected, read(scan).timing());
        SeriesTiming slices = SeriesTiming.every(0.8).withSliceTimes(0, 0.2, 0.4, 0.6);
        JsonFile.write(folder.resolve("a.json"), Sidecar.keysOf(slices));
        assertEquals(slices, read(scan).timing());
    }

    @Test
    void jsonIsSortedAtEveryDepth() throws IOException {
        Path file = folder.resolve("o.json");
        JsonFile.write(file, Map.of("b", List.of(1, 2.5), "a", Map.of("d", true, "c", "x"), "e", Double.NaN));
        assertEquals(
                "{\n  \"a\" : {\n    \"c\" : \"x\",\n    \"d\" : true\n  },\n  \"b\" : [ 1, 2.5 ],\n  \"e\" : \"NaN\"\n}\n",
                Files.readString(file));
        Path list = text("l.json", "[1]");
        assertTrue(assertThrows(IOException.class, () -> Sidecar.read(list))
                .getMessage()
                .contains("l.json"));
    }

    @Test
    void realSidecars() throws IOException {
        Path data = Fixtures.path("data/real-subject").getParent();
        Path scan = data.resolve("real-subject/sub-01/func/sub-01_task-perception_run-1_bold.nii.gz");
        NiftiHeader header = NiftiHeader.read(scan);
        Sidecar sidecar = Sidecar.find(scan);
        assertEquals(0.99, sidecar.sliceTiming().orElseThrow()[0]);
        double[] times =
                Sidecar.sliceTimes(sidecar.files().get(0), 34, header.timing().repetitionTime());
        assertEquals(34, times.length);
        Path multiband = data.resolve("bold/slice-orders/fMRI_MB_asc_25.nii");
        NeuroImage image = read(multiband);
        assertTrue(image.timing().hasSliceTimes());
        assertEquals(3, image.timing().repetitionTime());
        assertFalse(findings(image).contains("Multiband"), findings(image));
    }

    /** One odd byte or a raw tab does not cost the slice times. */
    @Test
    void whatIsNotUtf8OrHasRawTabsIsReadAllTheSame() throws IOException {
        String times = "\"RepetitionTime\": 2.0, \"SliceTiming\": [0, 1.0, 0.5, 1.5]}";
        Map<String, byte[]> odd = Map.of(
                "latin", ("{\"InstitutionName\": \"T\u00fcbingen\", " + times).getBytes(StandardCharsets.ISO_8859_1),
                "bytes",
                        ("{\"ReconstructionMethod\": \"\u00ff\u00ff\", " + times).getBytes(StandardCharsets.ISO_8859_1),
                "tab", ("{\"ImageComments\": \"scan\tno. 3\", " + times).getBytes(StandardCharsets.UTF_8),
                "mark", ("\ufeff{" + times).getBytes(StandardCharsets.UTF_8),
                "wide", ("{" + times).getBytes(StandardCharsets.UTF_16));
        for (Map.Entry<String, byte[]> entry : odd.entrySet()) {
            Path scan = scan(entry.getKey() + ".nii");
            Files.write(folder.resolve(entry.getKey() + ".json"), entry.getValue());
            SeriesTiming timing = read(scan).timing();
            assertEquals(2, timing.repetitionTime(), entry.getKey());
            assertArrayEquals(new double[] {0, 1, 0.5, 1.5}, timing.sliceTimes(), entry.getKey());
        }
        text("tab.json", "{\"RepetitionTime\": ");
        String said = findings(read(folder.resolve("tab.nii")));
        assertEquals(said.indexOf("tab.json"), said.lastIndexOf("tab.json"), "names the file once: " + said);
    }

    @Test
    void timesThatAreNotFiniteAreSaidAndNotUsed() throws IOException {
        Path scan = scan("far.nii");
        for (String times :
                List.of("[0, 0.2, 1e9999, 0.4]", "[0, 0.2, null, 0.4]", "\"0, 0.2\"", "[0, NaN, 0.2, 0.4]")) {
            text("far.json", "{\"SliceTiming\": " + times + "}");
            NeuroImage image = read(scan);
            assertFalse(image.timing().hasSliceTimes(), times);
            assertTrue(findings(image).contains("WARNING SliceTiming"), times + ": " + findings(image));
            assertTrue(Sidecar.read(folder.resolve("far.json")).sliceTiming().isEmpty(), times);
            assertThrows(IOException.class, () -> Sidecar.sliceTimes(folder.resolve("far.json"), 4, 0.8), times);
        }
        for (String tr : List.of("\"0x1p1\"", "\"2d\"", "1e9999", "\"Infinity\"")) {
            text("far.json", "{\"RepetitionTime\": " + tr + "}");
            assertEquals(0.8, read(scan).timing().repetitionTime(), 1e-7, tr);
        }
    }

    /** What the header leaves open is no finding where the sidecar answers it, as beside every file of dcm2niix. */
    @Test
    void theSidecarAnswersWhatTheHeaderLeavesOpen() throws IOException {
        TestHeader header = TestHeader.nifti1(2, 2, 2, 4, 5);
        header.buffer.put(122, (byte) 5).putFloat(76 + 16, 0); // slice_code without dim_info, no repetition time
        Path scan = Files.write(folder.resolve("dcm.nii"), header.file(2, new double[80]));
        String alone = findings(read(scan));
        assertTrue(alone.contains("slice_code") && alone.contains("pixdim[4]"), alone);
        text("dcm.json", "{\"RepetitionTime\": 2, \"SliceTiming\": [0, 1, 0.5, 1.5]}");
        assertEquals("", findings(read(scan)).replaceAll("INFO .*\n", ""));
        text("dcm.json", "{\"RepetitionTime\": 2, \"SliceTiming\": [0, 1, 0.5]}");
        assertTrue(findings(read(scan)).contains("slice_code"), "times of another scan answer nothing");
    }
}
