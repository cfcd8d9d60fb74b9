package sc.fiji.boldj.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.group.DesignTable;
import sc.fiji.boldj.host.MacroArguments;
import sc.fiji.boldj.io.LabelsFile;
import sc.fiji.boldj.preprocess.SliceTiming;
import sc.fiji.boldj.run.TextFuzz;
import sc.fiji.boldj.stats.ContrastExpression;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.scan.TransformList;
import sc.fiji.boldj.workflow.study.SeedPlaces;

/** Damaged macro lines, logs, protocols and texts of options are refused in words or read as finite numbers. */
class TextFormatsFuzzTest {

    private static final List<String> NAMES = List.of("drug", "placebo", "age", "-1", "1");

    @TempDir
    Path folder;

    private record Kind(String file, List<String> texts, TextFuzz.Reader reader) {}

    private static Kind text(List<String> texts, Consumer<String> reader) {
        return new Kind(
                "text", texts, file -> reader.accept(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
    }

    private static Map<String, Kind> kinds() throws IOException {
        Map<String, Kind> kinds = new TreeMap<>();
        kinds.put(
                "macro line",
                text(
                        List.of(
                                "image=[a b.nii] fwhm=6 flag out='x y' nested=[a[b]c] var=&abc",
                                "bids=[/a/b] output=[/c] columns=[6P+WM+CSF]"),
                        line -> MacroArguments.parse(line, name -> name.length() > 3 ? null : "v")));
        String entry =
                "{\"previous\":\"" + "0".repeat(64) + "\",\"step\":\"a\",\"program\":\"p\",\"options\":{\"x\":1},"
                        + "\"inputs\":{\"input/a\":\"00\"},\"outputs\":{\"output/b\":\"11\"}}\n";
        kinds.put("log", new Kind("log.jsonl", List.of(entry, entry + entry), ProvenanceLog::open));
        kinds.put("finished log", new Kind("log.jsonl", List.of(entry, entry + entry), ProvenanceLog::read));
        String parallel = Files.readString(Path.of("docs/protocols/t1-parallel-blocking.json"));
        kinds.put("protocol", new Kind("protocol.json", List.of(parallel), ProtocolFile::read));
        kinds.put(
                "contrast",
                text(
                        List.of("drug - placebo", "0.5*drug + 0.5*placebo - age", "1,-1,0", "drug;placebo", "-1 - 1"),
                        line -> {
                            for (double[] row : ContrastExpression.parse(line, NAMES)) TextFuzz.finite(row);
                        }));
        kinds.put(
                "task contrast",
                text(
                        List.of("faces - shapes", "2*faces-0.5 * shapes; all: faces"),
                        line -> TaskContrast.parse(line, List.of("faces", "shapes"))));
        kinds.put("seeds", text(List.of("a=0,-52,18; b=1,2,3+4,5,6", "dlpfc = -44, 36, 20"), SeedPlaces::parse));
        kinds.put(
                "design", text(List.of("path\tsubject\tarm\na.nii\t1\tdrug\nb.nii\t2\tplacebo\n"), DesignTable::parse));
        kinds.put(
                "transforms",
                text(List.of("a.txt, [b.mat] warp.nii.gz"), line -> TransformList.parse(line, "true,false")));
        kinds.put(
                "inverse",
                text(List.of("true,false", " false , true"), line -> TransformList.parse("a.txt,b.mat", line)));
        kinds.put("slice order", text(List.of("0,0.5,1", "ascending", "interleaved"), line -> {
            SliceTiming.parse(line, 3, 2);
        }));
        kinds.put(
                "labels",
                new Kind(
                        "labels.tsv",
                        List.of("label\tname\nsub01\tA\nsub02\tB\n", "name\tlabel\tmore\nA\tb\tc\n"),
                        LabelsFile::read));
        return kinds;
    }

    private void run(Kind kind, long count) throws IOException {
        TextFuzz.run(folder.resolve(kind.file), count, Long.getLong("boldj.fuzz.seed", 4), kind.texts, kind.reader);
    }

    @TestFactory
    List<DynamicTest> damagedTextsAreRefusedInWords() throws IOException {
        return kinds().entrySet().stream()
                .map(kind -> DynamicTest.dynamicTest(kind.getKey(), () -> run(kind.getValue(), 500)))
                .toList();
    }

    @Test
    @Tag("study")
    void aHundredThousandOfEach() throws IOException {
        for (Kind kind : kinds().values()) run(kind, Long.getLong("boldj.fuzz.files", 100_000));
    }
}
