package sc.fiji.boldj.command;

import ij.ImagePlus;
import ij.io.FileInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.distortion.EncodedImage;
import sc.fiji.boldj.distortion.FieldEstimate;
import sc.fiji.boldj.distortion.OpposedPhaseEncoding;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.OpenImages;
import sc.fiji.boldj.host.ReportingCommand;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.Sidecar;
import sc.fiji.boldj.preprocess.BrainMask;
import sc.fiji.boldj.report.DistortionPage;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.scan.AnatomyField;
import sc.fiji.boldj.workflow.scan.DistortionResult;
import sc.fiji.boldj.workflow.scan.EncodedScan;
import sc.fiji.boldj.workflow.scan.FieldmapParts;
import sc.fiji.boldj.workflow.scan.MeasuredScan;
import sc.fiji.boldj.workflow.study.StudyFiles;

/** Estimates the field that distorts echo-planar images and corrects them. */
@Plugin(type = Command.class, name = "Estimate Distortion...", headless = true)
public final class EstimateDistortionCommand extends ReportingCommand {

    private static final String LABEL = "Estimate Distortion...";

    @Parameter(
            label = "Images",
            description =
                    "echo-planar images of one head, with different phase encoding unless a field map is given: paths or titles, separated by commas, with sidecars that state PhaseEncodingDirection and TotalReadoutTime; the first defines the space",
            style = CommandKey.OPEN,
            persist = false)
    private String inputs = "";

    @Parameter(
            label = "Field map",
            description =
                    "measured field map: a phasediff, phase1 or fieldmap image with its sidecar, and its phase2 and magnitude images beside it, named as in BIDS; empty: none",
            style = CommandKey.OPEN,
            required = false,
            persist = false)
    private String fieldmap = "";

    @Parameter(
            label = "T1-weighted scan",
            description = "method syn: T1-weighted scan of the same head, whole or brain, a path; empty: none",
            style = CommandKey.OPEN,
            required = false,
            persist = false)
    private String target = "";

    @Parameter(
            label = "Method",
            description =
                    "pepolar: estimated so that images with different phase encoding agree after correction; fieldmap: from the measured field map; syn: one image, so that it agrees with the T1-weighted scan (experimental); auto: fieldmap if a field map is given, otherwise pepolar",
            choices = {"auto", "pepolar", "fieldmap", "syn"},
            persist = false)
    private String method = "auto";

    @Parameter(
            label = "Results (folder)",
            description = "folder to write: field in Hz, corrected images, displacement in mm, and a page",
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    @Override
    public void execute(Progress progress) throws IOException {
        ScanList scans = ScanList.parse(inputs);
        if (method.equals("fieldmap") && fieldmap.isBlank())
            throw new IllegalArgumentException(
                    "fieldmap: method=fieldmap needs the path of a phasediff, phase1 or fieldmap image");
        if (method.equals("pepolar") && !fieldmap.isBlank())
            throw new IllegalArgumentException(
                    "fieldmap: method=pepolar does not use a field map: use method=fieldmap, or remove it");
        if (method.equals("syn") == target.isBlank())
            throw new IllegalArgumentException(
                    "target: method=syn needs a T1-weighted scan, and no other method takes one");
        if (method.equals("syn") && !(fieldmap.isBlank() && scans.size() == 1))
            throw new IllegalArgumentException(
                    "method=syn takes one image and no field map: for several images use pepolar, for a field map fieldmap");
        ResultFolder folder = ResultFolder.at(output, LABEL);
        List<EncodedImage> images = new ArrayList<>();
        for (int i = 0; i < scans.size(); i++) {
            Sidecar sidecar = Sidecar.find(file(scans, i));
            images.add(EncodedScan.of(scans.read(i, Progress.NONE), sidecar, Progress.NONE));
        }
        DistortionResult result = result(images, progress);
        folder.write(
                Map.of("inputs", inputs, "fieldmap", fieldmap, "target", target, "method", method),
                scans.describe(),
                place -> {
                    result.write(place);
                    AtomicFile.writeText(
                            place.resolve("index.html"),
                            DistortionPage.of(result).toHtml());
                });
        say(result.words());
    }

    private DistortionResult result(List<EncodedImage> images, Progress progress) throws IOException {
        if (!fieldmap.isBlank()) {
            FieldmapParts parts = FieldmapParts.of(Path.of(fieldmap.strip()));
            return DistortionResult.of(
                    images, MeasuredScan.read(parts, progress.stage(0, 0.4)), progress.stage(0.4, 1));
        }
        if (method.equals("syn")) return fromAnatomy(images.get(0), progress);
        FieldEstimate estimate =
                OpposedPhaseEncoding.of(images, OpposedPhaseEncoding.Options.DEFAULT, progress.stage(0, 0.95));
        return DistortionResult.of(images, estimate, progress.stage(0.95, 1));
    }

    private DistortionResult fromAnatomy(EncodedImage image, Progress progress) throws IOException {
        NeuroImage t1 = StudyFiles.read(Path.of(target.strip()), Progress.NONE);
        AnatomyField found = AnatomyField.of(
                image,
                BrainMask.epi(image.image(), BrainMask.Options.DEFAULT, Progress.NONE),
                AnatomyField.Anatomy.of(t1, progress.stage(0, 0.4)),
                progress.stage(0.4, 1));
        if (!found.accepted()) throw new DataException("nothing was written: " + found.finding());
        return DistortionResult.of(image, found);
    }

    private static Path file(ScanList scans, int i) throws IOException {
        if (scans.file(i).isPresent()) return scans.file(i).get();
        ImagePlus image = new OpenImages().find(scans.names().get(i), Progress.NONE);
        FileInfo info = image.getOriginalFileInfo();
        if (info != null && info.directory != null && info.fileName != null) {
            Path file = Path.of(info.directory, info.fileName);
            if (Files.exists(file)) return file;
        }
        throw new IllegalArgumentException("inputs: the open image '" + image.getTitle()
                + "' has no file, so there is no sidecar with its phase encoding: give the path of a file");
    }
}
