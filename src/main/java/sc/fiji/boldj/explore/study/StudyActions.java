package sc.fiji.boldj.explore.study;

import ij.IJ;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import sc.fiji.boldj.host.MacroLine;
import sc.fiji.boldj.workflow.lock.LockedTrial;
import sc.fiji.boldj.workflow.participant.StudyState;
import sc.fiji.boldj.workflow.study.ScanRating;

/** What the menu of the study window does. Called on the event thread; what reads or computes goes to the window's worker. */
final class StudyActions {

    private final StudyWindow window;

    StudyActions(StudyWindow window) {
        this.window = window;
    }

    void other() {
        IJ.doCommand(StudyWindow.LABEL);
    }

    void look() {
        window.look();
    }

    void close() {
        window.dispose();
    }

    /** Checks the dataset and opens the page, which stands beside the results. */
    void check() {
        StudyEngine.Place place = window.place();
        Path page = place.output().resolveSibling(place.output().getFileName() + "-check.html");
        Map<String, String> values = StudyMacro.check(place, page.toString());
        window.note("checking " + place.bids() + "...");
        window.desk().perform(() -> {
            MacroLine.record(MacroLine.of("Check Dataset...", values));
            IJ.run("Check Dataset...", MacroLine.options(values));
            StudyFilesOpened.browse(page, "the dataset could not be checked");
        });
    }

    /** Shows the locked protocol, or opens the dialog that proposes one. */
    void protocol() {
        Path locked = LockedTrial.protocolFile(window.place().output());
        if (Files.exists(locked)) window.desk().perform(() -> IJ.open(locked.toString()));
        else window.dialogs().call("Write Protocol...", window.place());
    }

    void group() {
        window.dialogs().call("Run Group...", window.place());
    }

    void groupPage() {
        Path output = window.place().output();
        window.desk().perform(() -> StudyFilesOpened.groupPage(output));
    }

    void runSelected() {
        StudyState.Scan scan = window.chosen();
        if (scan != null) window.process(List.of(scan.scan().subject()));
    }

    void record() {
        MacroLine.record(StudyMacro.process(window.place(), List.of()));
    }

    void page() {
        chosen(StudyFilesOpened::page);
    }

    void viewer() {
        chosen(StudyFilesOpened::viewer);
    }

    void seeds() {
        chosen(StudyFilesOpened::seeds);
    }

    private void chosen(Consumer<StudyState.Scan> open) {
        StudyState.Scan scan = window.chosen();
        if (scan != null) window.desk().perform(() -> open.accept(scan));
    }

    void rate(ScanRating.Judgement judgement) {
        window.rating().press(judgement);
    }
}
