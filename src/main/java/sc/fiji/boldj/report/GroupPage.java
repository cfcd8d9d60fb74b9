package sc.fiji.boldj.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.GroupMaps;
import sc.fiji.boldj.workflow.GroupNetworks;
import sc.fiji.boldj.workflow.StudySummary;

/** The page of a group test: the result first, then what it rests on. */
public final class GroupPage {

    private static final int ROWS = 200;
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");

    private GroupPage() {}

    /** The page of a test of maps. */
    public static Page of(StudySummary study, GroupMaps maps, String program) {
        Page page = head(study);
        if (maps.tests() > 1) page.section("tests", "Tests, corrected together", table(maps.overview(), ROWS));
        page.section(
                "clusters", "Clusters with corrected p <= " + study.maximum().alpha(), clusters(study.findings()));
        if (!maps.regions().isEmpty()) evidence(page, maps);
        for (int k = 0; k < maps.tests(); k++) {
            StatisticPictures pictures =
                    new StatisticPictures(maps, k, study.maximum().alpha());
            String end = maps.tests() == 1 ? "" : "-" + (k + 1);
            String which = maps.tests() == 1 ? "" : ", test " + (k + 1) + ": " + maps.name(k);
            page.section(
                    "slices" + end,
                    "Statistic, slice by slice" + positive(maps.direction(k)) + which,
                    pictures.slices());
            page.section("glass" + end, "Glass brain" + which, pictures.glass());
        }
        return foot(page, study, program + ". In axial and coronal images, left is the left side of the head.");
    }

    /** The page of a test of matrices. */
    public static Page of(StudySummary study, GroupNetworks networks, String program) {
        Page page = head(study);
        page.section(
                "components",
                "Components of edges",
                study.findings().isEmpty() ? Element.of("p", "There are none.") : table(study.findings(), 50));
        for (int k = 0; k < networks.tests(); k++)
            page.section(
                    "edges" + (networks.tests() == 1 ? "" : "-" + (k + 1)),
                    "Statistic of every edge" + positive(networks.direction(k))
                            + (networks.tests() == 1 ? "" : ": " + networks.name(k)),
                    EdgePicture.of(networks, k, study.maximum().alpha()));
        return foot(page, study, program + ".");
    }

    private static void evidence(Page page, GroupMaps maps) {
        Element box = Element.of("div");
        for (int k = 0; k < maps.tests(); k++)
            box.add(Element.of("p", (maps.tests() == 1 ? "" : maps.name(k) + ": ") + maps.evidenceWords(k)));
        box.add(table(maps.regions(), ROWS));
        box.add(Element.of(
                        "p",
                        "Means over voxels; intervals and the column p are for each region alone, p_equivalence_corrected is"
                                + " corrected over the regions of a test. bf10 above 1 favours an effect.")
                .set("class", "quiet"));
        page.section("evidence", "Effects and evidence of absence", box);
    }

    private static String positive(String direction) {
        return direction.isEmpty() ? "" : ": " + direction;
    }

    private static Page head(StudySummary study) {
        Page page = Page.titled(study.title());
        page.add(Element.of("header")
                .add(Element.of("h1", study.title()), banner(study.words().verdict(), study.found())));
        Element tested = Element.of("div");
        for (String sentence : study.words().ground().split("(?<=\\.) (?=[A-Z])", 0))
            tested.add(Element.of("p", sentence));
        for (String warning : study.words().warnings())
            tested.add(Element.of("p", "Warning: " + warning)
                    .set("style", "border-left:6px solid #b26a00;padding-left:10px"));
        return page.section("tested", "What was tested", tested);
    }

    private static Page foot(Page page, StudySummary study, String program) {
        page.section(
                "null",
                "Null distribution of the maximum statistic",
                HistogramPlot.of(
                        study.maximum().nulls(),
                        study.maximum().alpha(),
                        study.maximum().measured()),
                Element.of(
                                "p",
                                "A value at or beyond the dashed line is significant: no more than "
                                        + 100 * study.maximum().alpha()
                                        + " % of the permutations reach it anywhere. The red line is the largest value of the observed data.")
                        .set("class", "quiet"));
        page.section(
                "design",
                "Design",
                DesignPlot.of(
                        study.design().columns(),
                        study.design().values(),
                        study.design().weights()));
        page.section("methods", "Methods text", Element.of("p", study.words().methods()));
        page.section("inputs", "Inputs", table(study.inputs(), ROWS));
        page.section("options", "Options", table(study.options(), ROWS));
        return page.add(Element.of("footer", "Made by " + program));
    }

    static Element banner(String text, boolean found) {
        Element banner = Element.of("p", text).set("class", "banner green");
        return found ? banner : banner.set("style", "background:#546e7a");
    }

    private static Element clusters(Table table) {
        if (table.isEmpty())
            return Element.of("p", "There are none. This is not evidence of absence: see the maps and intervals.");
        Element box = Element.of("div").add(table(table, 40));
        return box.add(Element.of(
                        "p",
                        "Connected voxels of one sign with a corrected p in this range; the interval next to p is its 95 % interval given the number of random permutations (p itself if all were used). x, y, z are the peak in RAS+ mm of"
                                + " the space of the inputs: MNI coordinates if the maps are in MNI space. Where"
                                + " inference is on clusters, a cluster is significant as a whole, not each voxel of it.")
                .set("class", "quiet"));
    }

    /** A table; rows beyond {@code most} are counted only. */
    static Element table(Table content, int most) {
        Element head = Element.of("tr");
        for (String name : content.names()) head.add(Element.of("th", words(name)));
        Element table = Element.of("table").add(head);
        int columns = content.names().size();
        for (int r = 0; r < Math.min(most, content.rows()); r++) {
            Element row = Element.of("tr");
            for (int c = 0; c < columns; c++) row.add(cell(content, r, c));
            table.add(row);
        }
        if (content.rows() > most)
            table.add(Element.of("tr").add(Element.of("td", "... and " + (content.rows() - most) + " more")));
        return table;
    }

    private static Element cell(Table content, int row, int column) {
        String text = content.text(row, column);
        if (!NUMBER.matcher(text).matches()) return Element.of("td", text).set("style", "overflow-wrap:anywhere");
        String number = text.indexOf('.') < 0
                ? text
                : short4(content.isNumeric(column) ? content.number(row, column) : Double.parseDouble(text));
        return Element.of("td", number).set("style", "white-space:nowrap");
    }

    /** A number with no more than four digits that count and no zeros at its end. */
    private static String short4(double value) {
        // Above 1000 there is no decimal point left to stop at, and a zero at the end counts.
        if (Math.abs(value) < 1e6 && (value == Math.rint(value) || Math.abs(value) >= 1000))
            return Long.toString(Math.round(value));
        String text = String.format(Locale.ROOT, "%.4g", value);
        return text.indexOf('e') < 0 ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    private static String words(String name) {
        return switch (name) {
            case "volume_mm3" -> "volume (mm\u00b3)";
            case "p_fwe" -> "corrected p";
            case "least_p_fwe" -> "smallest corrected p";
            case "p_low" -> "95 % interval from";
            case "p_high" -> "to";
            default -> name;
        };
    }

    /** A value that this share of the finite values lie below. */
    static double quantile(double[] values, double share) {
        double[] sorted =
                Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }

    static String hex(int rgb) {
        return String.format(Locale.ROOT, "#%06x", rgb);
    }
}
