package sc.fiji.boldj.explore;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * What a view shows: layers with their styles, the lowest first, and the viewpoint. Immutable.
 *
 * @param layers the anatomy first; as many as styles
 */
record Scene(List<Layer> layers, List<LayerStyle> styles, Viewpoint viewpoint) {

    Scene {
        layers = List.copyOf(layers);
        styles = List.copyOf(styles);
        if (layers.isEmpty() || layers.size() != styles.size())
            throw new IllegalArgumentException(
                    "a view needs a layer, and a style for each; got " + layers.size() + " and " + styles.size());
    }

    Scene with(Viewpoint other) {
        return new Scene(layers, styles, other);
    }

    Scene with(int layer, LayerStyle style) {
        List<LayerStyle> changed = new ArrayList<>(styles);
        changed.set(layer, style);
        return new Scene(layers, changed, viewpoint);
    }

    Scene plus(Layer layer, LayerStyle style) {
        List<Layer> more = new ArrayList<>(layers);
        List<LayerStyle> looks = new ArrayList<>(styles);
        more.add(layer);
        looks.add(style);
        return new Scene(more, looks, viewpoint);
    }

    Scene without(int layer) {
        List<Layer> fewer = new ArrayList<>(layers);
        List<LayerStyle> looks = new ArrayList<>(styles);
        fewer.remove(layer);
        looks.remove(layer);
        return new Scene(fewer, looks, viewpoint);
    }

    Scene replaced(int layer, Layer by) {
        List<Layer> changed = new ArrayList<>(layers);
        changed.set(layer, by);
        return new Scene(changed, styles, viewpoint);
    }

    /** Volumes of the layer that has most. */
    int volumes() {
        return layers.stream().mapToInt(layer -> layer.image().volumes()).max().orElse(1);
    }

    /** The plane through the crosshair that fits a rectangle of pixels. */
    PlaneCut cut(int axis, int width, int height) {
        double[][] box = layers.get(0).box();
        int across = axis == 0 ? 1 : 0;
        int up = axis == 2 ? 1 : 2;
        double mm = Math.max((box[1][across] - box[0][across]) / width, (box[1][up] - box[0][up]) / height);
        return cut(axis, mm / viewpoint.zoom(), width, height);
    }

    /** The plane through the crosshair with pixels of a size; in its middle is the middle of the anatomy, or where it is zoomed to. */
    PlaneCut cut(int axis, double mm, int width, int height) {
        double[][] box = layers.get(0).box();
        int across = axis == 0 ? 1 : 0;
        int up = axis == 2 ? 1 : 2;
        boolean zoomed = viewpoint.zoom() > 1;
        double middle = zoomed ? viewpoint.centre().get(across) : (box[0][across] + box[1][across]) / 2;
        double height0 = zoomed ? viewpoint.centre().get(up) : (box[0][up] + box[1][up]) / 2;
        boolean mirrored = viewpoint.radiological() && axis != 0;
        double left = mirrored ? middle + width * mm / 2 : middle - width * mm / 2;
        return new PlaneCut(axis, viewpoint.get(axis), left, height0 + height * mm / 2, mm, width, height, mirrored);
    }

    /** Draws planes, in parallel: 0xRRGGBB, row by row. */
    List<int[]> draw(List<PlaneCut> cuts, Progress progress) {
        return FixedChunks.map(cuts.size(), 1, (from, to) -> draw(cuts.get(from)), progress);
    }

    /** Draws a plane. */
    int[] draw(PlaneCut cut) {
        int[] rgb = new int[cut.width() * cut.height()];
        float[] values = new float[rgb.length];
        double[] start = cut.place(0, 0);
        for (int i = 0; i < layers.size(); i++) {
            LayerStyle style = styles.get(i);
            if (!style.visible() || style.opacity() == 0) continue;
            boolean nearest = style.colours() == ColourScale.LABELS;
            layers.get(i).reader(viewpoint.volume(), nearest).read(start, cut.right(), cut.down(), cut.width(), values);
            style.over(values, rgb);
        }
        return rgb;
    }

    /** The value of each layer at the crosshair; NaN outside its field of view. */
    double[] values() {
        double[] values = new double[layers.size()];
        for (int i = 0; i < values.length; i++)
            values[i] = layers.get(i)
                    .reader(viewpoint.volume(), styles.get(i).colours() == ColourScale.LABELS)
                    .at(viewpoint.x(), viewpoint.y(), viewpoint.z());
        return values;
    }
}
