package sc.fiji.boldj.workflow.study;

import sc.fiji.boldj.connectivity.LowFrequencyAmplitude;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.preprocess.GaussianSmoothing;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.TemplateSymmetry;

/** A series of a run in standard space, without confounds, that maps are computed from. */
public final class RunSeries {

    private final ScanFiles files;
    private final Brain brain;
    private final ParticipantOptions options;
    private final NeuroImage series;
    private LowFrequencyAmplitude.Maps amplitude;

    /**
     * Where maps are computed.
     *
     * @param mask the brain on the grid of the series
     * @param cortex grey matter in it
     * @param symmetry of the template
     */
    public record Brain(Mask mask, Mask cortex, TemplateSymmetry symmetry) {}

    /**
     * @param options of the maps; the width of the smoothing is that of the series, or of the map where smoothing the series
     *     would change what is measured
     */
    public RunSeries(ScanFiles files, NeuroImage series, Brain brain, ParticipantOptions options) {
        this.files = files;
        this.series = series;
        this.brain = brain;
        this.options = options;
    }

    /** The same series for maps that are not smoothed. */
    public RunSeries unsmoothed() {
        return new RunSeries(files, series, brain, options.with(ParticipantOption.FWHM, 0.0));
    }

    /** The series smoothed as the options say. */
    public RunSeries smoothed(Progress progress) {
        return new RunSeries(files, smoothed(series, progress), brain, options);
    }

    /** An image on the same grid, smoothed as the options say; the image itself without a width. */
    NeuroImage smoothed(NeuroImage image, Progress progress) {
        return GaussianSmoothing.of(image, brain.mask, options.get(ParticipantOption.FWHM), progress);
    }

    /**
     * Amplitudes of the frequencies of the series, which several maps share; computed once.
     *
     * @throws sc.fiji.boldj.run.DataException if the data do not permit them
     */
    public LowFrequencyAmplitude.Maps amplitude(Progress progress) {
        if (amplitude == null)
            amplitude = LowFrequencyAmplitude.of(series, mask(), LowFrequencyAmplitude.Options.DEFAULT, progress);
        return amplitude;
    }

    /** A map of one value per voxel of the grid. */
    NeuroImage map(float[] values) {
        return series.volumeLike("map", values);
    }

    /** Where the results of the run stand. */
    ScanFiles files() {
        return files;
    }

    /** The series. */
    public NeuroImage series() {
        return series;
    }

    /** The brain on its grid. */
    public Mask mask() {
        return brain.mask;
    }

    /** Grey matter in it. */
    Mask cortex() {
        return brain.cortex;
    }

    /** The template's symmetry. */
    TemplateSymmetry symmetry() {
        return brain.symmetry;
    }

    /** Options of the maps. */
    ParticipantOptions options() {
        return options;
    }
}
