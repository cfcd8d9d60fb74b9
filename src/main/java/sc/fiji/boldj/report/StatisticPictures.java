package sc.fiji.boldj.report;

import java.util.Locale;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.workflow.GroupMaps;

/** Pictures of a statistic: everywhere, where it is significant, and through the whole brain. */
final class StatisticPictures {

    private static final int EDGE = 0x101820;
    private static final int GLASS_EDGE = 3;

    private final Mask mask;
    private final NeuroImage background;
    private final VoxelGrid grid;
    private final String criterion;
    private final float[] all;
    private final float[] significant;
    private final boolean[] found;
    private final boolean some;
    private double largest;

    /** @param test which of the tests, from 0 */
    StatisticPictures(GroupMaps maps, int test, double alpha) {
        this(
                maps.mask(),
                maps.background(),
                maps.statistic(test),
                within(maps.corrected(test), alpha),
                "corrected p <= " + alpha,
                Double.POSITIVE_INFINITY);
    }

    /**
     * Pictures of any map.
     *
     * @param statistic one value for each voxel of the mask, NaN where there is none
     * @param shown the voxels that reach a criterion
     * @param criterion the criterion in words
     * @param limit values beyond it have its colour
     */
    StatisticPictures(
            Mask mask, NeuroImage background, double[] statistic, boolean[] shown, String criterion, double limit) {
        this.mask = mask;
        this.background = background;
        this.criterion = criterion;
        grid = mask.grid();
        all = new float[grid.voxels()];
        significant = new float[grid.voxels()];
        found = new boolean[grid.voxels()];
        boolean any = false;
        for (int i = 0; i < statistic.length; i++) {
            if (Double.isNaN(statistic[i])) continue;
            largest = Math.max(largest, Math.abs(statistic[i]));
            all[mask.voxel(i)] = (float) statistic[i];
            if (!shown[i]) continue;
            significant[mask.voxel(i)] = (float) statistic[i];
            found[mask.voxel(i)] = true;
            any = true;
        }
        some = any;
        largest = Math.min(largest, limit);
        if (largest == 0) largest = 1;
    }

    private static boolean[] within(double[] p, double alpha) {
        boolean[] within = new boolean[p.length];
        for (int i = 0; i < p.length; i++) within[i] = p[i] <= alpha;
        return within;
    }

    /** Two rows of slices: what is significant on the background, and the statistic everywhere. */
    Element slices() {
        SliceView view = new SliceView(grid, mask);
        float[] anatomy = background.volume(0);
        double[] inside = new double[mask.count()];
        for (int i = 0; i < inside.length; i++) inside[i] = anatomy[mask.voxel(i)];
        for (int v = 0; v < anatomy.length; v++) if (!Float.isFinite(anatomy[v])) anatomy[v] = 0;
        double low = Math.min(0, GroupPage.quantile(inside, 0.02));
        double high = GroupPage.quantile(inside, 0.98);
        Picture over = view.grey(anatomy, low, high > low ? 1.25 * high - 0.25 * low : low + 1);
        Picture colours = view.colour(significant, -largest, largest, Palette.DIVERGING);
        for (int y = 0; y < over.height(); y++)
            for (int x = 0; x < over.width(); x++) if (colours.get(x, y) != 0) over.set(x, y, colours.get(x, y));
        Picture everywhere = view.colour(all, -largest, largest, Palette.DIVERGING);
        if (some) view.outline(everywhere, Mask.of(grid, found), EDGE);
        Element box = Element.of("div");
        box.add(over.toElement("Slices of the statistic where " + criterion));
        box.add(quiet(
                (some ? "Voxels with " : "No voxel with ") + criterion + "; background: " + background.name() + "."));
        box.add(everywhere.toElement("Slices of the unthresholded statistic"));
        box.add(quiet("The unthresholded statistic" + (some ? "; dark lines outline the regions shown above." : ".")));
        return box.add(legend());
    }

