package sc.fiji.boldj.report;

import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.workflow.Verdict;
import sc.fiji.boldj.workflow.Verdict.Light;

/** The page and the picture of a scan in standard space: the template's outlines on it. */
public final class SpacePage {

    private static final int BRAIN = 0xff3b30;
    private static final int WHITE = 0x3ddc84;
    private static final double HALF = 0.5;

    private SpacePage() {}

    /**
     * The scan on the template's grid with the outlines of the template's brain and white matter.
     *
     * @param scan on the grid of the template
     */
    public static Picture picture(NeuroImage scan, Template template) {
        scan.grid().requireSameAs(template.grid(), "the scan", "the template");
        SliceView view = new SliceView(template.grid(), template.mask());
        float[] values = scan.volume(0);
        Picture picture = view.anatomy(values, template.mask(), bright(values, template.mask()));
        view.outline(picture, Mask.above(template.grid(), template.wm().volume(0), HALF), WHITE);
        return view.outline(picture, template.mask(), BRAIN);
    }

    /** The page: figures, picture, methods. */
    public static Page of(
            String title, List<Verdict> verdicts, NeuroImage scan, Template template, String methods, String program) {
        Page page = Page.titled("Standard space: " + title);
        page.add(Element.of("header").add(Element.of("h1", title)));
        Element tiles = Element.of("div").set("class", "tiles");
        for (Verdict verdict : verdicts)
            tiles.add(Element.of("div")
                    .set(
                            "class",
                            "tile "
                                    + (verdict.light() == Light.NONE
                                            ? "neutral"
                                            : verdict.light().name().toLowerCase(java.util.Locale.ROOT)))
                    .add(
                            Element.of("div", verdict.topic()).set("class", "topic"),
                            Element.of("div", verdict.figure()).set("class", "figure"),
                            Element.of("div", verdict.words()).set("class", "words")));
        page.add(tiles);
        page.section(
                "overlay",
                "The scan in the template's space",
                picture(scan, template)
                        .toElement("axial slices of the scan with outlines of the template's brain and white matter"),
                Element.of("p", "Red: the template's brain. Green: its white matter."));
        page.section("methods", "Methods", Element.of("p", methods));
        return page.add(Element.of(
                "footer", "Made by " + program + ". In axial and coronal images, left is the left side of the head."));
    }

    /** A value that 2 % of the mask's voxels exceed. */
    private static double bright(float[] values, Mask mask) {
        float[] sorted = new float[mask.count()];
        for (int i = 0; i < sorted.length; i++) sorted[i] = values[mask.voxel(i)];
        Arrays.sort(sorted);
        double high = sorted[(int) (0.98 * (sorted.length - 1))];
        return high > 0 ? high : 1;
    }
}
