package sc.fiji.boldj.io;

import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.image.SeriesTiming;

/** Repetition time and slice times as a NIfTI header says them. */
final class HeaderTiming {

    /** A repetition time this long or longer (s) is taken for another unit and not used. */
    static final double IMPLAUSIBLE_TR = 100;

    /** The field of findings about slice times. */
    static final String SLICE_CODE = "slice_code";

    private HeaderTiming() {}

    static SeriesTiming of(NiftiHeader header, List<Finding> findings) {
        if (header.number(NiftiField.DIM, 0) < 4) return SeriesTiming.UNKNOWN;
        double tr = repetitionTime(header, findings);
        SeriesTiming timing = Double.isNaN(tr) ? SeriesTiming.UNKNOWN : SeriesTiming.every(tr);
        Optional<double[]> slices = sliceTimes(header, tr, findings);
        return slices.isPresent() ? timing.withSliceTimes(slices.get()) : timing;
    }

    private static double repetitionTime(NiftiHeader header, List<Finding> findings) {
        double stored = header.decimal(NiftiField.PIXDIM, 4);
        if (!NiftiUnits.isTime(header)) {
            findings.add(Finding.warning(
                    "xyzt_units",
                    "= " + NiftiUnits.timeName(header)
                            + ": the fourth axis is not time, so there is no repetition time",
                    "give the repetition time if it is"));
            return Double.NaN;
        }
        long further = header.size(5) * header.size(6) * header.size(7);
        if (header.size(4) == 1 && further > 1) {
            if (stored != 0 && !isVector(header))
                findings.add(Finding.warning(
                        "pixdim[4]",
                        "= " + stored + " belongs to an axis of one volume, but the " + further
                                + " volumes lie along a further axis: the repetition time is unknown",
                        "give the repetition time, or write the volumes along the fourth axis"));
            return Double.NaN;
        }
        double tr = stored / NiftiUnits.perSecond(header);
        if (!(tr > 0 && Double.isFinite(tr))) {
            if (header.volumes() > 1)
                findings.add(Finding.warning(
                        "pixdim[4]",
                        "= " + stored + ": the repetition time is unknown",
                        "steps that need it will ask; a sidecar .json beside the file is read too"));
            return Double.NaN;
        }
        if (tr >= IMPLAUSIBLE_TR) {
            findings.add(Finding.warning(
                    "pixdim[4]",
                    "= " + stored + " (" + NiftiUnits.timeName(header) + ") would be " + tr
                            + " s from volume to volume: it looks like milliseconds and is not used",
                    "correct pixdim[4] or xyzt_units, or give the repetition time"));
            return Double.NaN;
        }
        if (NiftiUnits.time(header) == 0 && header.volumes() > 1)
            findings.add(Finding.warning(
                    "xyzt_units",
                    "says no unit of time: pixdim[4] = " + stored + " is taken for seconds",
                    "check the repetition time"));
        return tr;
    }

    /** Whether the header declares the further axes to be components of vectors, as in a warp. */
    private static boolean isVector(NiftiHeader header) {
        int intent = (int) header.number(NiftiField.INTENT_CODE);
        return intent >= 1003 && intent <= 1007;
    }

    private static Optional<double[]> sliceTimes(NiftiHeader header, double tr, List<Finding> findings) {
        int code = (int) header.number(NiftiField.SLICE_CODE);
        if (code == 0) return Optional.empty();
        int slices = (int) header.size(3);
        double duration = header.decimal(NiftiField.SLICE_DURATION, 0) / NiftiUnits.perSecond(header);
        long start = header.whole(NiftiField.SLICE_START, 0);
        long end = header.whole(NiftiField.SLICE_END, 0);
        int axis = (int) header.number(NiftiField.DIM_INFO) >> 4 & 3;
        String problem = null;
        if (code > 6) problem = "= " + code + " is no known order";
        else if (axis != 3)
            problem = axis == 0
                    ? "= " + code + " but dim_info does not say which axis has the slices"
                    : "= " + code + " but dim_info says slices along axis " + axis + ", not the third";
        else if (!(duration > 0 && Double.isFinite(duration)))
            problem = "= " + code + " but slice_duration is not above 0";
        else if (start != 0 || end != slices - 1)
            problem = "= " + code + " covers slices " + start + " to " + end + " of " + slices;
        else if ((slices - 1) * duration >= tr)
            problem =
                    "= " + code + " with slice_duration " + duration + " s takes longer than the repetition time " + tr;
        if (problem != null) {
            findings.add(Finding.warning(
                    SLICE_CODE, problem + ": slice times are ignored", "use a sidecar with SliceTiming"));
            return Optional.empty();
        }
        int[] order = order(code, slices);
        double[] times = new double[slices];
        for (int i = 0; i < slices; i++) times[order[i]] = i * duration;
        return Optional.of(times);
    }

    /** The slices in the order of measuring: 1 to 6 are ascending, descending, and the two pairs of alternating orders. */
    private static int[] order(int code, int slices) {
        int[] order = new int[slices];
        boolean alternating = code > 2;
        int first = code > 4 && slices > 1 ? 1 : 0;
        int i = 0;
        if (alternating) {
            for (int s = first; s < slices; s += 2) order[i++] = s;
            for (int s = 1 - first; s < slices; s += 2) order[i++] = s;
        } else {
            for (int s = 0; s < slices; s++) order[i++] = s;
        }
        if (code % 2 == 0) for (int k = 0; k < slices; k++) order[k] = slices - 1 - order[k];
        return order;
    }
}
