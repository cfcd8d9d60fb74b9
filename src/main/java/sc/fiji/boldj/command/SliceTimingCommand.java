package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.io.Sidecar;
import sc.fiji.boldj.preprocess.SliceTiming;
import sc.fiji.boldj.preprocess.SliceTimingCorrection;
import sc.fiji.boldj.preprocess.SliceTimingCorrection.Interpolation;
import sc.fiji.boldj.run.Progress;

/** Moves every slice of a series to one time of acquisition. */
@Plugin(type = Command.class, name = "Slice Timing Correction...", headless = true)
public final class SliceTimingCommand extends ResultCommand {

    @Parameter(label = "Series", description = "BOLD series to correct", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Slice times",
            description = "sidecar .json, seconds separated by commas, ascending, descending, interleaved or"
                    + " interleaved-siemens; empty: those the image was opened with",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String timing = "";

    @Parameter(
            label = "Repetition time (s)",
            description = "seconds from one volume to the next; 0: that of the image",
            persist = false)
    private double repetitionTime = 0;

    @Parameter(
            label = "Reference (0-1)",
            description = "0 first slice, 0.5 middle of the acquisition, 1 last slice",
            persist = false)
    private double reference = 0.5;

    @Parameter(label = "Skip volumes", description = "volumes at the start to leave unchanged", persist = false)
    private int skip = 0;

    @Parameter(
            label = "Interpolation",
            description = "sinc: windowed sinc; fourier: phase shift in the frequency domain",
            choices = {"sinc", "fourier"},
            persist = false)
    private String interpolation = "sinc";

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus corrected;

    @Override
    public void execute(Progress progress) throws IOException {
        NeuroImage source = ImageDoor.readSeries(input);
        SliceTiming times = times(source);
        var options = new SliceTimingCorrection.Options(
                reference, skip, Interpolation.valueOf(interpolation.toUpperCase(Locale.ROOT)));
        NeuroImage target = target(source, "slicetimed", source.volumes());
        corrected = ImageDoor.toImagePlus(SliceTimingCorrection.apply(source, times, options, target, progress));
    }

    private SliceTiming times(NeuroImage source) throws IOException {
        SeriesTiming known = source.timing();
        double seconds = repetitionTime > 0 ? repetitionTime : known.repetitionTime();
        if (timing.isBlank()) {
            if (!known.hasSliceTimes())
                throw new IllegalArgumentException("key 'timing' is empty and '" + source.name()
                        + "' was opened without slice times (no sidecar with SliceTiming beside it): give a sidecar,"
                        + " the times in seconds, or an order");
            return new SliceTiming(seconds, known.sliceTimes());
        }
        if (!timing.strip().toLowerCase(Locale.ROOT).endsWith(".json"))
            return SliceTiming.parse(timing, source.grid().sizeZ(), seconds);
        Path file = Path.of(timing.strip());
        if (Double.isNaN(seconds)) seconds = Sidecar.read(file).repetitionTime().orElse(Double.NaN);
        return new SliceTiming(seconds, Sidecar.sliceTimes(file, source.grid().sizeZ(), seconds));
    }
}
