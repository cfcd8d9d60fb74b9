package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.Sidecar;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.Protocol;
import sc.fiji.boldj.simulate.Scanner;
import sc.fiji.boldj.simulate.SliceSchedule;
import sc.fiji.boldj.simulate.TemplateHead;
import sc.fiji.boldj.simulate.TrialPlan;
import sc.fiji.boldj.simulate.TrialVisit;

/** Scans as small as the pipeline takes: T1 of 4 mm, series of 6 mm. */
public final class TinyTrial {

    private static final VoxelGrid T1 =
            new VoxelGrid(44, 59, 52, Affine.of(4, 0, 0, -86, 0, 4, 0, -124, 0, 0, 4, -104));
    private static final VoxelGrid BOLD =
            new VoxelGrid(30, 36, 24, Affine.of(6, 0, 0, -87, 0, 6, 0, -121, 0, 0, 6, -55));

    private final TrialPlan plan;
    private final TrialVisit.Protocols protocols;
    private final TemplateHead.Template template;

    /** Four participants, two of them under the drug. */
    public TinyTrial(int volumes) {
        this(volumes, 4);
    }

    public TinyTrial(int volumes, int people) {
        plan = TrialPlan.draw(new TrialPlan.Options(TrialPlan.Kind.PARALLEL, people, 1, 3));
        Template built = Template.builtIn();
        template = new TemplateHead.Template(built.gm(), built.wm(), built.maskImage());
        Protocol bold = new Protocol(BOLD, SliceSchedule.of(2, 24, 1, SliceSchedule.Order.INTERLEAVED), volumes, 0);
        protocols = new TrialVisit.Protocols(T1, bold, Scanner.DEFAULT.withInt16(true));
    }

    /** Options that go with scans as small as these. */
    public static ParticipantOptions options() {
        return ParticipantOptions.DEFAULT
                .with(ParticipantOption.VOXEL, 6.0)
                .with(ParticipantOption.NONLINEAR, false)
                .with(ParticipantOption.FWHM, 8.0)
                .with(ParticipantOption.COLUMNS, "6P")
                .with(ParticipantOption.HIGH, 0.15)
                .with(ParticipantOption.CONTRASTS, "both = 0.5 * faces + 0.5 * shapes");
    }

    public TrialVisit visit(int participant, int session) {
        return new TrialVisit(plan, participant, session, protocols, template);
    }

    /** Writes a session's scans. */
    public void write(Path root, String subject, String session, TrialVisit visit, boolean anatomy) throws IOException {
        String name = "sub-" + subject + "_ses-" + session + "_";
        Path own = root.resolve("sub-" + subject).resolve("ses-" + session);
        if (anatomy)
            write(
                    visit.anatomy(Progress.NONE),
                    Files.createDirectories(own.resolve("anat")).resolve(name + "T1w.nii.gz"));
        Path func = Files.createDirectories(own.resolve("func"));
        NeuroImage bold = visit.rest(Progress.NONE).run(Progress.NONE).bold();
        write(bold, func.resolve(name + "task-rest_bold.nii.gz"));
        Map<String, Object> sidecar = new TreeMap<>(Sidecar.keysOf(bold.timing()));
        sidecar.put("TaskName", "rest");
        JsonFile.write(func.resolve(name + "task-rest_bold.json"), sidecar);
    }

    public static void write(NeuroImage image, Path file) throws IOException {
        NiftiWriter.write(image, file, NiftiWriter.Options.of(NiftiWriter.Type.INT16), Progress.NONE);
    }
}
