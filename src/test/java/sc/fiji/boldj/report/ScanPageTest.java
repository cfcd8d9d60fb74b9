package sc.fiji.boldj.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.denoise.Censoring;
import sc.fiji.boldj.denoise.ConfoundPreset;
import sc.fiji.boldj.denoise.ConfoundRegression;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.BoldSimulation;
import sc.fiji.boldj.simulate.Heads;
import sc.fiji.boldj.simulate.SimulatedRun;
import sc.fiji.boldj.workflow.ConfoundTable;
import sc.fiji.boldj.workflow.ModelCost;
import sc.fiji.boldj.workflow.ScanQuality;
import sc.fiji.boldj.workflow.Verdict;

class ScanPageTest {

    private static final String HOSTILE = "sub-<script>document.title='run'</script>\"'&<img src=x onerror=alert(1)>";

    @TempDir
    private static Path folder;

    private static ScanQuality scan;
    private static String html;

    private static SimulatedRun run(int volumes) {
        BoldSimulation.Options options = BoldSimulation.Options.DEFAULT.withVolumes(volumes);
        return BoldSimulation.prepare(options, Heads.of(options)).run(Progress.NONE);
    }

    @BeforeAll
    static void makePage() {
        SimulatedRun run = run(90);
        Confounds confounds = ConfoundTable.of(
                        new ConfoundTable.Inputs(
                                run.bold(),
                                run.brain(),
                                run.grey(),
                                run.white(),
                                run.fluid(),
                                run.motion().parameters()),
                        ConfoundTable.Filter.NOTCH,
                        Progress.NONE)
                .confounds();
        NeuroImage clean = run.bold().createLike("clean", 90);
        ConfoundRegression.apply(
                run.bold(),
                confounds
                        .select(ConfoundPreset.columns("6P+aCompCor", confounds.names()))
                        .withFirstFilled(),
                run.brain(),
                Censoring.NONE,
                ConfoundRegression.Options.DEFAULT.withBand(0.008, 0),
                clean,
                Progress.NONE);
        scan = ScanQuality.of(
                new ScanQuality.Inputs(
                        HOSTILE,
                        run.bold(),
                        clean,
                        run.brain(),
                        run.grey(),
                        run.white(),
                        run.fluid(),
                        run.baseline(),
                        confounds,
                        new ModelCost("6P+aCompCor and a band-pass filter of 0.008-0.12 Hz", 16, 61.4, 0.1308),
                        List.of(new Verdict(Verdict.Light.NONE, "Distortion", "as scanned", "Not corrected <b>"))),
                Progress.NONE);
        html = ScanPage.of(scan, "BoldJ test").toHtml();
    }

    @Test
    void aHostileNameIsShownAsText() throws Exception {
        assertFalse(html.toLowerCase(java.util.Locale.ROOT).contains("<script"));
        Path page = Files.writeString(folder.resolve("page.html"), html);
        String document = Browser.document(page, folder);
        assertTrue(
                document.contains("<h1>sub-&lt;script&gt;document.title='run'&lt;/script&gt;"),
                document.substring(0, 900));
        assertTrue(document.contains("<title>Quality of sub-&lt;script&gt;"), "the title was changed");
        assertFalse(document.contains("<img src=\"x\""));
    }

    @Test
    void thePageOpensWholeWithNothingFromElsewhere() throws Exception {
        assertTrue(html.length() < 5_000_000, "the page has " + html.length() + " characters");
        String text = withoutPictures(html);
        assertFalse(text.contains("http:") || text.contains("https:"));
        assertFalse(text.contains("NaN"));
        Path page = Files.writeString(folder.resolve("whole.html"), html);
        String document = Browser.document(page, folder);
        for (String id : new String[] {
            "carpet",
            "mask",
            "tsnr",
            "registration",
            "realignment",
            "motion",
            "left",
            "correlations",
            "confounds",
            "cost",
            "methods"
        }) assertTrue(document.contains("<section id=\"" + id + "\">"), id);
        assertEquals(count(html, "<svg"), count(document, "<svg"));
        assertEquals(count(html, "<rect"), count(document, "<rect"));
        String errors = Browser.errors(page, folder);
        assertFalse(errors.contains("Refused"), errors);
    }

    private static String withoutPictures(String page) {
        return page.replaceAll("base64,[^\"]*", "");
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }

