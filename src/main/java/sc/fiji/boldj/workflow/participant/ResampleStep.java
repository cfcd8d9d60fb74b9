package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.AxisShift;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.MeanVolume;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.ShiftedMotion;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.TransformChain;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.Sidecar;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.preprocess.GrandMean;
import sc.fiji.boldj.preprocess.SliceTiming;
import sc.fiji.boldj.preprocess.SliceTimingCorrection;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.scan.FieldmapChoice;
import sc.fiji.boldj.workflow.study.AnatomyFiles;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TrialMap;

/** The series in standard space: slice times first, then motion, coregistration and normalisation in one interpolation. */
public final class ResampleStep {

    /** A voxel of the template's brain counts if the series is this share of its own median brightness there. */
    private static final double LEAST_SIGNAL = 0.15;

    /** Key of the number of anatomical scans used for normalisation. */
    private static final String ANATOMY = "AnatomicalScans";

    /** Key of earlier versions: whether an anatomical scan was used. */
    private static final String THROUGH = "ThroughAnatomy";

    /** Key of whether susceptibility distortion was corrected. */
    public static final String CORRECTED = "SusceptibilityDistortionCorrected";

    private ResampleStep() {}

    /**
     * The number of anatomical scans through which BoldJ normalised a series: 0 without one, 2 or more for an average
     * over sessions. A coregistration file does not prove that there was one: it may date from before the anatomical
     * scan was removed from the dataset.
     */
    public static int anatomicalScans(ScanFiles files) throws IOException {
        Path about = ScanFiles.sidecar(files.bold());
        Map<String, Object> said = Files.exists(about) ? JsonFile.readMap(about) : Map.of();
        if (said.containsKey(DerivedStep.PROGRAM)) return 0;
        if (said.get(ANATOMY) instanceof Number number) return number.intValue();
        if (said.get(THROUGH) instanceof Boolean through) return through ? 1 : 0;
        return Files.exists(files.coregistration()) ? 1 : 0;
    }

    /**
     * @param standard the grid and the brain of the template on it
     * @param anatomy of the participant, empty if the series goes straight to the template
     * @param acquired the files of the run
     * @param choice of field maps
     */
    static Step of(
            ScanFiles files,
            ParticipantOptions options,
            Mask standard,
            Optional<AnatomyFiles> anatomy,
            RunFiles acquired,
            FieldmapChoice choice) {
        List<Path> chain = SpaceSteps.chain(files, anatomy, options);
        List<Path> recordings = acquired.recordings();
        List<Path> inputs = new ArrayList<>(EchoStep.inputs(acquired.echoes()));
        inputs.addAll(List.of(files.motionMaps(), EarlyVolumes.file(files)));
        if (acquired.severalEchoes()) inputs.add(files.t2star());
        inputs.addAll(chain);
        Map<String, Object> keys =
                options.some(ParticipantOption.SLICE_TIMING, ParticipantOption.VOXEL, ParticipantOption.TEMPLATE);
        if (!recordings.isEmpty()) {
            inputs.add(files.motion());
            inputs.addAll(PhysioStep.results(files, recordings));
            keys.putAll(options.some(ParticipantOption.PHYSIO, ParticipantOption.LOW));
        }
        if (choice.corrects()) {
            inputs.add(files.field());
            if (choice.isFromAnatomy()) inputs.add(ScanFiles.sidecar(files.field()));
            keys.putAll(options.some(ParticipantOption.JACOBIAN));
        }
        return Step.of(
                files.scan().name() + "/resample",
                keys,
                inputs,
                List.of(files.bold(), ScanFiles.sidecar(files.bold()), files.boldref(), files.mask()),
                progress -> run(files, options, standard, anatomy, acquired, choice, progress));
    }