    /** The strongest significant value along each line of sight, from the side, the front and the top. */
    Element glass() {
        Element box = Element.of("div");
        if (!some) return box.add(quiet("No projections, because no voxel is significant."));
        Picture[] views = new Picture[3];
        int width = 0;
        int height = 0;
        int[][] axes = {{1, 2}, {0, 2}, {0, 1}};
        for (int i = 0; i < 3; i++) {
            views[i] = projection(axes[i][0], axes[i][1]);
            width += views[i].width() + GLASS_EDGE;
            height = Math.max(height, views[i].height());
        }
        Picture row = new Picture(width, height);
        for (int y = 0; y < height; y++) for (int x = 0; x < width; x++) row.set(x, y, 0xffffff);
        int at = 0;
        for (Picture view : views) {
            for (int y = 0; y < view.height(); y++)
                for (int x = 0; x < view.width(); x++) row.set(at + x, y, view.get(x, y));
            at += view.width() + GLASS_EDGE;
        }
        box.add(row.toElement("Projections of significant values onto the sagittal, coronal and axial planes")
                .set("style", "background:#fff;max-width:" + Math.min(1100, 2 * width) + "px"));
        return box.add(quiet("Projections of the largest absolute value with " + criterion
                + ": from the right (anterior is on the right), from the back and from above."));
    }

    private Picture projection(int across, int up) {
        double[] low = {1e300, 1e300, 1e300};
        double[] high = {-1e300, -1e300, -1e300};
        for (int i = 0; i < mask.count(); i++) {
            double[] place = place(mask.voxel(i));
            for (int d = 0; d < 3; d++) {
                low[d] = Math.min(low[d], place[d]);
                high[d] = Math.max(high[d], place[d]);
            }
        }
        double voxel = Math.max(grid.voxelSize(0), Math.max(grid.voxelSize(1), grid.voxelSize(2)));
        double size = Math.max(voxel / 5, Math.max(high[0] - low[0], high[1] - low[1]) / 240);
        int half = (int) Math.ceil(voxel / size / 2);
        int w = (int) ((high[across] - low[across]) / size) + 2 * half + 1;
        int h = (int) ((high[up] - low[up]) / size) + 2 * half + 1;
        double[] strongest = new double[w * h];
        boolean[] brain = new boolean[w * h];
        for (int i = 0; i < mask.count(); i++) {
            int v = mask.voxel(i);
            double[] place = place(v);
            int x = half + (int) Math.round((place[across] - low[across]) / size);
            int y = half + (int) Math.round((high[up] - place[up]) / size);
            for (int b = Math.max(0, y - half); b <= Math.min(h - 1, y + half); b++)
                for (int a = Math.max(0, x - half); a <= Math.min(w - 1, x + half); a++) {
                    brain[b * w + a] = true;
                    if (Math.abs(significant[v]) > Math.abs(strongest[b * w + a]))
                        strongest[b * w + a] = significant[v];
                }
        }
        Picture picture = new Picture(w, h);
        for (int y = 0; y < h; y++)
            for (int x = 0; x < w; x++) {
                int at = y * w + x;
                int rgb = !brain[at] ? 0xffffff : isEdge(brain, x, y, w, h) ? 0x8792a2 : 0xeceff3;
                if (strongest[at] != 0) rgb = Palette.DIVERGING.at((strongest[at] / largest + 1) / 2);
                picture.set(x, y, rgb);
            }
        return picture;
    }

    private static boolean isEdge(boolean[] brain, int x, int y, int w, int h) {
        return x == 0
                || y == 0
                || x == w - 1
                || y == h - 1
                || !brain[y * w + x - 1]
                || !brain[y * w + x + 1]
                || !brain[(y - 1) * w + x]
                || !brain[(y + 1) * w + x];
    }

    private double[] place(int v) {
        return grid.position(v);
    }

    private Element legend() {
        Picture ramp = new Picture(220, 1);
        for (int x = 0; x < 220; x++) ramp.set(x, 0, Palette.DIVERGING.at(x / 219.0));
        String end = String.format(Locale.ROOT, "%.2f", largest);
        return Element.of("div")
                .set("class", "legend")
                .add(Element.of("span", "-" + end), ramp.toElement("colours"), Element.of("span", end));
    }

    private static Element quiet(String text) {
        return Element.of("p", text).set("class", "quiet");
    }
}
