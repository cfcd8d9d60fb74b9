package sc.fiji.boldj.explore;

import ij.ImagePlus;
import java.awt.EventQueue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.connectivity.SeedMapSeries;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.MacroLine;
import sc.fiji.boldj.host.ShownResult;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.MeanVolume;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.qc.RawSeries;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.scan.QuickDenoising;
import sc.fiji.boldj.workflow.study.NearestNode;

/** A window that shows the seed map of the position under the mouse during dragging. */
public final class SeedExplorer {

    /** The command's label. */
    static final String LABEL = "Seed Explorer";

    private static final SeedSettings START = new SeedSettings(6, "z", null);
    private static final LayerStyle LOOK =
            new LayerStyle(ColourScale.WARM_COLD, 0.3, 1, LayerStyle.Signs.BOTH, 1, true);

    /**
     * The voxels of the maps.
     *
     * @param title how a macro names the mask; null: the mask is the one that {@code Brain Mask...} finds, and recorded lines
     *     begin with the call that makes it
     */
    public record Within(Mask mask, String title) {}

    private final ImagePlus owner;
    private final String maskTitle;
    private final SeedLive live;

    /** Lines that come before the next one of a map, because they make its inputs. */
    private final List<String> before = new ArrayList<>();

    private String input;
    private SeedPanel panel;
    private ViewFrame frame;

    private SeedExplorer(ImagePlus owner, SeedMapSeries series, String maskTitle, String maskLine) {
        this.owner = owner;
        this.maskTitle = maskTitle;
        input = owner.getTitle();
        if (!maskLine.isEmpty()) before.add(maskLine);
        live = new SeedLive(series, START);
    }

    /**
     * Reads a series and opens the window; it closes with the image.
     *
     * @param owner the image of the series
     * @param degrees of freedom of the series; NaN if they are unknown
     * @param atlases finds atlases by name
     * @throws IllegalArgumentException if it is no series or the mask is empty
     */
    public static void open(
            ImagePlus owner, NeuroImage source, Within within, double degrees, AtlasSource atlases, Progress progress) {
        Mask mask = within.mask();
        String maskTitle = within.title();
        SeedMapSeries series = SeedMapSeries.of(source, mask, progress.stage(0, 0.8));
        String title = maskTitle == null ? ImageDoor.stem(owner.getTitle()) + "_brain_mask" : maskTitle;
        Map<String, String> values = new LinkedHashMap<>();
        values.put("input", owner.getTitle());
        values.put("result", title);
        String line = maskTitle == null ? MacroLine.of("Brain Mask...", values) : "";
        SeedExplorer explorer = new SeedExplorer(owner, series, title, line);
        NeuroImage mean = NeuroImage.floats("mean of " + source.name(), source.grid(), 1, SeriesTiming.UNKNOWN)
                .withSpace(source.space());
        mean.writeVolume(0, MeanVolume.ofFinite(source, progress.stage(0.8, 1)));
        boolean raw = RawSeries.looksRaw(source, mask);
        Scene scene = SeedStart.of(mean, mask, LOOK);
        OrthogonalViewer.show(owner, () -> explorer.frame(scene, degrees, raw, atlases));
    }

    private ViewFrame frame(Scene scene, double degrees, boolean raw, AtlasSource atlases) {
        panel = new SeedPanel(START, degrees, live.map().source().volumes(), raw, new Wishes());
        frame = new ViewFrame(
                LABEL + ": " + owner.getTitle(),
                scene,
                new ViewFrame.Setup(
                        live.map().source().space().isMni() ? NearestNode::name : null,
                        live,
                        panel,
                        atlases,
                        panel::styled));
        panel.styled(LOOK);
        return frame;
    }

    /** The lines that make the map in a session where only the series is open. */
    private String lines(SeedSettings settings, Viewpoint.Place at) {
        List<String> lines = new ArrayList<>(before);
        before.clear();
        lines.add(settings.line(at, input, maskTitle));
        return String.join("\n", lines);
    }

    private final class Wishes implements SeedPanel.Wish {

        @Override
        public void changed(SeedSettings settings) {
            live.set(settings);
            panel.styled(style());
            frame.seeds().show();
            frame.submit();
        }

        @Override
        public Viewpoint at() {
            return frame.scene().viewpoint();
        }

        @Override
        public void record() {
            frame.record(lines(live.settings(), frame.seeds().now()));
        }

        private LayerStyle style() {
            return frame.scene().styles().get(live.layer());
        }

        @Override
        public void threshold(double least) {
            LayerStyle style = style();
            frame.update(frame.scene().with(live.layer(), style.between(least, style.maximum())));
        }

        @Override
        public void denoise() {
            frame.session().perform(progress -> {
                SeedMapSeries raw = live.map();
                NeuroImage source = raw.source();
                NeuroImage target = ImageDoor.create(source, "", "denoised", source.volumes());
                try {
                    QuickDenoising.Result result = QuickDenoising.apply(
                            source,
                            raw.mask(),
                            QuickDenoising.Options.DEFAULT,
                            target,
                            new ShownProgress(progress, share -> panel.denoising(share)).stage(0, 0.9));
                    live.use(SeedMapSeries.of(target, raw.mask(), progress.stage(0.9, 1)));
                    EventQueue.invokeLater(() -> denoised(target.name(), result));
                } catch (IllegalArgumentException e) {
                    EventQueue.invokeLater(() -> panel.notDenoised(e.getMessage()));
                }
            });
        }

        private void denoised(String title, QuickDenoising.Result result) {
            Map<String, String> values = new LinkedHashMap<>();
            values.put("input", input);
            values.put("mask", maskTitle);
            values.put("result", title);
            before.add(MacroLine.of("Quick Denoise...", values));
            input = title;
            panel.denoised(result.words(), result.regression().degreesOfFreedom());
            frame.submit();
        }

        @Override
        public void keep() {
            SeedSettings settings = live.settings();
            Viewpoint.Place at = frame.seeds().now();
            frame.session().perform(progress -> {
                double[][] maps = live.maps(settings, at, progress);
                NeuroImage target =
                        ImageDoor.create(live.map().source(), "", "seed_" + settings.measure(), maps.length);
                for (int k = 0; k < maps.length; k++) target.writeVolume(k, SeedLive.floats(maps[k]));
                ImagePlus image =
                        ImageDoor.toImagePlus(maps.length == 1 ? target : target.withTiming(SeriesTiming.UNKNOWN));
                EventQueue.invokeLater(() -> {
                    frame.record(lines(settings, at));
                    ShownResult.show(image, null);
                });
            });
        }
    }
}
