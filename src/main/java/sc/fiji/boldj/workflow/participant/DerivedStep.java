package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.MeanVolume;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.DerivedScan;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.Sidecar;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.preprocess.GrandMean;
import sc.fiji.boldj.qc.SteadyState;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.ImportedConfounds;
import sc.fiji.boldj.workflow.ScanMotion;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TrialMap;

/**
 * Uses the fMRIPrep derivatives of a run instead of motion, coregistration, normalisation and confounds: the series scaled to the
 * grand mean, on its own grid; the mask; the tissues on that grid; the confounds table.
 */
public final class DerivedStep {

    /** Key of the program that preprocessed a series, in the sidecar of the series. */
    public static final String PROGRAM = "PreprocessedBy";

    private DerivedStep() {}

    /**
     * @param scan what fMRIPrep made
     * @param program its name and version
     * @param template for the share of the brain that is covered
     */
    static Step of(ScanFiles files, DerivedScan scan, String program, ParticipantOptions options, Template template) {
        List<Path> inputs = new ArrayList<>(List.of(scan.bold(), scan.mask(), scan.confounds()));
        scan.about().ifPresent(inputs::add);
        inputs.addAll(Sidecar.find(scan.bold()).files());
        inputs.addAll(scan.tissues());
        scan.anatomy().ifPresent(inputs::add);
        List<Path> outputs = new ArrayList<>(List.of(
                files.bold(),
                ScanFiles.sidecar(files.bold()),
                files.boldref(),
                files.mask(),
                files.confounds(),
                ScanFiles.sidecar(files.confounds())));
        outputs.addAll(files.templateTissues());
        Map<String, Object> keys = options.some(ParticipantOption.DUMMY_SCANS, ParticipantOption.TEMPLATE);
        keys.put(PROGRAM, program);
        return Step.of(
                files.scan().name() + "/derivatives",
                keys,
                inputs,
                outputs,
                progress -> run(files, scan, program, options, template, progress));
    }

    private static void run(
            ScanFiles files,
            DerivedScan scan,
            String program,
            ParticipantOptions options,
            Template template,
            Progress progress)
            throws IOException {
        NeuroImage source = StudyFiles.read(scan.bold(), progress.stage(0, 0.3));
        source.requireSeries(5);
        Mask mask = StudyFiles.mask(scan.mask());
        mask.grid()
                .requireSameAs(
                        source.grid(), scan.mask().toString(), scan.bold().toString());
        ImportedConfounds confounds = confounds(scan, source, options);
        int skip = ScanMotion.skip(confounds.confounds());
        NeuroImage target = source.createLike("bold", source.volumes())
                .withSpace(Space.mni(files.space(), "the derivatives of " + program));
        float[] volume = new float[source.grid().voxels()];
        for (int t = 0; t < source.volumes(); t++) {
            source.readVolume(t, volume);
            target.writeVolume(t, volume);
        }
        Map<String, Object> about = new TreeMap<>(Sidecar.keysOf(source.timing()));
        scale(target, mask, skip, about);
        StudyFiles.write(target, files.bold(), progress.stage(0.4, 0.9));
        StudyFiles.write(MeanVolume.between(target, skip, target.volumes(), Progress.NONE), target, files.boldref());
        StudyFiles.write(mask, target, files.mask());
        for (int i = 0; i < 3; i++)
            StudyFiles.write(
                    onGrid(scan.tissues().get(i), mask.grid()),
                    target,
                    files.templateTissues().get(i));
        about.put(PROGRAM, program);
        about.put("SpatialReference", files.space());
        about.put("SliceTimingCorrected", Sidecar.find(scan.bold()).isSliceTimingCorrected());
        about.put(EarlyVolumes.NUMBER, skip);
        about.put(EarlyVolumes.ORIGIN, origin(options, program));
        Mask brain = template.onGrid(mask.grid()).mask();
        about.put("CoverageOfTemplateBrain", (double) mask.and(brain).count() / brain.count());
        StudyFiles.describe(files.bold(), about);
        write(files, confounds, skip, origin(options, program));
    }

    private static String origin(ParticipantOptions options, String program) {
        return options.get(ParticipantOption.DUMMY_SCANS) == SteadyState.DETECT ? program : EarlyVolumes.GIVEN;
    }

    private static ImportedConfounds confounds(DerivedScan scan, NeuroImage source, ParticipantOptions options)
            throws IOException {
        Map<String, Object> about =
                scan.about().isPresent() ? JsonFile.readMap(scan.about().get()) : Map.of();
        try {
            var table = StudyFiles.confounds(scan.confounds());
            if (table.volumes() != source.volumes())
                throw new IOException(scan.confounds() + " has " + table.volumes() + " rows but " + scan.bold()
                        + " has " + source.volumes() + " volumes");
            ImportedConfounds all =
                    ImportedConfounds.of(table, about, source.timing().repetitionTime());
            int given = options.get(ParticipantOption.DUMMY_SCANS);
            return given == SteadyState.DETECT ? all : all.withSkip(given);
        } catch (IllegalArgumentException e) {
            throw new IOException(scan.confounds() + ": " + e.getMessage(), e);
        }
    }

    private static void scale(NeuroImage series, Mask mask, int skip, Map<String, Object> about) {
        GrandMean found = GrandMean.of(series, mask, skip, Progress.NONE);
        double factor = found.factor("the series");
        GrandMean.scale(series, factor);
        about.put("GrandMeanBeforeScaling", found.mean());
        about.put("GrandMeanScalingFactor", factor);
        about.put("GrandMean", GrandMean.TARGET);
        about.put("Units", TrialMap.SIGNAL);
    }

    private static float[] onGrid(Path tissue, VoxelGrid grid) throws IOException {
        NeuroImage image = StudyFiles.read(tissue, Progress.NONE);
        if (image.grid().isSameAs(grid)) return image.volume(0);
        float[] values = new float[grid.voxels()];
        Resampler.resample(
                image.volume(0), image.grid(), grid, Affine.IDENTITY, Interpolation.LINEAR, values, Progress.NONE);
        return values;
    }

    private static void write(ScanFiles files, ImportedConfounds confounds, int skip, String origin)
            throws IOException {
        Table.Builder table = Table.builder();
        for (String name : confounds.confounds().names())
            table.add(name, confounds.confounds().column(name));
        TsvFiles.write(table.build(), files.confounds());
        Map<String, Object> about = new TreeMap<>(confounds.notes());
        about.put(EarlyVolumes.NUMBER, skip);
        about.put(EarlyVolumes.ORIGIN, origin);
        StudyFiles.describe(files.confounds(), about);
    }
}
