package sc.fiji.boldj.explore.study;

import java.awt.EventQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import sc.fiji.boldj.explore.LatestWork;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Version;
import sc.fiji.boldj.workflow.lock.ConditionCodes;
import sc.fiji.boldj.workflow.lock.LockedTrial;
import sc.fiji.boldj.workflow.participant.StudyProgress;
import sc.fiji.boldj.workflow.participant.StudyState;
import sc.fiji.boldj.workflow.study.RatingsFile;
import sc.fiji.boldj.workflow.study.ScanRating;

/**
 * What the study window does, without the window: reading, processing and rating, on two threads of its own. One reads and writes tables, and
 * the latest request wins; the other processes the participants. The event thread hands over requests and never computes.
 */
final class StudyDesk implements AutoCloseable {

    private static final long BETWEEN_LOOKS = 3_000_000_000L;

    /**
     * What is shown.
     *
     * @param codes what stands in place of names of conditions
     * @param words the lock of the protocol, in a sentence; empty if there is none
     */
    record Shown(
            StudyEngine.Place place, StudyState state, List<ScanRating> ratings, ConditionCodes codes, String words) {

        /** The strictest rating of a series. */
        Optional<ScanRating> rating(BidsScan scan) {
            return RatingsFile.deciding(ratings, scan);
        }
    }

    /** Notified on the event thread if there is a screen, else on the thread of the event. */
    interface Listener {
        void shown(Shown shown);

        /** A step begins, is done, or all has ended. */
        void moved(StudyProgress progress);

        /** Processing has ended; {@code words} says how. */
        void ended(String words);

        void failed(String message);
    }

    private final StudyEngine engine;
    private final Listener listener;
    private final java.util.function.Consumer<Runnable> events;
    private final LatestWork<StudyEngine.Place> reader;
    private final LatestWork<StudyEngine.Place> processor;
    private volatile boolean running;
    private volatile boolean stopped;
    private long lastLook;

    /**
     * @param events hands an event over: {@code EventQueue::invokeLater} for a window
     */
    StudyDesk(StudyEngine engine, Listener listener, java.util.function.Consumer<Runnable> events) {
        this.engine = engine;
        this.listener = listener;
        this.events = events;
        reader = new LatestWork<>("Study: tables", this::look, (place, failure) -> fail(failure));
        processor = new LatestWork<>("Study: processing", (place, progress) -> {}, (place, failure) -> fail(failure));
    }

    /** Reads a study, or reads it again. */
    void look(StudyEngine.Place place) {
        reader.submit(place);
    }

    private void look(StudyEngine.Place place, Progress progress) {
        requireWorker();
        try {
            Shown shown = read(place, progress);
            events.accept(() -> listener.shown(shown));
        } catch (IOException e) {
            fail(e);
        }
    }

    private Shown read(StudyEngine.Place place, Progress progress) throws IOException {
        StudyEngine.Study study = engine.open(place, progress);
        StudyState state = StudyState.of(
                study.participants(), study.participants().dataset().subjects());
        Optional<LockedTrial> lock = LockedTrial.of(place.output());
        return new Shown(
                place,
                state,
                RatingsFile.read(place.output()),
                lock.map(LockedTrial::codes).orElse(ConditionCodes.NONE),
                lock.map(LockedTrial::words).orElse(""));
    }

    /** Begins to process participants, or resumes; does nothing while they are being processed. */
    void start(StudyEngine.Place place, List<String> subjects) {
        if (running) return;
        running = true;
        stopped = false;
        processor.perform(closed -> process(place, subjects, closed));
    }

    /** Stops processing after the current piece of work; finished results are kept. */
    void stop() {
        stopped = true;
    }

    boolean isRunning() {
        return running;
    }

    /** Whether nothing is computed and nothing waits. */
    boolean isIdle() {
        return !running && reader.isIdle() && processor.isIdle();
    }

    private void process(StudyEngine.Place place, List<String> subjects, Progress closed) {
        requireWorker();
        String words;
        try {
            StudyEngine.Study study = engine.open(place, closed);
            StudyProgress progress =
                    new StudyProgress(StudyState.of(study.participants(), subjects), 1, System::nanoTime);
            study.process(subjects, who -> progress.listener(who, () -> moved(place, progress)), until(closed));
            words = "all steps are done";
        } catch (CancellationException e) {
            words = "stopped; Resume continues with the first unfinished step";
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            words = e.getMessage();
        } finally {
            running = false;
        }
        String said = words;
        events.accept(() -> listener.ended(said));
        look(place);
    }

    private Progress until(Progress closed) {
        return new Progress() {
            @Override
            public void update(long done, long total) {
                // steps are shown
            }

            @Override
            public boolean isCancelled() {
                return stopped || closed.isCancelled();
            }
        };
    }

    private void moved(StudyEngine.Place place, StudyProgress progress) {
        events.accept(() -> listener.moved(progress));
        long now = System.nanoTime();
        if (now - lastLook < BETWEEN_LOOKS) return;
        lastLook = now;
        look(place);
    }

    /** Rates a series, now. */
    void rate(StudyEngine.Place place, BidsScan scan, ScanRating.Judgement judgement, String reason, String rater) {
        String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        ScanRating rating = ScanRating.of(scan, judgement, reason, rater, time);
        reader.perform(progress -> {
            requireWorker();
            try {
                RatingsFile.add(place.output(), rating, "BoldJ " + Version.text());
                StudyMacro.record(place, rating);
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
            look(place);
        });
    }

    /** Does other work that reads or writes files, such as opening an image. */
    void perform(Runnable work) {
        reader.perform(progress -> {
            requireWorker();
            work.run();
        });
    }

    private static void requireWorker() {
        if (EventQueue.isDispatchThread()) throw new IllegalStateException("computed on the event thread");
    }

    private void fail(Exception failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        events.accept(() -> listener.failed(message));
    }

    @Override
    public void close() {
        stopped = true;
        reader.close();
        processor.close();
    }
}
