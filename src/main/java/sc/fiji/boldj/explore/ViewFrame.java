package sc.fiji.boldj.explore;

import ij.IJ;
import ij.WindowManager;
import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.GridLayout;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JPanel;

/**
 * A window of three linked planes with a side panel. All fields are used on the event thread only; what is shown is computed by
 * its {@link ViewSession}.
 */
final class ViewFrame extends JFrame {

    /** A window leaves a part of the screen free. */
    private static final double SHARE_OF_SCREEN = 0.9;

    private static final double SHARE_OF_HEIGHT = 0.95;

    /**
     * What a window is made for.
     *
     * @param regions names a place in RAS+ mm; null for none
     * @param live a layer that follows the crosshair; null for none
     * @param extra a panel of its own at the top of the side; null for none
     * @param atlases finds atlases by name; null for none
     * @param styled is told of each style of the live layer; null for none
     */
    record Setup(
            Function<double[], String> regions,
            ViewSession.Live live,
            JComponent extra,
            AtlasSource atlases,
            Consumer<LayerStyle> styled) {}

    private final transient ViewSession session;
    private final transient Setup setup;
    private final PlanePanel[] planes = new PlanePanel[3];
    private final CoursePanel course = new CoursePanel();
    private final SidePanel side;
    private final transient SeedControl seeds;
    private transient Scene scene;
    private PlaceWindow places;
    private RecordedLines recorded;
    private boolean synchronised = true;
    private boolean dragging;
    private long frames;

    /** Makes the window; {@link #open} shows it. Call on the event thread. */
    ViewFrame(String title, Scene scene, Setup setup) {
        super(title);
        this.scene = scene;
        this.setup = setup;
        session = new ViewSession(title, setup.regions(), new Results());
        seeds = setup.live() == null ? null : new SeedControl(this, setup.live());
        side = new SidePanel(this, setup.extra());
        JPanel grid = new JPanel(new GridLayout(2, 2, 3, 3));
        for (int axis : new int[] {1, 0, 2}) {
            planes[axis] = new PlanePanel(axis, new Wishes());
            grid.add(planes[axis]);
        }
        grid.add(course);
        grid.addComponentListener(new ComponentAdapter() {
            @Override
            public void componentResized(ComponentEvent e) {
                submit();
            }
        });
        setLayout(new BorderLayout(6, 0));
        add(grid, BorderLayout.CENTER);
        add(side, BorderLayout.EAST);
        setJMenuBar(ViewMenu.bar(this));
        setDefaultCloseOperation(DISPOSE_ON_CLOSE);
        Dimension screen = Toolkit.getDefaultToolkit().getScreenSize();
        setSize((int) Math.min(1500, SHARE_OF_SCREEN * screen.width), (int)
                Math.min(1050, SHARE_OF_HEIGHT * screen.height));
        setLocationByPlatform(true);
        side.show(scene);
        if (seeds != null) seeds.show();
    }

    /** Shows the window and lists it in ImageJ's menu of windows. */
    void open() {
        setVisible(true);
        planes[2].requestFocusInWindow();
        WindowManager.addWindow(this);
        submit();
    }

    @Override
    public void dispose() {
        session.close();
        WindowManager.removeWindow(this);
        super.dispose();
    }

    /** Shows another scene. */
    void update(Scene next) {
        scene = next;
        side.show(next);
        styled();
        submit();
    }

    private void styled() {
        if (setup.styled() != null)
            setup.styled().accept(scene.styles().get(setup.live().layer()));
    }

    /** Shows the tree of named places. */
    void showPlaces() {
        if (places == null)
            places = new PlaceWindow(this, scene.layers().get(0).image().space().isMni(), setup.atlases());
        places.setVisible(true);
    }

    /** Records macro lines and confirms it. */
    void record(String lines) {
        recorded = RecordedLines.add(this, recorded, lines);
        boolean inRecorder = recorded == null || !recorded.isVisible();
        side.inform("Recorded in " + (inRecorder ? "ImageJ's recorder." : "the window Macro Lines."));
        IJ.showStatus("Recorded: " + lines.substring(lines.lastIndexOf('\n') + 1));
    }

    Scene scene() {
        return scene;
    }

    ViewSession session() {
        return session;
    }

    SidePanel side() {
        return side;
    }

    PlanePanel plane(int axis) {
        return planes[axis];
    }

