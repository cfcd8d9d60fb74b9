package sc.fiji.boldj.explore;

import ij.IJ;
import ij.text.TextWindow;
import java.awt.EventQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import sc.fiji.boldj.host.MacroLine;
import sc.fiji.boldj.host.SaveChooser;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.workflow.group.GroupStudy;
import sc.fiji.boldj.workflow.lock.ScrambledAllocation;

/** A window that shows the effect of a trial on the map of the seed under the mouse. Used on the event thread. */
public final class GroupExplorer {

    /** The command's label. */
    static final String LABEL = "Group Explorer";

    private static final LayerStyle LOOK = new LayerStyle(ColourScale.WARM_COLD, 2, 6, LayerStyle.Signs.BOTH, 1, true);

    private final GroupStudy study;
    private final Map<String, String> folders;
    private final GroupLive live;
    private final GroupPanel panel;
    private ViewFrame frame;

    private GroupExplorer(GroupStudy study, Map<String, String> folders) {
        this.study = study;
        this.folders = folders;
        live = new GroupLive(study, this::know);
        panel = new GroupPanel(
                study.words(),
                study.words().contains(ScrambledAllocation.WORDS),
                study.effect().alpha(),
                new Wishes());
    }

    /**
     * Opens the window.
     *
     * @param folders the keys of the command that say where the study stands
     * @param regions names a place in MNI mm
     * @param atlases finds atlases by name
     */
    public static void open(
            GroupStudy study, Map<String, String> folders, Function<double[], String> regions, AtlasSource atlases) {
        EventQueue.invokeLater(() -> {
            GroupExplorer explorer = new GroupExplorer(study, folders);
            NeuroImage below = study.background();
            NeuroImage empty = NeuroImage.floats("t", study.effect().mask().grid(), 1, SeriesTiming.UNKNOWN);
            Scene scene = new Scene(
                    List.of(new Layer(below), new Layer(empty)),
                    List.of(Layer.anatomy(below), LOOK),
                    Viewpoint.at(0, -52, 18));
            explorer.frame = new ViewFrame(
                    LABEL + " (exploratory): " + Path.of(folders.get("results")).getFileName(),
                    scene,
                    new ViewFrame.Setup(regions, explorer.live, explorer.panel, atlases, null));
            explorer.frame.open();
        });
    }

    /** Takes over the threshold, and asks for the next part of the permutations. */
    private void know(GroupLive.State state) {
        panel.show(state);
        if (frame == null || !frame.isDisplayable()) return;
        Scene scene = frame.scene();
        LayerStyle style = scene.styles().get(1);
        boolean known = panel.isTested() && Double.isFinite(state.threshold());
        if (known && state.threshold() != style.threshold())
            frame.update(scene.with(
                    1,
                    new LayerStyle(
                            style.colours(),
                            state.threshold(),
                            Math.max(style.maximum(), Math.ceil(15 * state.threshold()) / 10),
                            style.signs(),
                            style.opacity(),
                            style.visible())));
        else if (!state.finished()) frame.submit();
    }

    private final class Wishes implements GroupPanel.Wish {

        @Override
        public void changed(double radius, boolean threshold) {
            live.set(radius, threshold);
            frame.seeds().show();
            frame.submit();
        }

        @Override
        public void keep() {
            GroupStudy.Seed seed = live.seed(frame.seeds().now());
            Optional<Path> chosen = SaveChooser.ask("Write Map", "t", ".nii.gz");
            if (chosen.isEmpty()) return;
            Path file = chosen.get();
            frame.session().perform(progress -> {
                try {
                    study.write(seed, GroupLive.SHUFFLINGS, file, progress);
                } catch (IOException e) {
                    throw new UncheckedIOException(e.getMessage(), e);
                }
                Map<String, String> values = new LinkedHashMap<>(folders);
                values.put(
                        "point", ViewWords.place(seed.x(), seed.y(), seed.z()).replace(" ", ""));
                values.put("radius", ViewWords.number(seed.radius()));
                values.put("output", file.toString());
                EventQueue.invokeLater(() -> {
                    frame.record(MacroLine.of(LABEL, values));
                    frame.side().inform("Written: " + file);
                    IJ.showStatus("Written: " + file);
                });
            });
        }

        @Override
        public void explain() {
            new TextWindow(LABEL, String.join("\n", study.words()), 800, 400);
        }
    }
}
