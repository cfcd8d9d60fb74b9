package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.connectivity.GlobalBrainConnectivity;
import sc.fiji.boldj.connectivity.RegionalHomogeneity;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.SymmetricHomotopic;

/**
 * Voxelwise measures of a series: amplitude, homogeneity, global and homotopic connectivity.
 *
 * <p>Amplitude and homogeneity exist both raw, so that an effect on the whole brain can be tested, and relative to the
 * mean or standard deviation over the brain, so that a local effect can be distinguished from it.
 */
@SuppressWarnings("ImmutableEnumChecker") // a DerivativeName copies its entities
public enum LocalMeasure implements ComputedMap {
    /** Amplitude of low-frequency fluctuations. */
    ALFF(
            "alff",
            DerivativeName.of("boldmap").stat("alff"),
            "amplitude of low-frequency fluctuations, 0.01-0.1 Hz",
            TrialMap.SIGNAL,
            "larger fluctuations",
            Source.ALL_FREQUENCIES),
    /** The same over its mean. */
    MALFF(
            "malff",
            DerivativeName.of("boldmap").stat("alff").desc("overmean"),
            "ALFF divided by its mean over the brain: an effect on the whole brain is removed",
            "1",
            "larger fluctuations than in the brain on average",
            ALFF),
    /** Share of the low frequencies. */
    FALFF(
            "falff",
            DerivativeName.of("boldmap").stat("falff"),
            "ALFF as a share of the amplitudes of all frequencies",
            "1",
            "a larger share of low frequencies",
            Source.ALL_FREQUENCIES),
    /** The same over its mean. */
    MFALFF(
            "mfalff",
            DerivativeName.of("boldmap").stat("falff").desc("overmean"),
            "fALFF divided by its mean over the brain: an effect on the whole brain is removed",
            "1",
            "a larger share of low frequencies than in the brain on average",
            FALFF),
    /** Regional homogeneity; smoothing the series would make neighbours similar, so the map is smoothed instead. */
    REHO(
            "reho",
            DerivativeName.of("boldmap").stat("reho"),
            "regional homogeneity (Kendall's W over 27 voxels) of the series that was not smoothed, smoothed afterwards",
            "1",
            "more similar series in the neighbourhood",
            Source.DENOISED),
    /** The same as a z score over the brain. */
    ZREHO(
            "zreho",
            DerivativeName.of("boldmap").stat("reho").desc("zscore"),
            "regional homogeneity minus its mean over the brain, divided by its standard deviation there: an"
                    + " effect on the whole brain is removed",
            "standard deviations over the brain",
            "more similar series in the neighbourhood than in the brain on average",
            REHO),
    /** Global brain connectivity. */
    GBC(
            "gbc",
            DerivativeName.of("boldmap").stat("gbc"),
            "mean Fisher z with all grey matter",
            "Fisher z",
            "positively correlated with grey matter on average",
            Source.SMOOTHED),
    /** Voxel-mirrored homotopic connectivity. */
    VMHC(
            "vmhc",
            DerivativeName.of("boldmap").stat("vmhc"),
            "Fisher z with the homotopic voxel, which is found in the template's symmetric space",
            "Fisher z",
            "positively correlated with the homotopic voxel",
            Source.SMOOTHED);

    private final String label;
    private final DerivativeName file;
    private final String description;
    private final String unit;
    private final String direction;
    private final Source source;
    private final LocalMeasure raw;

    LocalMeasure(String label, DerivativeName file, String description, String unit, String direction, Source source) {
        this(label, file, description, unit, direction, source, null);
    }

    LocalMeasure(
            String label, DerivativeName file, String description, String unit, String direction, LocalMeasure raw) {
        this(label, file, description, unit, direction, raw.source, raw);
    }

    LocalMeasure(
            String label,
            DerivativeName file,
            String description,
            String unit,
            String direction,
            Source source,
            LocalMeasure raw) {
        this.label = label;
        this.file = file;
        this.description = description;
        this.unit = unit;
        this.direction = direction;
        this.source = source;
        this.raw = raw;
    }

    /** The measure that this one standardises; empty if it is raw. */
    public Optional<LocalMeasure> raw() {
        return Optional.ofNullable(raw);
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Path file(ScanFiles run) {
        return run.image(file);
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public String unit() {
        return unit;
    }

    @Override
    public String direction() {
        return direction;
    }

    @Override
    public Scaling scaling() {
        return raw == null ? Scaling.RAW : Scaling.STANDARDISED;
    }

    @Override
    public Source source() {
        return source;
    }

    @Override
    public NeuroImage compute(RunSeries run, Map<String, Object> about, Progress progress) throws IOException {
        return switch (this) {
            case ALFF -> run.map(run.amplitude(progress).alff().volume(0));
            case FALFF -> run.map(run.amplitude(progress).falff().volume(0));
            case REHO -> {
                var chosen = RegionalHomogeneity.Options.DEFAULT;
                NeuroImage map = RegionalHomogeneity.of(run.series(), run.mask(), chosen, progress);
                yield run.map(run.smoothed(map, Progress.NONE).volume(0));
            }
            case GBC ->
                run.map(GlobalBrainConnectivity.of(run.series(), run.cortex(), progress)
                        .volume(0));
            case VMHC -> run.map(SymmetricHomotopic.compute(run.series(), run.mask(), run.symmetry(), progress));
            case MALFF, MFALFF, ZREHO -> standardised(run, about);
        };
    }

    /** The map of the raw measure, which is written already, relative to the brain. */
    private NeuroImage standardised(RunSeries run, Map<String, Object> about) throws IOException {
        Path from = raw.file(run.files());
        Optional<String> reason = MapFiles.whyNot(from);
        if (reason.isPresent()) throw new DataException(reason.get());
        NeuroImage map = StudyFiles.read(from, Progress.NONE);
        float[] values = map.volume(0);
        about.put("Divisor", this == ZREHO ? toScores(values, run.mask()) : overMean(values, run.mask()));
        return map.volumeLike("map", values);
    }

    /** Divides by the mean over the positive voxels of the mask, and returns it. */
    private static double overMean(float[] values, Mask mask) {
        double sum = 0;
        int count = 0;
        for (int v : mask.indices())
            if (values[v] > 0) {
                sum += values[v];
                count++;
            }
        for (int v : mask.indices()) values[v] = (float) (values[v] / (sum / count));
        return sum / count;
    }

    /** Subtracts the mean over the mask, divides by the standard deviation there, and returns that; 0 gives zeros. */
    private static double toScores(float[] values, Mask mask) {
        double sum = 0;
        for (int v : mask.indices()) sum += values[v];
        double mean = sum / mask.count();
        double squares = 0;
        for (int v : mask.indices()) squares += (values[v] - mean) * (values[v] - mean);
        double deviation = Math.sqrt(squares / mask.count());
        for (int v : mask.indices()) values[v] = deviation == 0 ? 0 : (float) ((values[v] - mean) / deviation);
        return deviation;
    }
}
