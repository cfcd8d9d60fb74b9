package sc.fiji.boldj.report;

import java.util.List;
import java.util.stream.Collectors;
import sc.fiji.boldj.workflow.ScanQuality;
import sc.fiji.boldj.workflow.Verdict;
import sc.fiji.boldj.workflow.Verdict.Light;

/** The page of one scan: its verdict first, then what it rests on. */
public final class ScanPage {

    private ScanPage() {}

    /**
     * The page.
     *
     * @param program name and version of the program, for the foot of the page
     */
    public static Page of(ScanQuality scan, String program) {
        Page page = Page.titled("Quality of " + scan.title());
        page.add(Element.of("header").add(Element.of("h1", scan.title()), banner(scan)));
        Element tiles = Element.of("div").set("class", "tiles");
        for (Verdict verdict : scan.verdicts()) tiles.add(tile(verdict));
        page.add(tiles);
        ScanPlots plots = new ScanPlots(scan);
        page.section("carpet", "The run at a glance", plots.glance());
        ScanPictures pictures = new ScanPictures(scan);
        page.section("mask", "Brain mask on the mean image", pictures.mask());
        page.section("tsnr", "Temporal signal-to-noise", pictures.signal());
        if (scan.pictures().anatomy() != null)
            page.section(
                    "registration",
                    "Registration: functional and anatomical image in alternation",
                    pictures.registration());
        page.section(
                "realignment", "Realignment: first and last tenth of the run in alternation", pictures.realignment());
        if (scan.run().motion() != null) page.section("motion", "Head motion", plots.motion());
        if (scan.run().motion() != null) page.section("left", "Volumes kept by threshold", plots.left());
        page.section("correlations", "Correlations between voxels", plots.correlations());
        page.section("confounds", "Correlations between confounds", plots.confounds());
        if (scan.cleaning().applied() != null || !scan.cleaning().costs().isEmpty())
            page.section("cost", "Degrees of freedom by denoising model", plots.costs());
        page.section("methods", "Methods", Element.of("p", String.join(" ", scan.methods())));
        return page.add(Element.of(
                "footer", "Made by " + program + ". In axial and coronal images, left is the left side of the head."));
    }

    private static Element banner(ScanQuality scan) {
        Light light = scan.light();
        List<String> worst = scan.verdicts().stream()
                .filter(v -> v.light() == light && light.compareTo(Light.GREEN) > 0)
                .map(v -> v.topic().toLowerCase(java.util.Locale.ROOT))
                .toList();
        String words = light == Light.GREEN
                ? "Good: nothing stands out."
                : (light == Light.AMBER ? "Look closer: " : "Doubtful: ")
                        + worst.stream().collect(Collectors.joining(", "))
                        + ".";
        return Element.of("p")
                .set("class", "banner " + colour(light))
                .add(sign(light))
                .text(" " + words);
    }

    private static Element tile(Verdict verdict) {
        return Element.of("div")
                .set("class", "tile " + colour(verdict.light()))
                .add(
                        Element.of("div")
                                .set("class", "topic")
                                .add(sign(verdict.light()))
                                .text(" " + verdict.topic()),
                        Element.of("div", verdict.figure()).set("class", "figure"),
                        Element.of("div", verdict.words()).set("class", "words"));
    }

    /** A mark beside the colour, for those who see few colours. */
    private static Element sign(Light light) {
        return Element.of("span", mark(light)).set("class", "sign").set("title", colour(light));
    }

    static String mark(Light light) {
        return light == Light.GREEN ? "\u2713" : light == Light.AMBER ? "!" : light == Light.RED ? "\u2717" : "i";
    }

    static String colour(Light light) {
        return light == Light.NONE ? "neutral" : light.name().toLowerCase(java.util.Locale.ROOT);
    }
}
