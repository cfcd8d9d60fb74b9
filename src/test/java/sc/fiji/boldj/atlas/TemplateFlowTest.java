package sc.fiji.boldj.atlas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;

class TemplateFlowTest {

    private static final String NAME = "tpl-X/tpl-X_res-02_T1w.nii.gz";

    @TempDir
    Path folder;

    private StoreServer store;
    private final byte[] content = new byte[300_000];

    @BeforeEach
    void start() throws IOException {
        store = new StoreServer();
        new Random(4).nextBytes(content);
        store.files.put(NAME, content);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private TemplateFlow client(int attempts) {
        return client(store.base(), attempts);
    }

    private TemplateFlow client(URI base, int attempts) {
        return client(base, Duration.ofMinutes(5), attempts);
    }

    /** Knows the files that the store has now. */
    private TemplateFlow client(URI base, Duration patience, int attempts) {
        Map<String, PinnedFiles.Pin> pins = new HashMap<>();
        store.files.forEach((name, bytes) -> pins.put(name, new PinnedFiles.Pin(bytes.length, StoreServer.md5(bytes))));
        return new TemplateFlow(new TemplateFlow.Options(base, folder, patience, attempts), pins);
    }

    @Test
    void aFileIsFetchedOnceAndKept() throws IOException {
        Path file = client(1).fetch(NAME, Progress.NONE);
        assertArrayEquals(content, Files.readAllBytes(file));
        assertEquals(folder.resolve(NAME), file);
        client(1).fetch(NAME, Progress.NONE);
        assertEquals(List.of(NAME), store.requests);
        assertOnlyTheFile();
    }

    @Test
    void afterACutItGoesOnWhereItWas() throws IOException {
        store.cuts.add(100_000);
        store.cuts.add(50_000);
        Path file = client(3).fetch(NAME, Progress.NONE);
        assertArrayEquals(content, Files.readAllBytes(file));
        assertEquals(3, store.requests.size());
        // What a cut connection still delivers is up to the system, but the second begins after the first.
        assertTrue(store.requests.get(1).matches(".* bytes=\\d+-"), store.requests.toString());
        assertOnlyTheFile();
    }

    @Test
    void aSecondRunGoesOnToo() throws IOException {
        store.cuts.add(120_000);
        IOException failure = assertThrows(IOException.class, () -> client(1).fetch(NAME, Progress.NONE));
        assertTrue(
                failure.getMessage().contains("bytes are kept and the next attempt continues from there"),
                failure.getMessage());
        assertFalse(Files.exists(folder.resolve(NAME)), "nothing under the final name");
        long kept = Files.size(folder.resolve(NAME + ".part"));
        assertTrue(kept > 0 && kept <= 120_000, kept + " bytes");
        assertArrayEquals(content, Files.readAllBytes(client(1).fetch(NAME, Progress.NONE)));
        assertEquals(NAME + " bytes=" + kept + "-", store.requests.get(1));
    }

    @Test
    void aFileThatChangedMeanwhileIsFetchedWhole() throws IOException {
        store.cuts.add(120_000);
        assertThrows(IOException.class, () -> client(1).fetch(NAME, Progress.NONE));
        byte[] other = content.clone();
        other[5] ^= 1;
        store.files.put(NAME, other);
        assertArrayEquals(other, Files.readAllBytes(client(1).fetch(NAME, Progress.NONE)));
    }

    @Test
    void aPartThatWasCompleteIsTakenAsItIs() throws IOException {
        Files.createDirectories(folder.resolve("tpl-X"));
        Files.write(folder.resolve(NAME + ".part"), content);
        Files.write(
                folder.resolve(NAME + ".part.etag"), StoreServer.md5(content).getBytes(StandardCharsets.UTF_8));
        assertArrayEquals(content, Files.readAllBytes(client(1).fetch(NAME, Progress.NONE)));
        assertEquals(List.of(), store.requests);
    }

    @Test
    void aWrongChecksumIsThrownAwayWhateverTheServerSaysOfIt() throws IOException {
        TemplateFlow client = client(3);
        byte[] other = content.clone();
        other[7] ^= 1;
        store.files.put(NAME, other);
        IOException failure = assertThrows(IOException.class, () -> client.fetch(NAME, Progress.NONE));
        assertTrue(failure.getMessage().contains("its MD5 sum is " + StoreServer.md5(other)), failure.getMessage());
        assertEquals(1, store.requests.size(), "another try would bring the same");
        assertFalse(Files.exists(folder.resolve(NAME)));
        store.files.put(NAME, content);
        assertArrayEquals(content, Files.readAllBytes(client(1).fetch(NAME, Progress.NONE)));
    }

    @Test
    void aTagThatIsNoChecksumIsNotTakenForOne() throws IOException {
        store.wrongTag = "0123456789abcdef0123456789abcdef-7";
        assertArrayEquals(content, Files.readAllBytes(client(1).fetch(NAME, Progress.NONE)));
    }

    @Test
    void saysWhatAnAtlasWouldBringWithoutConnecting() throws IOException {
        TemplateFlow.Options options =
                new TemplateFlow.Options(TemplateFlow.BASE, folder, java.time.Duration.ofSeconds(1), 1);
        MissingFiles all = MissingFiles.of("Schaefer2018_200Parcels7Networks", options);
        assertEquals("templateflow.s3.amazonaws.com", all.host());
        String stem = "tpl-MNI152NLin6Asym/tpl-MNI152NLin6Asym_";
        String rest = "atlas-Schaefer2018_desc-200Parcels7Networks_dseg";
        long image = PinnedFiles.all().get(stem + "res-02_" + rest + ".nii.gz").size();
        long table = PinnedFiles.all().get(stem + rest + ".tsv").size();
        assertEquals(image + table, all.bytes());
        Path file = folder.resolve(stem + rest + ".tsv");
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[(int) table]);
        assertEquals(
                image,
                MissingFiles.of("Schaefer2018_200Parcels7Networks", options).bytes());
        assertTrue(MissingFiles.of("Yeo2011_17Networks", options).bytes() > 0);
    }

