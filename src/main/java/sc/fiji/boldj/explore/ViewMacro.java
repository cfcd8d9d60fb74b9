package sc.fiji.boldj.explore;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sc.fiji.boldj.host.MacroLine;

/** The macro line of what a view shows. */
final class ViewMacro {

    private ViewMacro() {}

    /**
     * The line.
     *
     * @param output the picture to write; empty: the line opens a window
     */
    static String line(Scene scene, String output) {
        Map<String, String> values = new LinkedHashMap<>();
        Viewpoint at = scene.viewpoint();
        values.put("input", scene.layers().get(0).origin().source());
        values.put("overlay", list(scene, i -> scene.layers().get(i).origin().source()));
        boolean moved = scene.layers().stream()
                .anyMatch(layer -> !layer.origin().transforms().isEmpty());
        if (moved)
            values.put(
                    "transforms",
                    list(scene, i -> scene.layers().get(i).origin().transforms()));
        values.put("point", ViewWords.place(at));
        LayerStyle base = scene.styles().get(0);
        values.put(
                "background",
                base.visible()
                        ? ViewWords.exact(base.threshold()) + "," + ViewWords.exact(base.maximum()) + ","
                                + base.colours()
                        : "none");
        values.put(
                "threshold",
                list(scene, i -> ViewWords.exact(scene.styles().get(i).threshold())));
        values.put(
                "maximum",
                list(scene, i -> ViewWords.exact(scene.styles().get(i).maximum())));
        values.put("colours", list(scene, i -> scene.styles().get(i).colours().toString()));
        values.put("signs", list(scene, i -> scene.styles().get(i).signs().toString()));
        values.put(
                "opacity",
                list(scene, i -> ViewWords.exact(scene.styles().get(i).opacity())));
        if (at.radiological()) values.put("convention", "radiological");
        if (at.volume() > 0) values.put("volume", String.valueOf(at.volume() + 1));
        if (at.zoom() != 1) values.put("zoom", ViewWords.exact(at.zoom()));
        if (!at.cross()) values.put("crosshair", "false");
        values.put("output", output);
        return MacroLine.of(OrthogonalViewer.LABEL, values);
    }

    private static String list(Scene scene, Function<Integer, String> of) {
        return IntStream.range(1, scene.layers().size()).boxed().map(of).collect(Collectors.joining(";"));
    }
}
