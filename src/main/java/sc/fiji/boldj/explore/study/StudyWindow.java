package sc.fiji.boldj.explore.study;

import ij.WindowManager;
import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.FlowLayout;
import java.awt.Toolkit;
import java.awt.event.KeyEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.List;
import java.util.Map;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.KeyStroke;
import sc.fiji.boldj.explore.TableKeys;
import sc.fiji.boldj.host.MacroLine;
import sc.fiji.boldj.workflow.participant.StudyProgress;
import sc.fiji.boldj.workflow.participant.StudyState;
import sc.fiji.boldj.workflow.study.ScanRating;

/** The window for running a study. All fields are used on the event thread; files are read and written by its {@link StudyDesk}. */
public final class StudyWindow extends JFrame {

    /** The command's label. */
    static final String LABEL = "Study...";

    /**
     * The commands that the window calls on the event thread.
     */
    public interface Dialogs {
        /**
         * Asks for the options of the participant level.
         *
         * @return null if cancelled
         */
        Map<String, String> options(StudyEngine.Place place);

        /** Opens the dialog of a command with the folders of the study in it. */
        void call(String label, StudyEngine.Place place);
    }

    private final transient StudyDesk desk;
    private final transient Dialogs dialogs;
    private final StudyTable model = new StudyTable();
    private final JTable table = new JTable(model);
    private final StepsCell steps = new StepsCell();
    private final JButton start = new JButton("Start");
    private final JButton stop = new JButton("Stop");
    private final JProgressBar bar = new JProgressBar(0, 1000);
    private final JLabel note = new JLabel(" ");
    private final RatingPanel rating = new RatingPanel(this::rate);
    private transient StudyEngine.Place place;

    private StudyWindow(StudyEngine.Place place, StudyEngine engine, Dialogs dialogs) {
        super("Study: " + place.bids().getFileName());
        this.place = place;
        this.dialogs = dialogs;
        desk = new StudyDesk(engine, new Events(), EventQueue::invokeLater);
        setLayout(new BorderLayout(4, 4));
        add(top(), BorderLayout.NORTH);
        add(new JScrollPane(table), BorderLayout.CENTER);
        JPanel bottom = new JPanel(new BorderLayout());
        bottom.add(rating, BorderLayout.NORTH);
        note.setName("note");
        note.setBorder(BorderFactory.createEmptyBorder(2, 8, 6, 8));
        bottom.add(note, BorderLayout.SOUTH);
        add(bottom, BorderLayout.SOUTH);
        prepareTable();
        setJMenuBar(StudyMenu.bar(new StudyActions(this)));
        setDefaultCloseOperation(DISPOSE_ON_CLOSE);
        Dimension screen = Toolkit.getDefaultToolkit().getScreenSize();
        setSize((int) Math.min(1280, 0.94 * screen.width), (int) Math.min(860, 0.85 * screen.height));
        setLocationByPlatform(true);
    }

    /** Opens a window on the event thread. */
    public static void open(StudyEngine.Place place, StudyEngine engine, Dialogs dialogs) {
        EventQueue.invokeLater(() -> {
            StudyWindow window = new StudyWindow(place, engine, dialogs);
            WindowManager.addWindow(window);
            window.setVisible(true);
            window.table.requestFocusInWindow();
            window.look();
        });
    }