    @Test
    void aMissingFileSaysSo() {
        TemplateFlow client = client(3);
        store.files.clear();
        IOException failure = assertThrows(IOException.class, () -> client.fetch(NAME, Progress.NONE));
        assertTrue(
                failure.getMessage().contains("there is no such file on the server (status 404)"),
                failure.getMessage());
        assertEquals(1, store.requests.size());
        assertThrows(IllegalArgumentException.class, () -> client(1).fetch("../secret", Progress.NONE));
    }

    @Test
    void offlineSaysWhatToDo() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        URI nobody = URI.create("http://127.0.0.1:" + port + "/");
        IOException failure =
                assertThrows(IOException.class, () -> client(nobody, 2).fetch(NAME, Progress.NONE));
        assertTrue(failure.getMessage().contains("no connection to the server"), failure.getMessage());
        assertTrue(
                failure.getMessage().contains("Offline, put the file into " + folder.resolve(NAME)),
                failure.getMessage());
        URI unknown = URI.create("https://no-such-host.invalid/");
        failure = assertThrows(IOException.class, () -> client(unknown, 1).fetch(NAME, Progress.NONE));
        assertTrue(failure.getMessage().contains("proxy"), failure.getMessage());
        try (var left = Files.list(folder.resolve(NAME).getParent())) {
            assertEquals(0, left.count(), "nothing came, nothing is left");
        }
    }

    @Test
    void aConnectionThatBringsNothingIsGivenUp() {
        store.cuts.add(1000);
        store.stallMs = 600_000; // cut short when the store closes
        TemplateFlow impatient = client(store.base(), Duration.ofSeconds(3), 1);
        IOException failure = assertThrows(IOException.class, () -> impatient.fetch(NAME, Progress.NONE));
        assertTrue(failure.getMessage().contains("nothing came for"), failure.getMessage());
    }

    @Test
    void theUserCanStopIt() {
        store.cuts.add(1000);
        store.stallMs = 600_000; // cut short when the store closes
        Progress cancelled = new Progress() {
            private volatile boolean stop;

            @Override
            public void update(long done, long total) {
                stop = true;
            }

            @Override
            public boolean isCancelled() {
                return stop;
            }
        };
        assertThrows(CancellationException.class, () -> client(3).fetch(NAME, cancelled));
        assertFalse(Files.exists(folder.resolve(NAME)));
    }

    @Test
    void twoAtOnceFetchOnce() throws Exception {
        CompletableFuture<Path> other = CompletableFuture.supplyAsync(() -> {
            try {
                return client(2).fetch(NAME, Progress.NONE);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        Path mine = client(2).fetch(NAME, Progress.NONE);
        assertEquals(mine, other.get());
        assertArrayEquals(content, Files.readAllBytes(mine));
        assertEquals(1, store.requests.size());
        assertOnlyTheFile();
    }

    @Test
    void theFolderIsThatOfTemplateFlow() {
        assertEquals(Path.of("/data/tf"), StoreFolder.ofUser(Map.of("TEMPLATEFLOW_HOME", "/data/tf"), "/home/x"));
        if (System.getProperty("os.name").equals("Linux")) {
            assertEquals(Path.of("/home/x/.cache/templateflow"), StoreFolder.ofUser(Map.of(), "/home/x"));
            assertEquals(Path.of("/c/templateflow"), StoreFolder.ofUser(Map.of("XDG_CACHE_HOME", "/c"), "/home/x"));
        }
    }

    @Test
    void theProxyOfTheEnvironment() {
        URI address = URI.create("https://templateflow.s3.amazonaws.com/x");
        SystemProxy proxy = new SystemProxy(Map.of("https_proxy", "http://proxy.example:3128"));
        InetSocketAddress chosen =
                (InetSocketAddress) proxy.select(address).get(0).address();
        assertEquals("proxy.example", chosen.getHostString());
        assertEquals(3128, chosen.getPort());
        assertEquals(List.of(Proxy.NO_PROXY), proxy.select(URI.create("https://127.0.0.1/x")));
        SystemProxy excluded =
                new SystemProxy(Map.of("HTTPS_PROXY", "proxy.example", "NO_PROXY", "example.org, .amazonaws.com"));
        assertEquals(List.of(Proxy.NO_PROXY), excluded.select(address));
        assertEquals(
                8080,
                ((InetSocketAddress) excluded.select(URI.create("https://other.net/"))
                                .get(0)
                                .address())
                        .getPort());
        assertEquals(List.of(Proxy.NO_PROXY), new SystemProxy(Map.of()).select(address));
    }

    @Test
    void aTemplateByName() throws IOException {
        Template small = Template.builtIn().onGrid(Template.grid(6));
        put("MNI152NLin2009cAsym", "res-02_T1w", small.brain());
        put("MNI152NLin2009cAsym", "res-02_desc-brain_mask", small.maskImage());
        put("MNI152NLin2009cAsym", "res-02_label-GM_probseg", small.gm());
        put("MNI152NLin2009cAsym", "res-02_label-WM_probseg", small.wm());
        put("MNI152NLin2009cAsym", "res-02_label-CSF_probseg", small.csf());
        Template template = TemplateFiles.named("MNI152NLin2009cAsym", client(1), Progress.NONE);
        assertEquals("MNI152NLin2009cAsym", template.name());
        assertArrayEquals(small.gm().volume(0), template.gm().volume(0));
        assertEquals(small.mask().count(), template.mask().count());
        put("MNI152NLin6Asym", "res-02_T1w", small.brain());
        put("MNI152NLin6Asym", "res-02_desc-brain_mask", small.maskImage());
        Template six = TemplateFiles.named("MNI152NLin6Asym", client(1), Progress.NONE);
        assertArrayEquals(small.wm().volume(0), six.wm().volume(0));
        IllegalArgumentException unknown = assertThrows(
                IllegalArgumentException.class, () -> TemplateFiles.named("MNI305", client(1), Progress.NONE));
        assertTrue(unknown.getMessage().contains("MNI152NLin6Asym"), unknown.getMessage());
        assertTrue(TemplateFiles.named(" ", client(1), Progress.NONE).name().contains("built in"));
    }

    @Test
    void schaeferAndYeoByName() throws IOException {
        NeuroImage labels = Template.builtIn().onGrid(Template.grid(10)).maskImage();
        float[] values = labels.volume(0);
        int n = 0;
        for (int v = 0; v < values.length; v++) if (values[v] > 0) values[v] = 1 + n++ % 3;
        labels.writeVolume(0, values);
        for (int parcels : new int[] {100, 400}) {
            String what = "atlas-Schaefer2018_desc-" + parcels + "Parcels7Networks_dseg";
            put("MNI152NLin6Asym", "res-02_" + what, labels);
            store.files.put(
                    "tpl-MNI152NLin6Asym/tpl-MNI152NLin6Asym_" + what + ".tsv",
                    "index\tname\tcolor\n1\t7Networks_LH_Vis_1\t#781283\n2\t7Networks_LH_Default_PFC_1\t#cd3e4e\n3\t7Networks_RH_Vis_1\t#781283\n"
                            .getBytes(StandardCharsets.UTF_8));
        }
        LabelVolume schaefer = client(1).atlas("Schaefer2018_100Parcels7Networks", Progress.NONE);
        assertEquals("7Networks_LH_Default_PFC_1", schaefer.table().name(2));
        LabelVolume yeo = client(1).atlas("Yeo2011_7Networks", Progress.NONE);
        assertArrayEquals(new int[] {1, 2}, yeo.labels());
        assertEquals(Map.of(1, "Vis", 2, "Default"), yeo.table().names());
        for (int v = 0; v < values.length; v++)
            assertEquals(values[v] == 0 ? 0 : values[v] == 2 ? 2 : 1, yeo.label(v), "voxel " + v);
        assertThrows(IllegalArgumentException.class, () -> client(1)
                .atlas("Schaefer2018_150Parcels7Networks", Progress.NONE));
    }

    private void put(String template, String rest, NeuroImage image) throws IOException {
        Path file = Files.createTempFile(folder, "put", ".nii.gz");
        NiftiWriter.write(image, file, NiftiWriter.Options.DEFAULT, Progress.NONE);
        store.files.put("tpl-" + template + "/tpl-" + template + "_" + rest + ".nii.gz", Files.readAllBytes(file));
        Files.delete(file);
    }

    private void assertOnlyTheFile() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("tpl-X"))) {
            assertEquals(List.of(folder.resolve(NAME)), files.toList());
        }
    }
}
