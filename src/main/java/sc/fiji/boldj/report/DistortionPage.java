package sc.fiji.boldj.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Version;
import sc.fiji.boldj.workflow.scan.DistortionResult;
import sc.fiji.boldj.workflow.scan.FieldMethod;

/** The page of an estimated distortion: images before and after, and the field. */
public final class DistortionPage {

    private static final int OUTLINE = 0xff3b30;

    private DistortionPage() {}

    /** The page. */
    public static Page of(DistortionResult result) {
        Page page = Page.titled("Distortion");
        page.add(Element.of("header").add(Element.of("h1", "Distortion"), Element.of("p", result.words())));
        List<NeuroImage> after = result.corrected();
        Mask head = bright(mean(after), after.get(0));
        SliceView view = new SliceView(after.get(0).grid(), head);
        List<Element> before = new ArrayList<>();
        List<Element> corrected = new ArrayList<>();
        for (int k = 0; k < after.size(); k++) {
            NeuroImage image = result.images().get(k).image();
            String words = "input " + (k + 1) + ", phase encoding "
                    + result.images().get(k).encoding().direction();
            if (image.grid().isSameAs(after.get(0).grid())) before.add(picture(view, image, head, words));
            corrected.add(picture(view, after.get(k), head, words + ", corrected"));
        }
        page.section("before", "Before correction", before.toArray(new Element[0]));
        page.section("after", "After correction", corrected.toArray(new Element[0]));
        page.section("field", "Field", field(view, result.estimate().field(), head));
        page.section("inputs", "Inputs", table(result));
        page.section("methods", "Methods", Element.of("p", methods(result.method())));
        return page.add(Element.of("footer", "Made by BoldJ " + Version.text() + "."));
    }

    private static String methods(FieldMethod method) {
        if (method.isMeasured())
            return (method == FieldMethod.FIELD
                            ? "The field in Hz that the scanner computed"
                            : "The phase "
                                    + (method == FieldMethod.TWO_PHASES
                                            ? "of two gradient echoes"
                                            : "difference of two gradient echoes")
                                    + " was unwrapped by merging regions (Jenkinson 2003) and divided by the difference of the echo"
                                    + " times (Jezzard and Balaban 1995); the field")
                    + " was smoothed by a cubic B-spline (knots 5 mm apart) and continued beyond the head. Each image was"
                    + " registered rigidly to the magnitude image in two rounds of correction and registration (normalised"
                    + " mutual information), and corrected with Jacobian modulation. The outline is that of the mean of the corrected images.";
        if (method == FieldMethod.ANATOMY)
            return "The field (cubic B-spline, knots 8 mm apart) was estimated so that the corrected image agrees with an image of"
                    + " the same contrast made from the tissues of the T1-weighted scan (after Wang 2017), with Jacobian modulation. It"
                    + " was accepted because it lowered the boundary cost. This is experimental: a field map or images with"
                    + " opposed phase encoding determine the field more reliably. The outline is that of the corrected image.";
        return "One off-resonance field (cubic B-spline, knots"
                + " 5 mm apart) and rigid motion between the images were estimated so that the images agree"
                + " after correction with Jacobian modulation (Andersson 2003; Holland 2010; Ruthotto 2012). A shift along"
                + " the phase-encoding axis that a constant field could cause is attributed to the field. The outline is that of the mean of the corrected images.";
    }

    private static Element picture(SliceView view, NeuroImage image, Mask head, String words) {
        float[] values = image.volume(0);
        Picture picture = view.outline(view.grey(values, 0, quantile(values, head, 0.98)), head, OUTLINE);
        return Element.of("div")
                .add(picture.toElement(words), Element.of("p", words).set("class", "quiet"));
    }

    private static Element field(SliceView view, NeuroImage field, Mask head) {
        float[] values = field.volume(0);
        double low = quantile(values, head, 0.02);
        double high = quantile(values, head, 0.98);
        float[] shown = new float[values.length];
        for (int v = 0; v < values.length; v++) if (head.contains(v)) shown[v] = values[v] == 0 ? 1e-6f : values[v];
        String words = String.format(Locale.ROOT, "field, %.0f to %.0f Hz from dark blue to yellow", low, high);
        return Element.of("div")
                .add(
                        view.colour(shown, low, Math.max(high, low + 1), Palette.RISING)
                                .toElement(words),
                        Element.of("p", words).set("class", "quiet"));
    }

    private static float[] mean(List<NeuroImage> images) {
        float[] mean = images.get(0).volume(0);
        for (int k = 1; k < images.size(); k++) {
            float[] other = images.get(k).volume(0);
            for (int v = 0; v < mean.length; v++) mean[v] += other[v];
        }
        return mean;
    }

    private static Mask bright(float[] values, NeuroImage like) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        return Mask.above(like.grid(), values, sorted[(int) (0.95 * (sorted.length - 1))] / 4);
    }

    private static double quantile(float[] values, Mask mask, double share) {
        float[] inside = new float[mask.count()];
        for (int i = 0; i < inside.length; i++) inside[i] = values[mask.voxel(i)];
        Arrays.sort(inside);
        double value = inside.length == 0 ? 1 : inside[(int) (share * (inside.length - 1))];
        return Double.isFinite(value) && value != 0 ? value : 1;
    }

    private static Element table(DistortionResult result) {
        Element table = Element.of("table")
                .add(Element.of("tr")
                        .add(
                                Element.of("th", "input"),
                                Element.of("th", "phase encoding"),
                                Element.of("th", "total readout time (s)"),
                                Element.of("th", "motion of the centre (mm)")));
        for (int k = 0; k < result.images().size(); k++)
            table.add(Element.of("tr")
                    .add(
                            Element.of("td", result.images().get(k).image().name()),
                            Element.of("td", result.images().get(k).encoding().direction()),
                            Element.of(
                                    "td",
                                    String.format(
                                            Locale.ROOT,
                                            "%.5f",
                                            result.images().get(k).encoding().readout())),
                            Element.of("td", String.format(Locale.ROOT, "%.2f", result.moved(k)))));
        return table;
    }
}