    /** Pictures that were shown so far. */
    long frames() {
        return frames;
    }

    /** Whether the crosshair follows that of other windows and theirs this one. */
    void synchronise(boolean on) {
        synchronised = on;
    }

    /** The seed of the live layer; null without one. */
    SeedControl seeds() {
        return seeds;
    }

    /** Moves the crosshair as {@link #look} does, and the seed with it unless it is locked. */
    void choose(double[] place, boolean moving) {
        if (seeds != null && !seeds.trail().isLocked())
            seeds.set(scene.viewpoint().moved(inside(place)), moving);
        look(place, moving);
    }

    /** Shows the ring of the seed in the planes. */
    void ring(Viewpoint.Place centre, double radius) {
        for (PlanePanel plane : planes) plane.ring(centre, radius);
        side.seeds(seeds.trail());
    }

    /** Moves the crosshair, and that of the other windows. */
    void look(double[] place, boolean moving) {
        dragging = moving;
        follow(place);
        if (!synchronised) return;
        for (Window window : Window.getWindows())
            if (window != this && window instanceof ViewFrame other && other.isShowing() && other.synchronised)
                other.follow(place);
    }

    private void follow(double[] place) {
        scene = scene.with(scene.viewpoint().moved(inside(place)));
        for (PlanePanel plane : planes) plane.cross(scene.viewpoint());
        side.crosshair(scene.viewpoint());
        submit();
    }

    /** The position in the anatomy's box that is nearest to a position. */
    private double[] inside(double[] place) {
        double[][] box = scene.layers().get(0).box();
        double[] inside = new double[3];
        for (int d = 0; d < 3; d++) inside[d] = Math.max(box[0][d], Math.min(box[1][d], place[d]));
        return inside;
    }

    /** Asks for what is shown to be computed anew. */
    void submit() {
        int[][] sizes = new int[3][];
        for (int axis = 0; axis < 3; axis++)
            sizes[axis] = new int[] {planes[axis].getWidth(), planes[axis].getHeight()};
        if (sizes[0][0] == 0) return;
        int clusters = dragging && setup.live() != null ? -1 : side.clusterLayer(scene);
        session.submit(
                new ViewSession.Request(scene, sizes, clusters, setup.live(), seeds == null ? null : seeds.now()));
    }

    private final class Wishes implements PlanePanel.Wish {

        @Override
        public void choose(double[] place, boolean moving) {
            ViewFrame.this.choose(place, moving);
        }

        @Override
        public void seedHere() {
            if (seeds != null) seeds.setHere();
        }

        @Override
        public void step(int axis, int steps) {
            double[] place = scene.viewpoint().point();
            place[axis] += steps;
            look(place, false);
        }

        @Override
        public void zoom(double factor) {
            update(scene.with(scene.viewpoint().zoomed(factor)));
        }
    }

    private final class Results implements ViewSession.Listener {

        @Override
        public void shown(ViewSession.Shown shown) {
            if (!isDisplayable()) return;
            frames++;
            if (shown.rejected() != null) seeds.reject(shown.rejected());
            int live = setup.live() == null ? -1 : setup.live().layer();
            if (live >= 0
                    && live < scene.layers().size()
                    && live < shown.scene().layers().size()) {
                scene = scene.replaced(live, shown.scene().layers().get(live));
                side.show(scene);
            }
            for (int axis = 0; axis < 3; axis++)
                planes[axis].show(shown.planes().get(axis), shown.cuts().get(axis), scene.viewpoint());
            course.show(shown.course(), shown.scene().viewpoint().volume());
            side.shown(shown);
            if (!dragging) IJ.showStatus(side.readout());
        }

        @Override
        public void failed(String message) {
            side.note(message);
        }
    }

    /** The overlays that are visible, over the anatomy: what a picture shows. */
    Scene visible() {
        List<Layer> layers = new ArrayList<>();
        List<LayerStyle> styles = new ArrayList<>();
        for (int i = 0; i < scene.layers().size(); i++) {
            if (i > 0 && !scene.styles().get(i).visible()) continue;
            layers.add(scene.layers().get(i));
            styles.add(scene.styles().get(i));
        }
        Viewpoint at = scene.viewpoint();
        double[] point = new double[3];
        for (int d = 0; d < 3; d++) point[d] = ViewWords.roundedToTenth(at.get(d));
        return new Scene(layers, styles, at.moved(point).zoomed(1));
    }
}
