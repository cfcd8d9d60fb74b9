package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.glm.EventResponse;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.glm.RestingResponse;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.report.LinePlot;
import sc.fiji.boldj.report.MapsPage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.signal.DriftBasis;
import sc.fiji.boldj.workflow.Origin;
import sc.fiji.boldj.workflow.task.ResponseMapsRun;

/** Maps height, time to peak and width of the haemodynamic response, at rest or to events. */
@Plugin(type = Command.class, name = "Haemodynamic Response Maps...", headless = true)
public final class ResponseMapsCommand extends TaskCommand {

    private static final String[] COLOURS = {"#2c728e", "#b2182b", "#5ec962", "#b26a00", "#472d7b"};

    @Parameter(label = "Series", description = "BOLD series before denoising", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Events (.tsv)",
            description =
                    "BIDS events: onset and duration in seconds, trial_type; empty: resting state, events are detected in each voxel",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String events = "";

    @Parameter(
            label = "Model",
            description =
                    "canonical: with derivatives (rest only); fir: free values; sfir: free values with a smooth prior;"
                            + " auto: canonical at rest, fir for events",
            choices = {"auto", "canonical", "fir", "sfir"},
            persist = false)
    private String model = "auto";

    @Parameter(
            label = "Threshold (SD)",
            description = "rest: minimum height of a peak above the mean, in standard deviations",
            persist = false)
    private double threshold = 1;

    @Parameter(
            label = "Spacing (s)",
            description = "rest: seconds to either side within which a peak must be the largest",
            persist = false)
    private double spacing = 2;

    @Parameter(
            label = "Smoothing (s)",
            description =
                    "rest: full width at half maximum of the temporal smoothing before peaks are detected; 0: none",
            persist = false)
    private double smoothing = 4;

    @Parameter(
            label = "Minimum lag (s)",
            description = "rest: shortest time from an event to its peak, in seconds",
            persist = false)
    private double leastLag = 3;

    @Parameter(
            label = "Maximum lag (s)",
            description = "rest: longest time from an event to its peak, in seconds",
            persist = false)
    private double mostLag = 9;

    @Parameter(label = "Length (s)", description = "duration of a free response (fir, sfir), 10 to 60", persist = false)
    private double length = 24;

    @Parameter(
            label = "Units",
            description = "unit of the response height: percent of each voxel's mean, or the unit of the series",
            choices = {"percent", "signal"},
            persist = false)
    private String units = "percent";

    @Override
    public void execute(Progress progress) throws IOException {
        requireFree(input);
        NeuroImage source = ImageDoor.readSeries(input);
        Sampling sampling = sampling(source);
        double[] nuisance = nuisance(source, sampling);
        Events happened = events.isBlank() ? null : TaskInputs.events(events);
        Mask within = within(source, progress.stage(0, 0.05));
        var run = new ResponseMapsRun.Run(source, within, sampling, nuisance);
        Progress mapping = progress.stage(0.05, 0.9);
        ResponseMapsRun found = happened == null
                ? ResponseMapsRun.rest(run, resting(), mapping)
                : ResponseMapsRun.events(run, happened, response(), mapping);
        Origin origin = origin(TaskInputs.hashes(events, confounds()));
        MapsPage page = page(found, source, within);
        write(origin, folder -> {
            found.write(folder, progress.stage(0.9, 1));
            AtomicFile.writeText(
                    folder.resolve("index.html"),
                    page.build(origin.inputTable(), origin.optionTable(), origin.program())
                            .toHtml());
            return found.about();
        });
        say(found.words());
    }

    /** Constant, drift and confounds, shape (volumes, columns). */
    private double[] nuisance(NeuroImage source, Sampling sampling) throws IOException {
        int volumes = source.volumes();
        List<double[]> all = new ArrayList<>(regressors(source).values());
        double[] drift =
                highPass() > 0 ? DriftBasis.cosine(volumes, sampling.repetitionTime(), 1 / highPass()) : new double[0];
        int cosines = drift.length / volumes;
        int count = all.size() + cosines + 1;
        double[] nuisance = new double[volumes * count];
        for (int t = 0; t < volumes; t++) {
            nuisance[t * count] = 1;
            System.arraycopy(drift, t * cosines, nuisance, t * count + 1, cosines);
            for (int c = 0; c < all.size(); c++) nuisance[t * count + 1 + cosines + c] = all.get(c)[t];
        }
        return nuisance;
    }

    private RestingResponse.Options resting() {
        return new RestingResponse.Options(
                model.equals("auto") ? RestingResponse.Model.CANONICAL : RestingResponse.Model.named(model),
                threshold,
                spacing,
                smoothing,
                leastLag,
                mostLag,
                length,
                units.equals("percent"));
    }

    private EventResponse.Options response() {
        if (model.equals("canonical"))
            throw new IllegalArgumentException("model=canonical is for rest; for events take fir or sfir here, or"
                    + " First-Level GLM... with hrf=[spm + derivative + dispersion]");
        return new EventResponse.Options(model.equals("sfir"), length, 0, units.equals("percent"));
    }

    private static MapsPage page(ResponseMapsRun found, NeuroImage source, Mask within) {
        LinePlot plot = new LinePlot("Median response, " + found.unit(), "seconds after the event", 260);
        for (ResponseMapsRun.Curve curve : found.curves())
            plot.line(curve.name(), COLOURS[curve.condition() % COLOURS.length], curve.times(), curve.values());
        MapsPage page = MapsPage.of("Haemodynamic response in " + source.name(), within)
                .paragraph(found.description())
                .table(found.medians())
                .background(source)
                .plot("Median response", plot);
        found.maps().forEach((name, map) -> {
            if (name.endsWith("height")) page.diverging(name, found.unit(name), map);
            else page.rising(name, found.unit(name), map);
        });
        return page;
    }
}
