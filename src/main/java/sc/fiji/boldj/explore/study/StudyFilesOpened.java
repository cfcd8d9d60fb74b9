package sc.fiji.boldj.explore.study;

import ij.IJ;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import sc.fiji.boldj.host.Browser;
import sc.fiji.boldj.host.MacroLine;
import sc.fiji.boldj.workflow.group.GroupRun;
import sc.fiji.boldj.workflow.participant.StudyState;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.SeedMap;

/** Opens the results in a folder: pages in the browser, images in windows of linked planes. Not for the event thread. */
final class StudyFilesOpened {

    private StudyFilesOpened() {}

    /**
     * Opens the page of a series.
     *
     * @throws IllegalArgumentException if there is none yet
     */
    static void page(StudyState.Scan scan) {
        browse(scan.files().page(), "this series has no page yet: the last step writes it");
    }

    /** Opens the page of a series, or its images if there is no page yet. */
    static void pageOrViewer(StudyState.Scan scan) {
        if (Files.exists(scan.files().page())) page(scan);
        else viewer(scan);
    }

    /** Opens the page of the group level. */
    static void groupPage(Path output) {
        browse(GroupRun.page(output), "there is no group page yet: Study>Run Group... writes it");
    }

    static void browse(Path page, String otherwise) {
        if (!Files.exists(page)) throw new IllegalArgumentException(otherwise);
        try {
            Browser.open(page);
        } catch (IOException e) {
            throw new IllegalArgumentException("no browser could be opened; the page is " + page, e);
        }
    }

    /** The seed map of the posterior cingulate over the mean image, in the viewer. */
    static void viewer(StudyState.Scan scan) {
        ScanFiles files = scan.files();
        Path map = SeedMap.PCC.file(files);
        Path below = files.boldref();
        if (!Files.exists(below)) throw new IllegalArgumentException("this series has no images yet");
        Map<String, String> values = new LinkedHashMap<>();
        values.put("input", open(below));
        values.put("overlay", Files.exists(map) ? open(map) : "");
        run("Orthogonal Viewer", values);
    }

    /** The denoised series in the Seed Explorer. */
    static void seeds(StudyState.Scan scan) {
        Path series = scan.files().denoised();
        if (!Files.exists(series)) throw new IllegalArgumentException("this series is not denoised yet");
        Map<String, String> values = new LinkedHashMap<>();
        values.put("input", open(series));
        values.put("mask", open(scan.files().mask()));
        run("Seed Explorer", values);
    }

    /** Opens an image; returns its title. */
    private static String open(Path file) {
        run("Open NIfTI...", Map.of("path", file.toString()));
        return IJ.getImage().getTitle();
    }

    private static void run(String label, Map<String, String> values) {
        MacroLine.record(MacroLine.of(label, values));
        IJ.run(label, MacroLine.options(values));
    }
}
