package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.distortion.EncodedImage;
import sc.fiji.boldj.distortion.PhaseEncoding;
import sc.fiji.boldj.image.AxisShift;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.TransformChain;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.Sidecar;
import sc.fiji.boldj.preprocess.BrainMask;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.scan.EncodedScan;
import sc.fiji.boldj.workflow.scan.FieldmapChoice;
import sc.fiji.boldj.workflow.scan.FieldmapParts;
import sc.fiji.boldj.workflow.scan.MeasuredScan;
import sc.fiji.boldj.workflow.scan.SeriesField;
import sc.fiji.boldj.workflow.study.AnatomyFiles;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;

/** The field that distorts a series, from the field maps that apply to it. */
public final class DistortionStep {

    /** Key of the sentence on which field maps were chosen. */
    static final String CHOICE = "FieldmapChoice";

    /** Key of how the field was obtained. */
    public static final String METHOD = "FieldMethod";

    private DistortionStep() {}

    /** Adds the step if field maps apply to a run, or the T1-weighted scan is to be used; returns which, or why there is none. */
    static FieldmapChoice add(
            ScanFiles files, ParticipantOptions options, Optional<AnatomyFiles> anatomy, List<Step> steps)
            throws IOException {
        String option = options.get(ParticipantOption.DISTORTION);
        if (option.equals("none")) return FieldmapChoice.none("Correction was turned off (distortion=none)");
        FieldmapChoice choice = FieldmapChoice.of(files.scan());
        if (choice.corrects()) steps.add(of(files, choice));
        if (choice.corrects() || !option.equals("syn")) return choice;
        if (anatomy.isEmpty())
            return FieldmapChoice.none(choice.reason() + ", and distortion=syn needs a T1-weighted scan");
        if (!EncodedScan.isStated(Sidecar.find(files.scan().file())))
            return FieldmapChoice.none(
                    choice.reason()
                            + ", and distortion=syn needs PhaseEncodingDirection and TotalReadoutTime in the sidecar of the run");
        steps.add(AnatomyFieldStep.of(files, anatomy.get(), choice.orAnatomy(), options));
        return choice.orAnatomy();
    }

    /** Why an estimated field was refused, so that the run is not corrected; empty if it was not. */
    static Optional<String> refused(ScanFiles files, FieldmapChoice choice) throws IOException {
        if (!choice.isFromAnatomy()) return Optional.empty();
        Map<String, Object> about = JsonFile.readMap(ScanFiles.sidecar(files.field()));
        return Boolean.TRUE.equals(about.get("Accepted"))
                ? Optional.empty()
                : Optional.of(String.valueOf(about.get("Finding")));
    }

    /** The reference volume that is registered: without distortion if that is corrected. */
    static Path boldref(ScanFiles files, FieldmapChoice choice) {
        return choice.corrects() ? files.correctedReference() : files.reference();
    }

    /** The brain in it. */
    static Path mask(ScanFiles files, FieldmapChoice choice) {
        return choice.corrects() ? files.correctedMask() : files.ownMask();
    }

    private static Step of(ScanFiles files, FieldmapChoice choice) {
        List<Path> inputs = new ArrayList<>(List.of(files.reference()));
        inputs.addAll(Sidecar.find(files.scan().file()).files());
        for (Path file : choice.files()) {
            inputs.add(file);
            inputs.addAll(Sidecar.find(file).files());
        }
        return Step.of(
                files.scan().name() + "/distortion",
                Map.of(
                        "images",
                        choice.files().size(),
                        "with_series",
                        choice.withSeries(),
                        "method",
                        choice.method().orElseThrow().key()),
                inputs,
                List.of(
                        files.field(),
                        ScanFiles.sidecar(files.field()),
                        files.correctedReference(),
                        files.correctedMask()),
                progress -> run(files, choice, progress));
    }

    private static void run(ScanFiles files, FieldmapChoice choice, Progress progress) throws IOException {
        NeuroImage reference = StudyFiles.read(files.reference(), Progress.NONE);
        EncodedImage series = new EncodedImage(
                reference,
                EncodedScan.encoding(reference, Sidecar.find(files.scan().file())));
        SeriesField found = field(series, choice, progress);
        StudyFiles.write(found.field(), files.field(), Progress.NONE);
        Map<String, Object> about = found.about();
        about.put(CHOICE, choice.reason());
        about.put(METHOD, choice.method().orElseThrow().key());
        StudyFiles.describe(files.field(), about);
        StudyFiles.write(found.corrected(), files.correctedReference(), Progress.NONE);
        Mask brain = BrainMask.epi(found.corrected(), BrainMask.Options.DEFAULT, Progress.NONE);
        StudyFiles.write(brain, found.corrected(), files.correctedMask());
    }

    private static SeriesField field(EncodedImage series, FieldmapChoice choice, Progress progress) throws IOException {
        if (choice.method().orElseThrow().isMeasured()) {
            FieldmapParts parts = FieldmapParts.of(choice.files().get(0));
            return SeriesField.of(series, MeasuredScan.read(parts, progress.stage(0, 0.4)), progress.stage(0.4, 1));
        }
        List<EncodedImage> images = new ArrayList<>();
        for (Path file : choice.files())
            images.add(EncodedScan.of(StudyFiles.read(file, Progress.NONE), Sidecar.find(file), Progress.NONE));
        return SeriesField.of(series, images, choice.withSeries(), progress);
    }

    /** What the field does to the volumes of a series, by place in the reference position of the head. */
    static AxisShift shift(ScanFiles files, NeuroImage source) throws IOException {
        PhaseEncoding encoding =
                EncodedScan.encoding(source, Sidecar.find(files.scan().file()));
        NeuroImage field = StudyFiles.read(files.field(), Progress.NONE);
        VoxelGrid grid = source.grid();
        double[] direction = new double[3];
        for (int d = 0; d < 3; d++)
            direction[d] = encoding.voxelsPerHertz() * grid.affine().get(d, encoding.axis());
        return AxisShift.of(field.volume(0), field.grid(), direction);
    }

    /** Multiplies each voxel of all volumes by how much its line of phase encoding was stretched. */
    static void modulate(NeuroImage series, Mask within, TransformChain toReference, AxisShift shift) {
        float[] jacobian = new float[within.grid().voxels()];
        FixedChunks.forEach(
                within.count(),
                1 << 13,
                (from, to) -> {
                    double[] p = new double[3];
                    for (int i = from; i < to; i++) {
                        toReference.apply(within.grid().position(within.voxel(i)), p);
                        jacobian[within.voxel(i)] = (float) shift.jacobian(p);
                    }
                },
                Progress.NONE);
        FixedChunks.forEach(
                series.volumes(),
                1,
                (t, end) -> {
                    float[] volume = series.volume(t);
                    for (int v = 0; v < volume.length; v++) volume[v] *= jacobian[v];
                    series.writeVolume(t, volume);
                },
                Progress.NONE);
    }
}
