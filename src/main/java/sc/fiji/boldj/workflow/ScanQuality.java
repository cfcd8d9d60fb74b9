package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.MeanVolume;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.qc.Carpet;
import sc.fiji.boldj.qc.TemporalSnr;
import sc.fiji.boldj.qc.VoxelCorrelations;
import sc.fiji.boldj.run.Progress;

/**
 * All that the page of one scan shows, as numbers.
 *
 * @param title what the scan is called
 * @param run the series and its confounds
 * @param pictures volumes that are shown
 * @param cleaning what denoising did
 * @param verdicts the findings
 * @param methods the methods text, a sentence each
 */
public record ScanQuality(
        String title, Run run, Pictures pictures, Cleaning cleaning, List<Verdict> verdicts, List<String> methods) {

    /**
     * The series and its confounds.
     *
     * @param grid of all volumes here
     * @param brain the mask
     * @param volumes of the run
     * @param skip volumes at the start that are not in the steady state
     * @param repetitionTime seconds; NaN if unknown
     * @param columns the confounds by their names
     * @param motion null if the table has none
     */
    public record Run(
            VoxelGrid grid,
            Mask brain,
            int volumes,
            int skip,
            double repetitionTime,
            Map<String, double[]> columns,
            ScanMotion motion) {}

    /**
     * Volumes that are shown.
     *
     * @param mean of every voxel over the steady state
     * @param tsnr temporal signal-to-noise, 0 outside the mask
     * @param medianTsnr its median over the mask
     * @param early mean of the first tenth of the volumes in the steady state
     * @param late mean of the last tenth
     * @param anatomy an anatomical image on the grid of the scan; null if none was given
     */
    public record Pictures(
            float[] mean, float[] tsnr, double medianTsnr, float[] early, float[] late, float[] anatomy) {}

    /**
     * What denoising did.
     *
     * @param carpet the series as a picture
     * @param cleanCarpet the same after denoising; null if no denoised series was given
     * @param before correlations between voxels before denoising
     * @param after the same after it; null if no denoised series was given
     * @param applied what the denoising of this run left; null if it is not known
     * @param costs what other denoisings would leave
     */
    public record Cleaning(
            Carpet carpet,
            Carpet cleanCarpet,
            VoxelCorrelations before,
            VoxelCorrelations after,
            ModelCost applied,
            List<ModelCost> costs) {}

    /**
     * What there is of a scan.
     *
     * @param title what to call it
     * @param source realigned series, 5 volumes or more
     * @param denoised the same after denoising, any number of volumes, or null
     * @param brain the mask
     * @param grey probability of grey matter, or null
     * @param white probability of white matter, or null
     * @param fluid probability of CSF, or null
     * @param anatomy an image of the same head on any grid, or null
     * @param confounds a table for the series
     * @param applied what the denoising left, or null if there was none or it is not known
     * @param notes what else is to be said of the scan
     */
    public record Inputs(
            String title,
            NeuroImage source,
            NeuroImage denoised,
            Mask brain,
            NeuroImage grey,
            NeuroImage white,
            NeuroImage fluid,
            NeuroImage anatomy,
            Confounds confounds,
            ModelCost applied,
            List<Verdict> notes) {}

    /**
     * Measures a scan.
     *
     * @throws IllegalArgumentException if an input does not fit the series
     */
    public static ScanQuality of(Inputs inputs, Progress progress) {
        NeuroImage source = inputs.source();
        source.requireSeries(5);
        inputs.brain().requireNotEmpty("the brain mask");
        inputs.brain().grid().requireSameAs(source.grid(), "the brain mask", source.name());
        if (inputs.confounds().volumes() != source.volumes())
            throw new IllegalArgumentException(
                    "the confounds have " + inputs.confounds().volumes() + " rows, but " + source.name() + " has "
                            + source.volumes() + " volumes: are they from another run?");
        double repetitionTime = source.timing().repetitionTime();
        int skip = Math.min(ScanMotion.skip(inputs.confounds()), source.volumes() - 4);
        TemporalSnr snr = TemporalSnr.of(source, inputs.brain(), skip, progress.stage(0, 0.3));
        List<String> names = new ArrayList<>();
        List<Mask> regions = QualityImages.regions(inputs, names);
        Carpet carpet = Carpet.of(source, names, regions, skip, progress.stage(0.3, 0.5));
        VoxelCorrelations before = VoxelCorrelations.of(source, regions.get(0), skip, progress.stage(0.5, 0.6));
        Carpet clean = null;
        VoxelCorrelations after = null;
        if (inputs.denoised() != null) {
            inputs.denoised().requireSeries(5);
            inputs.denoised()
                    .grid()
                    .requireSameAs(source.grid(), inputs.denoised().name(), source.name());
            int cleanSkip = inputs.denoised().volumes() == source.volumes() ? skip : 0;
            clean = Carpet.of(inputs.denoised(), names, regions, cleanSkip, progress.stage(0.6, 0.8));
            if (inputs.denoised().volumes() == source.volumes() - skip) clean = clean.after(skip);
            after = VoxelCorrelations.of(inputs.denoised(), regions.get(0), cleanSkip, progress.stage(0.8, 0.9));
        }
        int tenth = Math.max(1, (source.volumes() - skip) / 10);
        Run run = new Run(
                source.grid(),
                inputs.brain(),
                source.volumes(),
                skip,
                repetitionTime,
                columns(inputs.confounds()),
                ScanMotion.of(inputs.confounds(), repetitionTime));
        Pictures pictures = new Pictures(
                snr.mean(),
                snr.ratio(),
                snr.median(),
                MeanVolume.between(source, skip, skip + tenth, Progress.NONE),
                MeanVolume.between(source, source.volumes() - tenth, source.volumes(), Progress.NONE),
                QualityImages.anatomy(inputs, progress.stage(0.9, 1)));
        Cleaning cleaning = new Cleaning(
                carpet, clean, before, after, inputs.applied(), ModelCost.of(inputs.confounds(), source.timing()));
        ScanQuality quality = new ScanQuality(inputs.title(), run, pictures, cleaning, List.of(), List.of());
        List<Verdict> verdicts = new ArrayList<>(ScanFindings.of(quality));
        verdicts.addAll(inputs.notes());
        return new ScanQuality(inputs.title(), run, pictures, cleaning, List.copyOf(verdicts), ScanMethods.of(quality));
    }

    private static Map<String, double[]> columns(Confounds confounds) {
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (int c = 0; c < confounds.size(); c++) columns.put(confounds.names().get(c), confounds.column(c));
        return columns;
    }

    /** The worst light of all findings. */
    public Verdict.Light light() {
        Verdict.Light worst = Verdict.Light.GREEN;
        for (Verdict verdict : verdicts) if (verdict.light().compareTo(worst) > 0) worst = verdict.light();
        return worst;
    }
}
