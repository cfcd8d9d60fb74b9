package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.workflow.TemplateSymmetry;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.study.NodeSet;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.RunSeries;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;

/** Connections of a run between the user's nodes: a separate step, so that a change of nodes repeats no maps. */
public final class NodeStep {

    /** What the name of the step ends with. */
    public static final String NAME = "/nodes";

    private NodeStep() {}

    /**
     * The step; none if the options name no file of nodes.
     *
     * @param symmetry of the template
     * @throws IOException if the file cannot be read, naming it
     */
    static List<Step> of(ScanFiles files, ParticipantOptions options, TemplateSymmetry symmetry) throws IOException {
        Optional<NodeSet> nodes = NodeSet.ofUser(options);
        if (nodes.isEmpty()) return List.of();
        Path file = NodeTables.custom(files);
        List<Path> inputs = new ArrayList<>(List.of(files.denoised(), files.mask()));
        inputs.addAll(nodes.get().files());
        return List.of(Step.of(
                files.scan().name() + NAME,
                Map.of(),
                inputs,
                List.of(ScanFiles.sidecar(file)),
                List.of(file),
                progress -> {
                    Mask mask = StudyFiles.mask(files.mask());
                    RunSeries series = new RunSeries(
                            files,
                            StudyFiles.read(files.denoised(), progress.stage(0, 0.7)),
                            new RunSeries.Brain(mask, mask, symmetry),
                            options);
                    NodeTables.writeCustom(files, nodes.get(), series, progress.stage(0.7, 1));
                }));
    }
}
