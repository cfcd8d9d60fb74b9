package sc.fiji.boldj.explore;

import java.awt.EventQueue;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import sc.fiji.boldj.run.Progress;

/** Computes what a window of linked planes shows, on a thread of its own, and hands it over to the event thread. */
final class ViewSession implements AutoCloseable {

    /** A layer that is computed for each place of the crosshair. */
    interface Live {

        /** The layer's place among the layers. */
        int layer();

        /**
         * Computes the layer, or gives that of the call before if nothing changed; called on the session's thread only.
         *
         * @param seed in tenths of a millimetre
         * @throws IllegalArgumentException if there is none at this place; the message is shown
         */
        Layer at(Viewpoint.Place seed, Progress progress);

        /** Radius of the seed, mm. */
        double radius();

        /** A note on the time series at a position; empty if there is none. */
        String remark(double[] place);

        /** The series that is drawn over the time series at the crosshair; null for none. */
        double[] series();

        /** The layer whose time series is shown at the crosshair; null for none. */
        Layer source();
    }

    /**
     * A request.
     *
     * @param sizes width and height of each plane in pixels, shape (3, 2)
     * @param clusters the layer whose clusters are listed; -1 for none
     * @param live may be null
     * @param seed where the live layer is computed; null without one
     */
    record Request(Scene scene, int[][] sizes, int clusters, Live live, Viewpoint.Place seed) {}

    /**
     * An answer.
     *
     * @param scene that of the request, with the live layer
     * @param region name of the crosshair's place; empty for none
     * @param course null for none
     * @param clusters null if they are not listed
     * @param note what cannot be shown and why; empty if all is
     * @param rejected the seed that has no map; null if there is none
     */
    record Shown(
            Scene scene,
            List<PlaneCut> cuts,
            List<BufferedImage> planes,
            double[] values,
            String region,
            Course course,
            ClusterList clusters,
            String note,
            Viewpoint.Place rejected) {}

    /** Is told on the event thread. */
    interface Listener {
        void shown(Shown shown);

        void failed(String message);
    }

    private final LatestWork<Request> work;
    private volatile Function<double[], String> regions;
    private final Listener listener;
    private List<Object> drawnLooks = List.of();
    private List<PlaneCut> drawnCuts = List.of();
    private List<BufferedImage> drawnPlanes = List.of();
    private List<Object> clusterKey;
    private ClusterList clusters;

    /**
     * Starts the session.
     *
     * @param regions names a place in RAS+ mm; null for none
     */
    ViewSession(String name, Function<double[], String> regions, Listener listener) {
        this.regions = regions;
        this.listener = listener;
        work = new LatestWork<>(name, this::compute, (request, failure) -> {
            String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
            EventQueue.invokeLater(() -> listener.failed(message));
        });
    }

    /** Sets how positions are named from now on. */
    void name(Function<double[], String> other) {
        regions = other;
    }

    void submit(Request request) {
        work.submit(request);
    }

    /** Adds work that must not be dropped; what fails is shown. */
    void perform(java.util.function.Consumer<Progress> job) {
        work.perform(job);
    }

    boolean isIdle() {
        return work.isIdle();
    }

    @Override
    public void close() {
        work.close();
    }

    private void compute(Request request, Progress progress) {
        if (EventQueue.isDispatchThread()) throw new IllegalStateException("computed on the event thread");
        Scene scene = request.scene();
        String note = "";
        double[] series = null;
        Viewpoint.Place rejected = null;
        if (request.live() != null) {
            try {
                scene = scene.replaced(request.live().layer(), request.live().at(request.seed(), progress));
                series = request.live().series();
            } catch (IllegalArgumentException e) {
                note = e.getMessage();
                rejected = request.seed();
            }
        }
        List<PlaneCut> cuts = new ArrayList<>();
        for (int axis = 0; axis < 3; axis++)
            cuts.add(scene.cut(axis, Math.max(1, request.sizes()[axis][0]), Math.max(1, request.sizes()[axis][1])));
        List<BufferedImage> planes = planes(scene, cuts, progress);
        double[] point = scene.viewpoint().point();
        Layer followed = request.live() == null ? null : request.live().source();
        String remark = request.live() == null ? "" : request.live().remark(point);
        Course course = followed == null ? null : Course.at(followed, point, series, remark, progress);
        for (int i = 0; i < scene.layers().size() && course == null; i++)
            course = Course.at(scene.layers().get(i), point, series, "", progress);
        if (request.clusters() >= 0) {
            try {
                list(scene, request.clusters(), progress);
            } catch (IllegalArgumentException e) {
                note = e.getMessage();
            }
        }
        Shown shown = new Shown(
                scene,
                cuts,
                planes,
                scene.values(),
                region(point),
                course,
                request.clusters() >= 0 ? clusters : null,
                note,
                rejected);
        progress.checkCancelled();
        EventQueue.invokeLater(() -> listener.shown(shown));
    }

    private String region(double[] point) {
        Function<double[], String> names = regions;
        return names == null ? "" : names.apply(point);
    }

    /** Draws the planes; one that is as before is kept: where the mouse drags, the plane stays and the crosshair moves. */
    private List<BufferedImage> planes(Scene scene, List<PlaneCut> cuts, Progress progress) {
        List<Object> looks =
                List.of(scene.layers(), scene.styles(), scene.viewpoint().volume());
        boolean same = looks.equals(drawnLooks);
        List<PlaneCut> changed = new ArrayList<>();
        for (int axis = 0; axis < 3; axis++)
            if (!same || !cuts.get(axis).equals(drawnCuts.get(axis))) changed.add(cuts.get(axis));
        List<int[]> drawn = scene.draw(changed, progress);
        List<BufferedImage> planes = new ArrayList<>();
        for (int axis = 0; axis < 3; axis++) {
            int at = changed.indexOf(cuts.get(axis));
            planes.add(at < 0 ? drawnPlanes.get(axis) : cuts.get(axis).image(drawn.get(at)));
        }
        drawnLooks = looks;
        drawnCuts = cuts;
        drawnPlanes = planes;
        return planes;
    }

    /** Lists the clusters, if they can have changed. */
    private void list(Scene scene, int index, Progress progress) {
        Layer layer = scene.layers().get(index);
        LayerStyle style = scene.styles().get(index).opaque(1).visible(true);
        int volume = layer.shown(scene.viewpoint().volume());
        List<Object> key = List.of(layer, style, volume);
        if (Objects.equals(key, clusterKey)) return;
        clusters = ClusterList.NONE;
        clusterKey = key;
        clusters = ClusterList.of(layer, style, volume, regions, progress);
    }
}
