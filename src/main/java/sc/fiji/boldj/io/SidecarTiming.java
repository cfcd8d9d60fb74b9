package sc.fiji.boldj.io;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import sc.fiji.boldj.image.SeriesTiming;

/**
 * Joins the timing of a sidecar with that of a header. The sidecar wins, because it comes from the scanner and headers
 * lose their times in many programs; each disagreement is a finding. A value that looks like milliseconds is said and
 * not used, never converted.
 */
final class SidecarTiming {

    private static final double SAME = 1e-3;

    private SidecarTiming() {}

    /** The timing of a series of {@code slices} slices. */
    static SeriesTiming join(SeriesTiming header, Sidecar sidecar, int slices, List<Finding> findings) {
        double tr = repetitionTime(header, sidecar, findings);
        SeriesTiming timing = Double.isNaN(tr) ? SeriesTiming.UNKNOWN : SeriesTiming.every(tr);
        OptionalDouble start = sidecar.startTime();
        if (sidecar.isSliceTimingCorrected()
                || (start.isPresent() && sidecar.sliceEntries().isEmpty()))
            return start.isPresent() ? timing.correctedTo(start.getAsDouble()) : timing;
        Optional<double[]> times = sliceTimes(sidecar, slices, tr, findings);
        if (times.isEmpty()) return header.hasSliceTimes() ? timing.withSliceTimes(header.sliceTimes()) : timing;
        if (header.hasSliceTimes()) {
            double[] stated = header.sliceTimes();
            for (int z = 0; z < slices; z++)
                if (Math.abs(stated[z] - times.get()[z]) > SAME) {
                    findings.add(Finding.warning(
                            "SliceTiming",
                            "has " + times.get()[z] + " s for slice " + z + " but slice_code in the header " + stated[z]
                                    + " s: the sidecar is believed",
                            "check which one is right"));
                    break;
                }
        }
        return timing.withSliceTimes(times.get());
    }

    private static double repetitionTime(SeriesTiming header, Sidecar sidecar, List<Finding> findings) {
        OptionalDouble stated = sidecar.repetitionTime();
        double fromHeader = header.repetitionTime();
        if (sidecar.has("VolumeTiming"))
            findings.add(Finding.warning(
                    "VolumeTiming", "is there: volumes may not be evenly spaced, which is not supported", ""));
        if (stated.isEmpty()) return fromHeader;
        double tr = stated.getAsDouble();
        if (tr <= 0) {
            findings.add(Finding.warning("RepetitionTime", "= " + tr + " is not above 0: not used", ""));
            return fromHeader;
        }
        if (tr >= HeaderTiming.IMPLAUSIBLE_TR) {
            findings.add(Finding.warning(
                    "RepetitionTime",
                    "= " + tr + " would be seconds but looks like milliseconds: not used"
                            + (header.isKnown() ? ", the header says " + fromHeader + " s" : ""),
                    "write " + tr / 1000 + " into the sidecar if that is right"));
            return fromHeader;
        }
        if (header.isKnown() && Math.abs(tr - fromHeader) > SAME * Math.max(tr, fromHeader))
            findings.add(Finding.warning(
                    "RepetitionTime",
                    "= " + tr + " s in the sidecar but pixdim[4] in the header says " + fromHeader
                            + " s: the sidecar is believed",
                    "check which one is right"));
        else if (header.isKnown()) return fromHeader;
        return tr;
    }

    /**
     * The times in the order of the third voxel axis, if they are usable.
     *
     * @param tr seconds, or NaN
     */
    static Optional<double[]> sliceTimes(Sidecar sidecar, int slices, double tr, List<Finding> findings) {
        if (sidecar.sliceEntries().isEmpty()) {
            if (sidecar.has("SliceTiming"))
                findings.add(Finding.warning("SliceTiming", "is not a list of times", "slice times are ignored"));
            return Optional.empty();
        }
        double[] times = sidecar.sliceEntries().get();
        String direction = sidecar.sliceEncodingDirection();
        String problem = problem(times, slices, tr, direction);
        if (problem != null) {
            findings.add(Finding.warning("SliceTiming", problem, "slice times are ignored"));
            return Optional.empty();
        }
        multiband(sidecar, times, findings);
        if (direction.equals("k-"))
            for (int z = 0; z < slices / 2; z++) {
                double time = times[z];
                times[z] = times[slices - 1 - z];
                times[slices - 1 - z] = time;
            }
        return Optional.of(times);
    }

    private static String problem(double[] times, int slices, double tr, String direction) {
        if (!direction.equals("k") && !direction.equals("k-"))
            return "goes along axis " + direction + " (SliceEncodingDirection), not along k: only slices of the third"
                    + " voxel axis have times";
        if (times.length != slices) return "has " + times.length + " entries but the image has " + slices + " slices";
        double most = 0;
        for (int z = 0; z < slices; z++) {
            if (!(times[z] >= 0 && times[z] < Double.POSITIVE_INFINITY))
                return "has no finite time of 0 or more for slice " + z
                        + (Double.isNaN(times[z]) ? "" : ": " + times[z]);
            most = Math.max(most, times[z]);
        }
        if (Double.isNaN(tr) ? most < HeaderTiming.IMPLAUSIBLE_TR : most < tr) return null;
        return "goes up to " + most + (Double.isNaN(tr) ? "" : ", not below the repetition time " + tr + " s")
                + (most >= 10 && (Double.isNaN(tr) || most / 1000 < tr)
                        ? ": it looks like milliseconds, BIDS wants seconds"
                        : ": it belongs to another scan or is damaged");
    }

    private static void multiband(Sidecar sidecar, double[] times, List<Finding> findings) {
        if (sidecar.multibandFactor().isEmpty()) return;
        int factor = sidecar.multibandFactor().getAsInt();
        Map<Long, Integer> counts = new TreeMap<>();
        for (double time : times) counts.merge(Math.round(time * 1e4), 1, Integer::sum);
        for (Map.Entry<Long, Integer> entry : counts.entrySet())
            if (entry.getValue() != factor) {
                findings.add(Finding.warning(
                        "MultibandAccelerationFactor",
                        String.format(
                                Locale.ROOT,
                                "= %d but %d of %d slices are measured at %.4f s",
                                factor,
                                entry.getValue(),
                                times.length,
                                entry.getKey() / 1e4),
                        "check SliceTiming; some converters write it wrongly for multiband scans"));
                return;
            }
    }
}
