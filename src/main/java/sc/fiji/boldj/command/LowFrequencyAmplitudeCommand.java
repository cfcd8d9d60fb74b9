package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.util.Locale;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.connectivity.LowFrequencyAmplitude;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** Maps the size of slow fluctuations and their share of all. */
@Plugin(type = Command.class, name = "ALFF And fALFF...", headless = true)
public final class LowFrequencyAmplitudeCommand extends BoldCommand {

    @Parameter(
            label = "Series",
            description = "BOLD series before any band-pass filter, repetition time known",
            persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Within mask",
            description = "voxels to use, also for the mean in mALFF; the rest is set to 0",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @Parameter(label = "Low (Hz)", description = "lower limit of the band in Hz, inclusive", persist = false)
    private double low = 0.01;

    @Parameter(label = "High (Hz)", description = "upper limit of the band in Hz, inclusive", persist = false)
    private double high = 0.1;

    @Parameter(
            label = "Measure",
            description =
                    "ALFF (mean amplitude), fALFF (fraction of the amplitudes of all frequencies), mALFF (ALFF divided by its mean), or all three",
            choices = {"all", "alff", "falff", "malff"},
            persist = false)
    private String measure = "all";

    @Parameter(
            label = "Title of the result",
            description = "title of the result; for all three measures, followed by ALFF, fALFF or mALFF",
            required = false,
            persist = false)
    private String result = "";

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus alff;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus falff;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus malff;

    @Override
    public void execute(Progress progress) {
        NeuroImage source = ImageDoor.readSeries(input);
        Mask within = ImageDoor.maskOrAll(mask, source);
        var options = new LowFrequencyAmplitude.Options(low, high);
        LowFrequencyAmplitude.Maps maps = LowFrequencyAmplitude.of(source, within, options, progress);
        alff = shown("ALFF", source, maps.alff());
        falff = shown("fALFF", source, maps.falff());
        malff = shown("mALFF", source, maps.malff());
    }

    private ImagePlus shown(String name, NeuroImage source, NeuroImage values) {
        String key = name.toLowerCase(Locale.ROOT);
        if (!measure.equals("all") && !measure.equals(key)) return null;
        String title = result.isBlank() || !measure.equals("all") ? result : result + " " + name;
        return ResultMaps.of(source, values, title, key);
    }
}
