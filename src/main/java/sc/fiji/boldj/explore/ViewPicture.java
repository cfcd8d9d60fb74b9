package sc.fiji.boldj.explore;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import sc.fiji.boldj.report.Svg;
import sc.fiji.boldj.run.Progress;

/**
 * A view as a picture: coronal, sagittal and axial plane with their letters, place, convention and a colour bar for each overlay.
 * It needs no screen; the same scene gives the same bytes.
 */
final class ViewPicture {

    private static final int GAP = 10;
    private static final int TEXT = 13;
    private static final int BAR = 220;
    private static final int WHITE = 0xffffff;
    private static final int QUIET = 0xb8b8b8;
    private static final int CROSS = 0x50c878;
    private static final int[] ORDER = {1, 0, 2};

    private final Scene scene;
    private final List<PlaneCut> cuts = new ArrayList<>();
    private final List<int[]> planes;
    private final List<Integer> overlays = new ArrayList<>();
    private final int width;
    private final int height;
    private final int top = 2 * GAP + TEXT;
    private final int planeHeight;

    /** Where the parts go: a picture of pixels or a drawing. */
    private interface Sheet {
        void image(int x, int y, int width, int height, int[] rgb) throws IOException;

        void text(String words, double x, double y, double anchor, int rgb);

        void line(double x1, double y1, double x2, double y2);
    }

    private ViewPicture(Scene scene, double pixelsPerMm, Progress progress) {
        this.scene = scene;
        double[][] box = scene.layers().get(0).box();
        int across = GAP;
        int highest = 0;
        for (int axis : ORDER) {
            int h = axis == 0 ? 1 : 0;
            int v = axis == 2 ? 1 : 2;
            int columns = (int) Math.ceil((box[1][h] - box[0][h]) * pixelsPerMm);
            int rows = (int) Math.ceil((box[1][v] - box[0][v]) * pixelsPerMm);
            if ((long) columns * rows > 64_000_000L)
                throw new IllegalArgumentException("a picture of " + columns + " x " + rows
                        + " pixels per plane is too large: use fewer pixels per mm");
            cuts.add(scene.cut(axis, 1 / pixelsPerMm / scene.viewpoint().zoom(), columns, rows));
            across += columns + GAP;
            highest = Math.max(highest, rows);
        }
        planes = scene.draw(cuts, progress);
        for (int i = 1; i < scene.layers().size(); i++)
            if (scene.styles().get(i).visible()) overlays.add(i);
        planeHeight = highest;
        width = Math.max(across, BAR + 2 * GAP + 300);
        height = top + highest + GAP + overlays.size() * (3 * TEXT + 2 * GAP) + TEXT + 2 * GAP;
    }

    /**
     * The picture as PNG.
     *
     * @param pixelsPerMm above 0
     */
    static byte[] png(Scene scene, double pixelsPerMm, Progress progress) throws IOException {
        ViewPicture view = new ViewPicture(scene, pixelsPerMm, progress);
        BufferedImage picture = new BufferedImage(view.width, view.height, BufferedImage.TYPE_INT_RGB);
        view.lay(new Pixels(picture));
        return png(picture);
    }

    /** The picture as SVG, its planes as embedded PNG. */
    static byte[] svg(Scene scene, double pixelsPerMm, Progress progress) throws IOException {
        ViewPicture view = new ViewPicture(scene, pixelsPerMm, progress);
        Svg svg = new Svg(
                view.width, view.height, "view of " + scene.layers().get(0).name());
        svg.rectangle(0, 0, view.width, view.height, "#000000");
        view.lay(new Drawing(svg));
        return svg.end().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] png(BufferedImage picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", bytes);
        return bytes.toByteArray();
    }

    private void lay(Sheet sheet) throws IOException {
        Viewpoint at = scene.viewpoint();
        Layer anatomy = scene.layers().get(0);
        sheet.text(
                anatomy.name() + ", " + ViewWords.place(at).replace(",", ", ") + " " + ViewWords.space(anatomy.image()),
                GAP,
                GAP + TEXT,
                0,
                WHITE);
        int x = GAP;
        for (int i = 0; i < cuts.size(); i++) {
            plane(
                    sheet,
                    cuts.get(i),
                    planes.get(i),
                    x,
                    top + (planeHeight - cuts.get(i).height()) / 2);
            x += cuts.get(i).width() + GAP;
        }
        int y = top + planeHeight + GAP;
        for (int overlay : overlays) {
            bar(sheet, overlay, y);
            y += 3 * TEXT + 2 * GAP;
        }
        sheet.text(ViewWords.convention(at.radiological()), GAP, y + TEXT, 0, QUIET);
    }

