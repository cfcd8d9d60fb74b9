package sc.fiji.boldj.report;

import java.util.Arrays;
import java.util.Locale;
import sc.fiji.boldj.workflow.component.ComponentRow;
import sc.fiji.boldj.workflow.component.ComponentSheet;

/** The page of the components of a scan or a group: an overview first, then each component with its map. */
public final class ComponentPage {

    private static final String COURSE = "#1f5fa8";
    private static final String POWER = "#7a3e9d";
    private static final int PLOT_HEIGHT = 150;
    private static final int MOST_POINTS = 1000;
    private static final int MOST_BINS = 200;

    private final ComponentSheet sheet;
    private final ComponentSheet.Inputs in;
    private final PlaneView view;
    private final double white;

    private ComponentPage(ComponentSheet sheet) {
        this.sheet = sheet;
        in = sheet.inputs();
        view = new PlaneView(in.maps().mask().grid(), in.maps().mask());
        white = in.background() == null
                ? 1
                : quantile(in.background(), in.maps().mask().indices(), 0.98);
    }

    /**
     * The page.
     *
     * @param program name and version of the program, for the foot of the page
     */
    public static Page of(ComponentSheet sheet, String program) {
        ComponentPage maker = new ComponentPage(sheet);
        Page page = Page.titled("Components of " + sheet.inputs().evidence().title());
        page.add(Element.of("header")
                .add(
                        Element.of(
                                "h1",
                                "Components of " + sheet.inputs().evidence().title()),
                        Element.of("p", sentence(sheet.words())).set("class", "lead")));
        page.section("overview", "All components", maker.overview());
        for (ComponentRow row : sheet.rows()) page.section("c" + row.number(), heading(row), maker.card(row));
        page.section(
                "methods",
                "Methods",
                Element.of("p", String.join(" ", sheet.inputs().notes())),
                maker.legend());
        return page.add(Element.of(
                "footer", "Made by " + program + ". In axial and coronal images, left is the left side of the head."));
    }