    private JPanel top() {
        JPanel top = new JPanel(new BorderLayout(8, 2));
        top.setBorder(BorderFactory.createEmptyBorder(6, 8, 0, 8));
        JLabel where = new JLabel("Dataset " + place.bids() + "   Results " + place.output());
        top.add(where, BorderLayout.NORTH);
        JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEFT, 4, 0));
        start.setName("start");
        start.setMnemonic('S');
        start.addActionListener(e -> process(List.of()));
        stop.setName("stop");
        stop.setMnemonic('p');
        stop.setEnabled(false);
        stop.addActionListener(e -> stop());
        JButton options = new JButton("Options...");
        options.setMnemonic('O');
        options.addActionListener(e -> options());
        buttons.add(start);
        buttons.add(stop);
        buttons.add(options);
        top.add(buttons, BorderLayout.WEST);
        bar.setName("progress");
        bar.setStringPainted(true);
        bar.setString("not started");
        top.add(bar, BorderLayout.CENTER);
        return top;
    }

    private void prepareTable() {
        table.setName("series");
        TableKeys.leaveByTab(table);
        table.setFillsViewportHeight(true);
        table.setRowHeight(22);
        table.setAutoCreateRowSorter(true);
        table.setDefaultRenderer(StudyState.Scan.class, steps);
        StudyCells.prepare(table);
        table.getSelectionModel().addListSelectionListener(e -> selected());
        table.addMouseListener(new MouseAdapter() {
            @Override
            public void mouseClicked(MouseEvent e) {
                if (e.getClickCount() == 2 && table.getSelectedRow() >= 0) openPageOrViewer();
            }
        });
        table.getInputMap(JComponent.WHEN_ANCESTOR_OF_FOCUSED_COMPONENT)
                .put(KeyStroke.getKeyStroke(KeyEvent.VK_ENTER, 0), "open");
        table.getActionMap().put("open", StudyMenu.action(this::openPageOrViewer));
    }

    /** Reads the study again. */
    void look() {
        note("reading " + place.bids() + "...");
        desk.look(place);
    }

    StudyEngine.Place place() {
        return place;
    }

    StudyDesk desk() {
        return desk;
    }

    Dialogs dialogs() {
        return dialogs;
    }

    RatingPanel rating() {
        return rating;
    }

    /** The selected series; null if none is. */
    StudyState.Scan chosen() {
        int row = table.getSelectedRow();
        return row < 0 ? null : model.scan(table.convertRowIndexToModel(row));
    }

    /** Processes participants, all of them if none is named. */
    void process(List<String> subjects) {
        StudyDesk.Shown shown = model.shown();
        if (shown == null || desk.isRunning()) return;
        MacroLine.record(StudyMacro.process(place, subjects));
        List<String> all = shown.state().scans().stream()
                .map(scan -> scan.scan().subject())
                .distinct()
                .toList();
        start.setEnabled(false);
        stop.setEnabled(true);
        bar.setString("starting");
        desk.start(place, subjects.isEmpty() ? all : subjects);
    }

    private void stop() {
        stop.setEnabled(false);
        bar.setString("stopping after the current step...");
        desk.stop();
    }

    /** Asks for the options of the participant level. */
    void options() {
        Map<String, String> asked = dialogs.options(place);
        if (asked == null) return;
        place = new StudyEngine.Place(place.bids(), place.output(), asked);
        look();
    }

    private void selected() {
        StudyState.Scan scan = chosen();
        if (scan == null) rating.select("", "");
        else
            rating.select(
                    model.shown().codes().text(scan.scan().name()),
                    model.shown().rating(scan.scan()).map(ScanRating::reason).orElse(""));
    }

    private void rate(ScanRating.Judgement judgement, String reason, String rater) {
        StudyState.Scan scan = chosen();
        if (scan == null) return;
        try {
            desk.rate(place, scan.scan(), judgement, reason, rater);
        } catch (IllegalArgumentException e) {
            note(e.getMessage());
            rating.askReason();
        }
    }

    /** Opens the page of the selected series, or its images if there is none yet. */
    void openPageOrViewer() {
        StudyState.Scan scan = chosen();
        if (scan != null) desk.perform(() -> StudyFilesOpened.pageOrViewer(scan));
    }

    void note(String text) {
        note.setText(text.isBlank() ? " " : text);
        note.setToolTipText(text);
    }

    @Override
    public void dispose() {
        desk.close();
        WindowManager.removeWindow(this);
        super.dispose();
    }

    private final class Events implements StudyDesk.Listener {

        @Override
        public void shown(StudyDesk.Shown shown) {
            StudyState.Scan before = chosen();
            model.show(shown);
            if (before == null && model.getRowCount() > 0) table.setRowSelectionInterval(0, 0);
            long done = shown.state().scans().stream()
                    .filter(StudyState.Scan::isDone)
                    .count();
            int all = shown.state().scans().size();
            if (!desk.isRunning()) {
                boolean begun = shown.state().scans().stream().anyMatch(scan -> scan.done() > 0);
                start.setText(begun && done < all ? "Resume" : "Start");
                start.setEnabled(true);
                bar.setValue(all == 0 ? 0 : (int) (1000 * done / all));
                long failed = shown.state().scans().stream()
                        .filter(scan -> !scan.problem().isEmpty())
                        .count();
                bar.setString(
                        done + " of " + all + " series done" + (failed == 0 ? "" : ", " + failed + " with a problem"));
            }
            note(shown.words().isEmpty() ? all + " series; the protocol is not locked" : shown.words());
        }

        @Override
        public void moved(StudyProgress progress) {
            bar.setValue((int) (1000 * progress.share()));
            bar.setString(progress.words());
            steps.running(progress.newest());
            table.repaint();
        }

        @Override
        public void ended(String words) {
            start.setEnabled(true);
            stop.setEnabled(false);
            steps.running("");
            bar.setString(words);
            note(words);
        }

        @Override
        public void failed(String message) {
            note(message);
        }
    }
}
