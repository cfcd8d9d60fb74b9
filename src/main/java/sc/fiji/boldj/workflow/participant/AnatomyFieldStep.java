package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.distortion.EncodedImage;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.Sidecar;
import sc.fiji.boldj.preprocess.BrainMask;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.scan.AnatomyField;
import sc.fiji.boldj.workflow.scan.EncodedScan;
import sc.fiji.boldj.workflow.scan.FieldmapChoice;
import sc.fiji.boldj.workflow.study.AnatomyFiles;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;

/** The field of a series without a field map, from the T1-weighted scan. A field that is refused is written as 0 Hz, with the reason. */
final class AnatomyFieldStep {

    private AnatomyFieldStep() {}

    static Step of(ScanFiles files, AnatomyFiles anatomy, FieldmapChoice choice, ParticipantOptions options) {
        List<Path> inputs = new ArrayList<>(List.of(files.reference(), files.ownMask()));
        inputs.addAll(Sidecar.find(files.scan().file()).files());
        inputs.addAll(List.of(anatomy.corrected(), anatomy.brain()));
        inputs.addAll(anatomy.tissues());
        return Step.of(
                files.scan().name() + "/distortion",
                options.some(ParticipantOption.DISTORTION),
                inputs,
                List.of(
                        files.field(),
                        ScanFiles.sidecar(files.field()),
                        files.correctedReference(),
                        files.correctedMask()),
                progress -> run(files, anatomy, choice, progress));
    }

    private static void run(ScanFiles files, AnatomyFiles anatomy, FieldmapChoice choice, Progress progress)
            throws IOException {
        NeuroImage reference = StudyFiles.read(files.reference(), Progress.NONE);
        Mask own = StudyFiles.mask(files.ownMask());
        List<NeuroImage> tissues = new ArrayList<>();
        for (Path tissue : anatomy.tissues()) tissues.add(StudyFiles.read(tissue, Progress.NONE));
        AnatomyField found = AnatomyField.of(
                new EncodedImage(
                        reference,
                        EncodedScan.encoding(
                                reference, Sidecar.find(files.scan().file()))),
                own,
                new AnatomyField.Anatomy(
                        StudyFiles.read(anatomy.corrected(), Progress.NONE), StudyFiles.mask(anatomy.brain()), tissues),
                progress);
        NeuroImage field = found.estimate().field();
        if (!found.accepted())
            field = field.volumeLike(field.name(), new float[field.grid().voxels()]);
        StudyFiles.write(field, files.field(), Progress.NONE);
        Map<String, Object> about = found.about();
        about.put(DistortionStep.CHOICE, choice.reason());
        about.put(DistortionStep.METHOD, choice.method().orElseThrow().key());
        StudyFiles.describe(files.field(), about);
        NeuroImage corrected = found.accepted() ? found.corrected() : reference;
        StudyFiles.write(corrected, files.correctedReference(), Progress.NONE);
        Mask brain = found.accepted() ? BrainMask.epi(corrected, BrainMask.Options.DEFAULT, Progress.NONE) : own;
        StudyFiles.write(brain, corrected, files.correctedMask());
    }
}
