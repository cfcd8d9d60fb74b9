package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The methods text of a scan's page, with the numbers that were used. */
final class ScanMethods {

    private ScanMethods() {}

    static List<String> of(ScanQuality scan) {
        List<String> text = new ArrayList<>();
        text.add(format(
                "The run has %d volumes of %dx%dx%d voxels of %.2f x %.2f x %.2f mm%s.",
                scan.run().volumes(),
                scan.run().grid().sizeX(),
                scan.run().grid().sizeY(),
                scan.run().grid().sizeZ(),
                scan.run().grid().voxelSize(0),
                scan.run().grid().voxelSize(1),
                scan.run().grid().voxelSize(2),
                scan.run().repetitionTime() > 0
                        ? format(", repetition time %.3g s", scan.run().repetitionTime())
                        : ""));
        text.add(format(
                "%d %s at the start %s marked as non-steady-state in the table of confounds and excluded from all measures.",
                scan.run().skip(),
                scan.run().skip() == 1 ? "volume" : "volumes",
                scan.run().skip() == 1 ? "was" : "were"));
        if (scan.run().motion() != null) motion(scan, text);
        text.add("DVARS was standardised by its expectation from the interquartile range and the lag-1 autocorrelation"
                + " of each voxel (Nichols 2013).");
        text.add(format(
                "Temporal signal-to-noise is the mean of a voxel divided by its standard deviation around a linear"
                        + " trend; its median over %d brain voxels is %.1f.",
                scan.run().brain().count(), scan.pictures().medianTsnr()));
        text.add(format(
                "The carpet plot shows means of neighbouring voxels in units of their standard deviation around a"
                        + " linear trend (%d rows); the grey scale ends at 2.5 times the root mean square of the rows.",
                scan.cleaning().carpet().rows().length));
        text.add(format(
                "Correlations were computed between %d evenly spaced voxels of the %s.",
                scan.cleaning().before().voxels(),
                scan.cleaning().carpet().names().get(0)));
        return List.copyOf(text);
    }

    private static void motion(ScanQuality scan, List<String> text) {
        text.add(format(
                "Framewise displacement is the sum of the absolute changes of the six motion parameters from volume to"
                        + " volume, with rotations as arc lengths on a sphere of 50 mm radius (Power et al. 2012); motion outliers are volumes whose %s exceeds %.1f mm"
                        + " (%.3g mm per volume at this repetition time; Fair et al. 2020).",
                scan.run().motion().judged().words(),
                ScanMotion.OUTLIER_MM,
                scan.run().motion().judged().perVolume(ScanMotion.OUTLIER_MM)));
        if (scan.run().motion().filtered() != null)
            text.add(
                    scan.run().motion().breathes()
                            ? format(
                                    "A breathing peak was found at %.3f Hz, %.1f times the power around it, and was filtered"
                                            + " out of the motion parameters before displacement was computed (Fair et al. 2020).",
                                    scan.run().motion().breathingHz(),
                                    scan.run().motion().prominence())
                            : "No breathing peak was found in the motion parameters; 0.2-0.3 Hz was filtered out before"
                                    + " displacement was computed (Fair et al. 2020).");
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
