package sc.fiji.boldj.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.table.Table;

/** A page of maps, each in slices with its colours, and curves. */
public final class MapsPage {

    private static final int ROWS = 60;

    private final String title;
    private final Mask mask;
    private final SliceView view;
    private final List<Element> words = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();
    private Element anatomy;

    private record Section(String heading, Element[] elements) {}

    private MapsPage(String title, Mask mask) {
        this.title = title;
        this.mask = mask;
        view = new SliceView(mask.grid(), mask);
    }

    /** A page with no map yet. */
    public static MapsPage of(String title, Mask mask) {
        return new MapsPage(title, mask);
    }

    /** Adds a paragraph at the top. */
    public MapsPage paragraph(String text) {
        words.add(Element.of("p", text));
        return this;
    }

    /** Adds a table at the top. */
    public MapsPage table(Table content) {
        words.add(GroupPage.table(content, ROWS));
        return this;
    }

    /** Shows the middle volume of the source with the outline of the mask, after the words. */
    public MapsPage background(NeuroImage source) {
        float[] volume = source.volume(source.volumes() / 2);
        double[] inside = inside(volume);
        Picture picture = view.grey(volume, 0, Math.max(1e-6, 1.2 * GroupPage.quantile(inside, 0.98)));
        anatomy = view.outline(picture, mask, 0xff3b30)
                .toElement("axial slices of the series with the outline of the mask");
        return this;
    }

    /** Adds a map of values of both signs, blue to red, its limits those of the largest 1 % of magnitudes. */
    public MapsPage diverging(String heading, String unit, NeuroImage map) {
        float[] volume = map.volume(0);
        double[] magnitudes = Arrays.stream(inside(volume)).map(Math::abs).toArray();
        double high = Math.max(1e-12, GroupPage.quantile(magnitudes, 0.99));
        return add(heading, unit, volume, -high, high, Palette.DIVERGING);
    }

    /** Adds a map of values, dark to bright from the 2nd to the 98th percentile. Void voxels are grey. */
    public MapsPage rising(String heading, String unit, NeuroImage map) {
        float[] volume = map.volume(0);
        double[] values = inside(volume);
        double low = GroupPage.quantile(values, 0.02);
        double high = GroupPage.quantile(values, 0.98);
        return add(heading, unit, volume, low, high > low ? high : low + 1, Palette.RISING);
    }

    private MapsPage add(String heading, String unit, float[] volume, double low, double high, Palette palette) {
        Picture bar = new Picture(160, 1);
        for (int x = 0; x < 160; x++) bar.set(x, 0, palette.at(x / 159.0));
        Element legend = Element.of("div")
                .set("class", "legend")
                .add(
                        Element.of("span", number(low)),
                        bar.toElement("colours from low to high"),
                        Element.of("span", number(high) + " " + unit));
        sections.add(new Section(heading, new Element[] {
            view.colour(volume, low, high, palette).toElement("axial slices of " + heading), legend
        }));
        return this;
    }

    /** Adds curves over one axis. */
    public MapsPage plot(String heading, LinePlot plot) {
        sections.add(new Section(heading, new Element[] {plot.toElement()}));
        return this;
    }

    private double[] inside(float[] volume) {
        return Arrays.stream(mask.indices())
                .mapToDouble(v -> volume[v])
                .filter(Double::isFinite)
                .toArray();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }

    /** The page. */
    public Page build(Table inputs, Table options, String program) {
        Page page = Page.titled(title).add(Element.of("header").add(Element.of("h1", title)));
        page.section("what", "What was done", words.toArray(new Element[0]));
        if (anatomy != null) page.section("scan", "Scan and mask", anatomy);
        for (int s = 0; s < sections.size(); s++)
            page.section("map" + s, sections.get(s).heading(), sections.get(s).elements());
        page.section("inputs", "Inputs", GroupPage.table(inputs, ROWS));
        page.section("options", "Options", GroupPage.table(options, ROWS));
        return page.add(Element.of(
                "footer", "Made by " + program + ". In axial and coronal images, left is the left side of the head."));
    }
}
