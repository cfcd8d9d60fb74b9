package sc.fiji.boldj.workflow.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtocolPathsTest {

    @TempDir
    Path folder;

    private Path study;
    private Path dataset;

    @BeforeEach
    void folders() throws IOException {
        study = Files.createDirectories(folder.resolve("study"));
        dataset = Files.createDirectories(folder.resolve("bids"));
    }

    private Path protocol(String nodes) throws IOException {
        return Files.writeString(
                study.resolve("trial.json"),
                ("{'protocolVersion': 1, 'title': 't', 'factors': {'arm': {'role': 'treatment', 'levels': ['p', 'd']}},"
                                + " 'endpoints': [{'id': 'x', 'kind': 'connection', 'one': ['a'], 'other': ['b']}],"
                                + " 'preprocessing': {'fwhm': 6, 'nodes': '" + nodes
                                + "'}, 'families': [{'id': 'f', 'rank': 'primary',"
                                + " 'tests': [{'endpoint': 'x', 'contrast': 'd - p'}]}]}")
                        .replace('\'', '"'));
    }

    private String nodes(String written) throws IOException {
        return ProtocolFile.read(protocol(written), dataset)
                .protocol()
                .preprocessing()
                .get("nodes")
                .toString();
    }

    @Test
    void aRelativePathStartsAtTheProtocolAndThenAtTheDataset() throws IOException {
        // nothing exists: the location that is tried first
        assertEquals(study.resolve("nodes.tsv").toString(), nodes("nodes.tsv"));
        Path own = Files.createFile(dataset.resolve("nodes.tsv"));
        assertEquals(own.toString(), nodes("nodes.tsv"));
        Files.createFile(study.resolve("nodes.tsv"));
        IOException both = assertThrows(IOException.class, () -> nodes("nodes.tsv"));
        assertTrue(
                both.getMessage()
                        .endsWith("preprocessing.nodes: 'nodes.tsv' matches both " + study.resolve("nodes.tsv")
                                + " and " + own + "; give an absolute path"),
                both.getMessage());
        Files.delete(own);
        assertEquals(study.resolve("nodes.tsv").toString(), nodes("nodes.tsv"));
        Path outside = Files.createFile(folder.resolve("other.tsv"));
        assertEquals(outside.toString(), nodes("../other.tsv"));
        assertEquals(outside.toString(), nodes(outside.toString()));
        // without a dataset, only against its own folder; other options are as written
        Map<String, Object> values =
                ProtocolFile.read(protocol("nodes.tsv")).protocol().preprocessing();
        assertEquals(Map.of("fwhm", 6.0, "nodes", study.resolve("nodes.tsv").toString()), values);
    }

    @Test
    void theCanonicalFormKeepsWhatWasWritten() throws IOException {
        ProtocolFile here = ProtocolFile.read(protocol("nodes.tsv"));
        assertTrue(here.canonical().contains("\"nodes\":\"nodes.tsv\""), here.canonical());
        Path moved = Files.move(here.file(), dataset.resolve("protocol.json"));
        ProtocolFile locked =
                ProtocolFile.readMoved(moved, Map.of("nodes", "/study/nodes.tsv", "components", "/x.nii"));
        assertEquals(here.digest(), locked.digest());
        assertEquals(
                Map.of("fwhm", 6.0, "nodes", "/study/nodes.tsv"),
                locked.protocol().preprocessing());
    }
}
