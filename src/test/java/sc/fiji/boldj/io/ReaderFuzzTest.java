package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.atlas.Coordinate;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.atlas.LabelTable;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.run.TextFuzz;
import sc.fiji.boldj.workflow.InputList;

/** Damaged tables, sidecars, transforms and lists are refused in words or read as finite numbers. */
class ReaderFuzzTest {

    private static final String SIDECAR =
            "{\"RepetitionTime\": 2.0, \"EchoTime\": 0.03, \"SliceTiming\": [0.0, 1.0, 0.5],"
                    + " \"SpatialReference\": {\"a\": \"MNI\"}, \"MultibandAccelerationFactor\": 4, \"StartTime\": 0.9}";
    private static final String ITK =
            """
                                      #Insight Transform File V1.0
                                      Transform: VersorRigid3DTransform_double_3_3
                                      Parameters: 0.1 0.2 0.1 1 2 3
                                      FixedParameters: 1 2 3
                                      """;

    @TempDir
    Path folder;

    private record Kind(String file, List<String> texts, TextFuzz.Reader reader) {}

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new TreeMap<>();
        kinds.put(
                "table",
                new Kind("f.tsv", List.of("a\tb\n1\t2\n3.5\t-1e3\n", "\"x\"\t\"y\"\n\"1\"\tn/a\n"), TsvFiles::read));
        kinds.put("sidecar", new Kind("f.json", List.of(SIDECAR, "{\"SliceTiming\": {\"a\": 1}}"), file -> {
            Sidecar sidecar = Sidecar.read(file);
            sidecar.repetitionTime().ifPresent(TextFuzz::finite);
            sidecar.startTime().ifPresent(TextFuzz::finite);
            sidecar.sliceTiming().ifPresent(TextFuzz::finite);
            sidecar.multibandFactor();
            sidecar.words("SpatialReference");
        }));
        kinds.put(
                "slice times",
                new Kind("f.json", List.of(SIDECAR), file -> TextFuzz.finite(Sidecar.sliceTimes(file, 3, 2))));
        kinds.put(
                "events",
                new Kind("f.tsv", List.of("onset\tduration\ttrial_type\n0.5\t2\tface\n10\t2\thouse\n"), file -> {
                    for (EventsTable.Row row : EventsTable.read(file).rows()) {
                        TextFuzz.finite(row.onset(), row.amplitude());
                        if (!Double.isNaN(row.duration())) TextFuzz.finite(row.duration()); // NaN: n/a in the file
                    }
                }));
        kinds.put("transforms", new Kind("f.txt", List.of(ITK, "1 0 0 4\n0 1 0 5\n0 0 1 6\n0 0 0 1\n"), file -> {
            for (Affine map : TransformFiles.read(file)) for (double[] row : map.toArray()) TextFuzz.finite(row);
        }));
        kinds.put(
                "labels",
                new Kind(
                        "f.tsv",
                        List.of("index\tname\n1\tPCC\n2\tmPFC\n", "1 Left-Cortex 20 30 40 0\n2 Right 1 2 3 0\n"),
                        LabelTable::read));
        kinds.put(
                "label object",
                new Kind("f.json", List.of("{\"rois\": {\"1\": {\"label\": \"a\"}, \"7\": null}}"), LabelTable::read));
        kinds.put(
                "coordinates",
                new Kind("f.tsv", List.of("name\tx\ty\tz\nPCC\t0\t-52\t18\n", "x,y,z\n1,2,3\n"), file -> {
                    for (Coordinate place : CoordinateTable.read(file).entries())
                        TextFuzz.finite(place.x(), place.y(), place.z());
                }));
        kinds.put(
                "list",
                new Kind("f.tsv", List.of("path\tarm\nf.tsv\tdrug\nf.tsv\tplacebo\n", "f.tsv\n"), InputList::read));
        return kinds;
    }

    private void run(Kind kind, long count) throws IOException {
        TextFuzz.run(folder.resolve(kind.file), count, Long.getLong("boldj.fuzz.seed", 3), kind.texts, kind.reader);
    }

    @TestFactory
    List<DynamicTest> damagedTextsAreRefusedInWords() {
        return kinds().entrySet().stream()
                .map(kind -> DynamicTest.dynamicTest(kind.getKey(), () -> run(kind.getValue(), 300)))
                .toList();
    }

    @Test
    @Tag("study")
    void aHundredThousandOfEach() throws IOException {
        for (Kind kind : kinds().values()) run(kind, Long.getLong("boldj.fuzz.files", 100_000));
    }
}
