package sc.fiji.boldj.workflow.methods;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiHeader;
import sc.fiji.boldj.workflow.JudgedDisplacement;
import sc.fiji.boldj.workflow.participant.DerivedStep;
import sc.fiji.boldj.workflow.participant.DistortionStep;
import sc.fiji.boldj.workflow.participant.EarlyVolumes;
import sc.fiji.boldj.workflow.participant.EchoStep;
import sc.fiji.boldj.workflow.participant.ResampleStep;
import sc.fiji.boldj.workflow.scan.FieldMethod;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;

/**
 * What the files of one processed series say of how it was acquired and what was done to it: the ground of a methods text.
 *
 * @param acquisition what sidecar and header tell of the scan
 * @param preprocessing what was done to it before denoising
 * @param denoising what was regressed out and what that left
 */
record SeriesFacts(Acquisition acquisition, Preprocessing preprocessing, Denoising denoising) {

    /**
     * Processing of a series before denoising.
     *
     * @param early volumes before the steady state that were excluded
     * @param sliceTimed whether slice times were corrected
     * @param distortion how the field was obtained with which susceptibility distortion was corrected; empty if it was not
     * @param anatomicalScans T1-weighted scans through which the series was normalised; 2 or more: their average
     * @param boundaryAccepted whether the boundary-based refinement was kept; empty where there was none
     * @param breathingFiltered whether displacement was computed after a filter for breathing
     * @param echoTimes of the echoes that were combined, seconds; empty for one echo
     * @param reference whether a single-band reference image was the target of motion correction
     * @param retroicor whether RETROICOR was applied
     * @param program that preprocessed the series, if BoldJ started from its derivatives
     */
    record Preprocessing(
            int early,
            boolean sliceTimed,
            Optional<FieldMethod> distortion,
            int anatomicalScans,
            Optional<Boolean> boundaryAccepted,
            boolean breathingFiltered,
            List<Double> echoTimes,
            boolean reference,
            boolean retroicor,
            Optional<String> program) {

        Preprocessing {
            echoTimes = List.copyOf(echoTimes);
        }

        boolean throughAnatomy() {
            return anatomicalScans > 0;
        }
    }

    /**
     * What was regressed out of a series and what that left.
     *
     * @param confounds names of the columns that were regressed out
     * @param volumes that entered the denoising
     * @param kept volumes that censoring left
     * @param freedom degrees of freedom after denoising
     */
    record Denoising(List<String> confounds, int volumes, int kept, double freedom) {

        Denoising {
            confounds = List.copyOf(confounds);
        }
    }

    /** Reads the sidecars of a series that the participant level has finished. */
    static SeriesFacts of(ScanFiles files) throws IOException {
        Map<String, Object> bold = read(files.bold());
        Map<String, Object> denoised = read(files.denoised());
        Map<String, Object> quality =
                Files.exists(files.quality()) ? JsonFile.readMap(files.quality()) : Map.<String, Object>of();
        Acquisition acquisition = Acquisition.of(
                files.scan().raw(),
                bold.containsKey(DerivedStep.PROGRAM) || !Files.exists(files.reference())
                        ? Optional.empty()
                        : Optional.of(NiftiHeader.read(files.reference()).grid()));
        for (String key : List.of("RepetitionTime", Acquisition.VOLUMES))
            if (quality.get(key) instanceof Number number && number.doubleValue() > 0)
                acquisition = acquisition.with(key, number.doubleValue());
        double minutes = acquisition.numbers().getOrDefault("RepetitionTime", Double.NaN)
                * acquisition.numbers().getOrDefault(Acquisition.VOLUMES, Double.NaN)
                / 60;
        if (minutes > 0) acquisition = acquisition.with(Acquisition.MINUTES, minutes);
        return new SeriesFacts(
                acquisition,
                new SeriesFacts.Preprocessing(
                        (int) number(bold, EarlyVolumes.NUMBER, 0),
                        Boolean.TRUE.equals(bold.get("SliceTimingCorrected")),
                        Boolean.TRUE.equals(bold.get(ResampleStep.CORRECTED))
                                ? FieldMethod.named(read(files.field()).get(DistortionStep.METHOD))
                                : Optional.empty(),
                        ResampleStep.anatomicalScans(files),
                        read(files.coregistration()).get("BoundaryAccepted") instanceof Boolean kept
                                ? Optional.of(kept)
                                : Optional.empty(),
                        Files.exists(files.confounds())
                                && JudgedDisplacement.of(StudyFiles.confounds(files.confounds()), Double.NaN)
                                        .isFiltered(),
                        bold.get(EchoStep.TIMES) instanceof List<?> times
                                ? times.stream()
                                        .map(time -> ((Number) time).doubleValue())
                                        .toList()
                                : List.of(),
                        String.valueOf(read(files.motion()).get("Target")).startsWith("single-band"),
                        Boolean.TRUE.equals(bold.get("RetroicorApplied")),
                        Optional.ofNullable(bold.get(DerivedStep.PROGRAM)).map(String::valueOf)),
                new SeriesFacts.Denoising(
                        denoised.get("Confounds") instanceof List<?> names
                                ? names.stream().map(String::valueOf).toList()
                                : List.of(),
                        (int) number(denoised, "Volumes", 0),
                        (int) number(denoised, "VolumesKept", 0),
                        number(denoised, "DegreesOfFreedom", Double.NaN)));
    }

    private static Map<String, Object> read(Path image) throws IOException {
        Path sidecar = ScanFiles.sidecar(image);
        return Files.exists(sidecar) ? JsonFile.readMap(sidecar) : Map.of();
    }

    private static double number(Map<String, Object> map, String key, double otherwise) {
        return map.get(key) instanceof Number number ? number.doubleValue() : otherwise;
    }
}