    @Test
    void denoisingBringsCorrelationsTowardsZeroAndTheFindingsSaySo() {
        assertTrue(Math.abs(scan.cleaning().after().mean())
                < Math.abs(scan.cleaning().before().mean()) + 0.02);
        assertEquals(
                1, java.util.Arrays.stream(scan.cleaning().before().shares()).sum(), 1e-9);
        assertTrue(scan.verdicts().stream().anyMatch(v -> v.topic().equals("Denoising")));
        assertTrue(scan.verdicts().stream().allMatch(v -> v.figure().length() < 30));
        assertTrue(scan.light() != Verdict.Light.NONE);
        assertTrue(scan.cleaning().costs().stream().anyMatch(c -> c.preset().equals("24P")));
        assertTrue(scan.methods().get(0).contains("90 volumes of 40x48x28"));
    }

    @Test
    void aScanWithoutMotionTissueOrTimeHasAPageToo() {
        SimulatedRun run = run(40);
        NeuroImage bold = run.bold().withTiming(sc.fiji.boldj.image.SeriesTiming.UNKNOWN);
        ConfoundTable table = ConfoundTable.of(
                new ConfoundTable.Inputs(bold, Mask.all(bold.grid()), null, null, null, null),
                ConfoundTable.Filter.NOTCH,
                Progress.NONE);
        ScanQuality bare = ScanQuality.of(
                new ScanQuality.Inputs(
                        "bare",
                        bold,
                        null,
                        Mask.all(bold.grid()),
                        null,
                        null,
                        null,
                        null,
                        table.confounds(),
                        null,
                        List.of()),
                Progress.NONE);
        String page = ScanPage.of(bare, "BoldJ").toHtml();
        assertFalse(withoutPictures(page).contains("NaN"));
        assertFalse(page.contains("id=\"motion\""));
    }

    @Test
    void whatTheDenoisingLeftIsSaidAndNotWhatAnotherWould() {
        Verdict freedom = scan.verdicts().stream()
                .filter(verdict -> verdict.topic().equals("Degrees of freedom"))
                .findFirst()
                .orElseThrow();
        assertEquals("61", freedom.figure());
        assertTrue(
                freedom.words()
                        .startsWith(
                                "6P+aCompCor and a band-pass filter of 0.008-0.12 Hz left 61 degrees of freedom out of 90 volumes"),
                freedom.words());
        assertTrue(html.contains("Not corrected &lt;b&gt;"), "a note stands among the tiles, as text");
        assertTrue(html.contains("6P+aCompCor and a band-pass filter of 0.008-0.12 Hz (used here)"));
    }

    @Test
    void elementsThatRunOrLoadAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Element.of("script"));
        assertThrows(IllegalArgumentException.class, () -> Element.of("b><script"));
        assertThrows(IllegalArgumentException.class, () -> Element.of("img").set("onerror", "x"));
        assertThrows(IllegalArgumentException.class, () -> Element.of("img").set("src", "http://x/y.png"));
        assertThrows(IllegalArgumentException.class, () -> Element.of("a").set("href", "javascript:x"));
        assertThrows(IllegalArgumentException.class, () -> Element.of("a").set("style", "background:URL(x)"));
        assertEquals(
                "<p title=\"&quot;&#39;&amp;\">&lt;\u00e9\ufffd</p>",
                Element.of("p", "<\u00e9\u0001").set("title", "\"'&").toString());
    }

    @Test
    void picturesReadBackPixelByPixel() throws Exception {
        Picture grey = new Picture(5, 3);
        for (int i = 0; i < 15; i++) grey.setGrey(i % 5, i / 5, i / 14.0);
        Picture colour = new Picture(5, 3);
        for (int i = 0; i < 15; i++) colour.set(i % 5, i / 5, Palette.RISING.at(i / 14.0));
        for (Picture picture : new Picture[] {grey, colour}) {
            BufferedImage read = ImageIO.read(new ByteArrayInputStream(picture.toPng()));
            int[] seen = new int[15];
            int[] meant = new int[15];
            for (int i = 0; i < 15; i++) {
                meant[i] = picture.get(i % 5, i / 5);
                seen[i] = picture == grey
                        ? 0x010101 * read.getRaster().getSample(i % 5, i / 5, 0)
                        : read.getRGB(i % 5, i / 5) & 0xffffff;
            }
            assertArrayEquals(meant, seen);
        }
        assertThrows(IllegalArgumentException.class, () -> new Picture(0, 3));
    }
}