    private void plane(Sheet sheet, PlaneCut cut, int[] rgb, int x, int y) throws IOException {
        int w = cut.width();
        int h = cut.height();
        sheet.image(x, y, w, h, rgb);
        Viewpoint at = scene.viewpoint();
        if (at.cross()) {
            double column = cut.column(at.get(cut.across())) + 0.5;
            double row = cut.row(at.get(cut.up())) + 0.5;
            if (column >= 0 && column <= w) sheet.line(x + column, y, x + column, y + h);
            if (row >= 0 && row <= h) sheet.line(x, y + row, x + w, y + row);
        }
        String[] marks = cut.marks();
        sheet.text(marks[0], x + 4, y + h / 2.0, 0, WHITE);
        sheet.text(marks[1], x + w - 4, y + h / 2.0, 1, WHITE);
        sheet.text(marks[2], x + w / 2.0, y + TEXT + 2, 0.5, WHITE);
        sheet.text(marks[3], x + w / 2.0, y + h - 4, 0.5, WHITE);
        sheet.text("xyz".charAt(cut.axis()) + " = " + ViewWords.tenth(cut.depth()), x + 4, y + h - 4, 0, QUIET);
    }

    private void bar(Sheet sheet, int overlay, int y) throws IOException {
        LayerStyle style = scene.styles().get(overlay);
        sheet.text(ViewWords.title(scene.layers().get(overlay)), GAP, y + TEXT, 0, WHITE);
        if (style.colours() == ColourScale.LABELS) return;
        int[] row = ColourBar.colours(style, BAR);
        int[] rgb = new int[BAR * TEXT];
        for (int i = 0; i < rgb.length; i++) rgb[i] = row[i % BAR];
        sheet.image(GAP, y + TEXT + 5, BAR, TEXT, rgb);
        for (double[] mark : ColourBar.marks(style))
            sheet.text(
                    ViewWords.number(mark[0]),
                    GAP + mark[1] * BAR,
                    y + 3 * TEXT + 6,
                    mark[1] == 0 ? 0 : mark[1] == 1 ? 1 : 0.5,
                    QUIET);
    }

    private record Pixels(BufferedImage picture, Lettering letters) implements Sheet {

        Pixels(BufferedImage picture) {
            this(picture, new Lettering(picture));
        }

        @Override
        public void image(int x, int y, int width, int height, int[] rgb) {
            picture.setRGB(x, y, width, height, rgb, 0, width);
        }

        @Override
        public void text(String words, double x, double y, double anchor, int rgb) {
            letters.write(words, x, y, TEXT, anchor, rgb);
        }

        @Override
        public void line(double x1, double y1, double x2, double y2) {
            int steps = (int) Math.round(Math.max(x2 - x1, y2 - y1));
            for (int i = 0; i < steps; i++) {
                int x = (int) (x1 == x2 ? x1 : x1 + i);
                int y = (int) (y1 == y2 ? y1 : y1 + i);
                if (x >= 0 && y >= 0 && x < picture.getWidth() && y < picture.getHeight()) picture.setRGB(x, y, CROSS);
            }
        }
    }

    private record Drawing(Svg svg) implements Sheet {

        @Override
        public void image(int x, int y, int width, int height, int[] rgb) throws IOException {
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            image.setRGB(0, 0, width, height, rgb, 0, width);
            svg.image(x, y, width, height, Base64.getEncoder().encodeToString(png(image)));
        }

        @Override
        public void text(String words, double x, double y, double anchor, int rgb) {
            String at = anchor == 0 ? "start" : anchor == 1 ? "end" : "middle";
            svg.write(x, y, TEXT, at, String.format("#%06x", rgb), words);
        }

        @Override
        public void line(double x1, double y1, double x2, double y2) {
            svg.line(x1, y1, x2, y2, "stroke", String.format("#%06x", CROSS), "stroke-width", "1");
        }
    }
}