    private static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }

    private static String heading(ComponentRow row) {
        return "Component " + row.number()
                + (row.match().name().isEmpty() ? "" : ": " + row.match().name());
    }

    private Element overview() {
        Element table = Element.of("table").set("class", "overview");
        Element head = Element.of("tr");
        for (String name :
                new String[] {"", "", "name", "most like", "r", "margin", "variance", "Iq", "low / high", "flags"})
            head.add(Element.of("th", name));
        table.add(head);
        for (ComponentRow row : sheet.rows()) {
            table.add(Element.of("tr")
                    .set("class", row.features().flags().isEmpty() ? "sound" : "flagged")
                    .add(
                            Element.of("td")
                                    .add(Element.of("a", String.valueOf(row.number()))
                                            .set("href", "#c" + row.number())),
                            Element.of("td").add(small(row)),
                            Element.of("td", row.match().name()).set("class", "strong"),
                            likeness(row, row.match().best()),
                            likeness(row, number("%.2f", row.match().r())),
                            likeness(row, number("%.2f", row.match().margin())),
                            Element.of("td", percent(row.explained())),
                            iq(row.iq()),
                            Element.of("td", number("%.1f", row.lowToHigh())),
                            flags(row)));
        }
        return table;
    }

    /** Pale where it is too little for a name. */
    private static Element likeness(ComponentRow row, String text) {
        return Element.of("td", text).set("class", isLike(row) ? "plain" : "little");
    }

    private static boolean isLike(ComponentRow row) {
        return Math.abs(row.match().r()) >= ComponentSheet.LEAST_R;
    }

    private static Element iq(double iq) {
        return Element.of("td", number("%.2f", iq)).set("class", iq < 0.8 ? "doubt" : "plain");
    }

    private static Element flags(ComponentRow row) {
        Element cell = Element.of("td");
        for (String flag : row.features().flags())
            cell.add(Element.of("span", flag).set("class", "flag").set("title", "probably an artefact: " + flag));
        return cell;
    }

    private Element small(ComponentRow row) {
        return picture(row).set("class", "small");
    }

    private Element picture(ComponentRow row) {
        float[] map = in.volume(row.number() - 1);
        double[] range = range(map);
        double[] at = view.peak(map);
        return view.draw(in.background(), white, map, range[0], range[1], at)
                .toElement(String.format(
                        Locale.ROOT,
                        "map of component %d through x %.0f, y %.0f, z %.0f mm",
                        row.number(),
                        at[0],
                        at[1],
                        at[2]));
    }

    /** The least size that is drawn and the one that is brightest. */
    private static double[] range(float[] map) {
        float[] sizes = new float[map.length];
        int n = 0;
        for (float value : map) if (value != 0 && Float.isFinite(value)) sizes[n++] = Math.abs(value);
        if (n == 0) return new double[] {1, 2};
        Arrays.sort(sizes, 0, n);
        return new double[] {sizes[0], Math.max(sizes[(int) (0.98 * (n - 1))], 1.2 * sizes[0])};
    }

    private Element card(ComponentRow row) {
        float[] map = in.volume(row.number() - 1);
        double[] range = range(map);
        double[] at = view.peak(map);
        Element left = Element.of("div").add(picture(row));
        String place = view.isEmpty(map)
                ? "no voxel is more probably active than background"
                : String.format(
                        Locale.ROOT,
                        "x %.0f, y %.0f, z %.0f mm; |z| from %.1f to %.1f",
                        at[0],
                        at[1],
                        at[2],
                        range[0],
                        range[1]);
        left.add(Element.of("p", place).set("class", "quiet"));
        left.add(facts(row));
        Element right = Element.of("div");
        if (in.volumes() > 1) right.add(course(row), spectrum(row));
        else right.add(Element.of("p", "No time courses were given.").set("class", "quiet"));
        return Element.of("div").set("class", "component").add(left, right);
    }

    private Element facts(ComponentRow row) {
        Element list = Element.of("p").set("class", "words");
        String likeness = row.match().best().isEmpty()
                ? "Not compared with networks."
                : "Most like " + row.match().best() + " (r "
                        + number("%.2f", row.match().r()) + ")"
                        + (row.match().second().isEmpty()
                                ? ""
                                : ", then " + row.match().second() + " (margin "
                                        + number("%.2f", row.match().margin()) + ")")
                        + "." + better(row);
        list.text(likeness + " Variance " + percent(row.explained()) + ", Iq " + number("%.2f", row.iq())
                + ", edge "
                + percent(row.features().edgeFraction()) + ", CSF "
                + percent(row.features().csfFraction()) + ", motion r "
                + number("%.2f", row.features().motionCorrelation()) + ", median frequency "
                + number("%.3f\u00a0Hz", row.features().medianHz()) + ". ");
        for (String flag : row.features().flags())
            list.add(Element.of("span", flag).set("class", "flag"));
        return list;
    }

    /** Why a component that is much like a network does not carry its name. */
    private String better(ComponentRow row) {
        for (ComponentRow other : sheet.rows())
            if (isLike(row)
                    && other.number() != row.number()
                    && other.match().name().equals(row.match().best()))
                return " Component " + other.number() + " is more similar to it.";
        return "";
    }

    private Element course(ComponentRow row) {
        double[] y = in.course(row.number() - 1);
        boolean timed = Double.isFinite(in.courses().repetitionTime());
        int every = (y.length + MOST_POINTS - 1) / MOST_POINTS;
        double[] px = new double[(y.length + every - 1) / every];
        double[] py = new double[px.length];
        for (int i = 0; i < px.length; i++) {
            px[i] = i * every * (timed ? in.courses().repetitionTime() : 1);
            int end = Math.min(y.length, (i + 1) * every);
            for (int t = i * every; t < end; t++) py[i] += y[t] / (end - i * every);
        }
        return LinePlot.half("time course", timed ? "time (s)" : "volume", PLOT_HEIGHT)
                .line("time course", COURSE, px, py)
                .toElement();
    }

    private Element spectrum(ComponentRow row) {
        double[] shares = sheet.shares()[row.number() - 1];
        boolean timed = Double.isFinite(in.courses().repetitionTime());
        double width = 1 / (in.volumes() * (timed ? in.courses().repetitionTime() : 1));
        int every = (shares.length + MOST_BINS - 1) / MOST_BINS;
        double[] px = new double[(shares.length + every - 1) / every];
        double[] py = new double[px.length];
        for (int i = 0; i < px.length; i++) {
            int end = Math.min(shares.length, (i + 1) * every);
            px[i] = ((i * every + 1 + end) / 2.0) * width;
            for (int j = i * every; j < end; j++) py[i] += 100 * shares[j] / (end - i * every) / width / 100;
        }
        LinePlot plot = LinePlot.half(
                timed ? "power (share of the variance per Hz)" : "power",
                timed ? "frequency (Hz)" : "cycles per volume",
                PLOT_HEIGHT);
        double most = 0;
        for (int i = 0; i < px.length; i++) if (!timed || px[i] > 0.01) most = Math.max(most, py[i]);
        if (timed) plot.band(0.01, ComponentSheet.HIGH_HZ);
        // drift below 0.01 Hz would flatten all the rest
        if (most > 0) plot.up(0, 1.1 * most);
        return plot.line(timed ? "power (share of the variance per Hz)" : "power", POWER, px, py)
                .across(0, px[px.length - 1])
                .toElement();
    }

    private Element legend() {
        return Element.of("p")
                .set("class", "quiet")
                .text(
                        "Maps are z values against the background of each map, drawn where activation is more probable"
                                + " than background: red to yellow above 0, blue below. Green ticks mark the planes. Power is the"
                                + " share of variance per Hz; the shaded band is 0.01 to 0.1 Hz, and slower drift may leave the plot at the top. Iq: 1 if the component is found from every start and sample of voxels; below 0.8 it is doubtful. low / high: power up to 0.1"
                                + " Hz over power above. A network name only reflects similarity to a template: look at the map.");
    }

    private static String number(String format, double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "n/a";
    }

    private static String percent(double share) {
        return number("%.1f\u00a0%%", 100 * share);
    }

    /** A value that the rest of the mask's finite voxels exceed; 1 if it is not positive. */
    private static double quantile(float[] volume, int[] voxels, double share) {
        float[] values = new float[voxels.length];
        int n = 0;
        for (int v : voxels) if (Float.isFinite(volume[v])) values[n++] = volume[v];
        Arrays.sort(values, 0, n);
        double high = n == 0 ? 1 : values[(int) (share * (n - 1))];
        return high > 0 ? high : 1;
    }
}