    private static void run(
            ScanFiles files,
            ParticipantOptions options,
            Mask standard,
            Optional<AnatomyFiles> anatomy,
            RunFiles acquired,
            FieldmapChoice choice,
            Progress progress)
            throws IOException {
        List<Path> chain = SpaceSteps.chain(files, anatomy, options);
        Map<String, Object> about = new TreeMap<>();
        NeuroImage source = EchoStep.source(files, acquired.echoes(), about, progress.stage(0, 0.05));
        int skip = EarlyVolumes.count(files);
        NeuroImage cleared = PhysioStep.corrected(
                files, acquired.recordings(), options, source, skip, about, progress.stage(0.05, 0.08));
        NeuroImage timed = timed(cleared, options, skip, about, progress.stage(0.08, 0.15));
        List<SpatialMap> fixed = new ArrayList<>();
        for (Path file : chain) fixed.addAll(TransformFiles.readMaps(file, Progress.NONE));
        List<Affine> motion = TransformFiles.read(files.motionMaps());
        if (motion.size() != timed.volumes())
            throw new IOException(files.motionMaps() + " has " + motion.size() + " matrices, the series has "
                    + timed.volumes() + " volumes");
        String refused = DistortionStep.refused(files, choice).orElse("");
        AxisShift shift = choice.corrects() && refused.isEmpty() ? DistortionStep.shift(files, source) : null;
        List<SpatialMap> maps = new ArrayList<>();
        for (Affine each : motion) {
            List<SpatialMap> all = new ArrayList<>(fixed);
            all.add(shift == null ? each : new ShiftedMotion(each, shift));
            maps.add(TransformChain.of(all));
        }
        VoxelGrid grid = standard.grid();
        NeuroImage target = NeuroImage.floats("bold", grid, timed.volumes(), timed.timing())
                .withSpace(Space.mni(files.space(), "the participant level's standard space"));
        Resampler.resampleSeries(timed, maps, standard, Interpolation.QUINTIC, target, progress.stage(0.15, 0.8));
        if (shift != null && options.get(ParticipantOption.JACOBIAN))
            DistortionStep.modulate(target, standard, TransformChain.of(fixed), shift);
        boolean[] left = new boolean[grid.voxels()];
        float[] mean = mean(target, skip, left);
        Mask covered = covered(standard, mean, left);
        scale(target, mean, covered, skip, about);
        StudyFiles.write(target, files.bold(), progress.stage(0.8, 1));
        StudyFiles.write(mean, target, files.boldref());
        StudyFiles.write(covered, target, files.mask());
        about.putAll(Sidecar.keysOf(target.timing()));
        about.put(
                "SusceptibilityDistortion",
                shift != null
                        ? choice.reason()
                                + ". Displacement acts along the scanner's phase-encoding axis, volume by volume, in the one"
                                + " interpolation; signal that was lost remains lost."
                        : Distortion.note(
                                Sidecar.find(files.scan().file()),
                                source.grid(),
                                choice.reason() + (refused.isEmpty() ? "" : ". " + refused)));
        about.put(CORRECTED, shift != null);
        if (shift != null) about.put("JacobianModulation", options.get(ParticipantOption.JACOBIAN));
        about.put("SkullStripped", true);
        about.put(
                "SpatialReference",
                options.get(ParticipantOption.TEMPLATE).isEmpty()
                        ? "BoldJ built-in MNI152 2009"
                        : options.get(ParticipantOption.TEMPLATE));
        about.put(EarlyVolumes.NUMBER, skip);
        about.put(EarlyVolumes.ORIGIN, EarlyVolumes.origin(options));
        about.put("TransformsInOneInterpolation", chain.size() + (shift == null ? 1 : 2));
        about.put(ANATOMY, anatomy.map(AnatomyFiles::scans).orElse(0));
        about.put("Interpolation", "B-spline, 5th order");
        about.put("CoverageOfTemplateBrain", (double) covered.count() / standard.count());
        StudyFiles.describe(files.bold(), about);
    }

    /** Frees the series and its mean of the scanner's gain; everything that is computed from them is free of it, too. */
    private static void scale(NeuroImage series, float[] mean, Mask brain, int skip, Map<String, Object> about) {
        GrandMean found = GrandMean.of(series, brain, skip, Progress.NONE);
        double factor = found.factor("the series");
        GrandMean.scale(series, factor);
        for (int v = 0; v < mean.length; v++) mean[v] = (float) (factor * mean[v]);
        about.put("GrandMeanBeforeScaling", found.mean());
        about.put("GrandMeanScalingFactor", factor);
        about.put("GrandMean", GrandMean.TARGET);
        about.put("Units", TrialMap.SIGNAL);
    }

    /** Corrected where the times are known and make sense; else as it is, with a word in the sidecar. */
    private static NeuroImage timed(
            NeuroImage source, ParticipantOptions options, int skip, Map<String, Object> about, Progress progress) {
        about.put("SliceTimingCorrected", false);
        if (!options.get(ParticipantOption.SLICE_TIMING)) return source;
        Optional<SliceTiming> times;
        try {
            times = SliceTiming.of(source.timing());
        } catch (IllegalArgumentException e) {
            about.put("Warning", "slice times were not corrected: " + e.getMessage());
            return source;
        }
        if (times.isEmpty()) {
            about.put("Warning", "slice times were not corrected: none are known");
            return source;
        }
        if (source.volumes() - skip < SliceTimingCorrection.MIN_VOLUMES) return source;
        NeuroImage target = source.createLike("timed", source.volumes());
        about.put("SliceTimingCorrected", true);
        var choice = new SliceTimingCorrection.Options(0.5, skip, SliceTimingCorrection.Interpolation.SINC);
        return SliceTimingCorrection.apply(source, times.get(), choice, target, progress);
    }

    /**
     * The mean over the steady state.
     *
     * @param skip volumes at the start to exclude
     * @param left set where a volume is exactly 0: there the voxel was outside the field of view
     */
    static float[] mean(NeuroImage series, int skip, boolean[] left) {
        float[] volume = new float[series.grid().voxels()];
        for (int t = skip; t < series.volumes(); t++) {
            series.readVolume(t, volume);
            for (int v = 0; v < volume.length; v++) left[v] |= volume[v] == 0;
        }
        return MeanVolume.between(series, skip, series.volumes(), Progress.NONE);
    }

    /**
     * What the series covers in every volume. A voxel that the head's motion moves out of the field of view for a while
     * would jump between signal and nothing (AFNI's mask of extents excludes it, too).
     */
    static Mask covered(Mask standard, float[] mean, boolean[] left) throws IOException {
        double[] bright = new double[standard.count()];
        int n = 0;
        for (int v : standard.indices()) if (mean[v] > 0) bright[n++] = mean[v];
        if (n == 0)
            throw new IOException("the series does not overlap the template's brain: did the registration fail, or is"
                    + " the orientation in the header wrong?");
        Arrays.sort(bright, 0, n);
        double least = LEAST_SIGNAL * bright[n / 2];
        boolean[] inside = new boolean[mean.length];
        for (int v : standard.indices()) inside[v] = mean[v] >= least && !left[v];
        return Mask.of(standard.grid(), inside);
    }

    /** A series without a time. */
    public static NeuroImage volume(String name, VoxelGrid grid, float[] values) {
        NeuroImage image = NeuroImage.floats(name, grid, 1, SeriesTiming.UNKNOWN);
        image.writeVolume(0, values);
        return image;
    }
}
