package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.NiftiHeader;
import sc.fiji.boldj.io.Sidecar;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** Whether a series is long enough for what is to be computed, from its number of volumes alone. */
public final class SeriesLength {

    private static final int LEAST = 5;
    private static final int STEADY = 3;

    private SeriesLength() {}

    /** The same from the header of a series; one that cannot be read fails later, with its reason. */
    public static Optional<String> problem(BidsScan scan, ParticipantOptions options) {
        try {
            NiftiHeader header = NiftiHeader.read(scan.file());
            return problem(header.volumes(), repetitionTime(scan, header), options);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** When the volumes of a series begin, from its header and sidecars; empty if they do not say. */
    static Optional<Sampling> sampling(BidsScan scan) {
        try {
            NiftiHeader header = NiftiHeader.read(scan.file());
            return Optional.of(new Sampling(header.volumes(), repetitionTime(scan, header), 0));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static double repetitionTime(BidsScan scan, NiftiHeader header) {
        return Sidecar.find(scan.file()).repetitionTime().orElse(header.timing().repetitionTime());
    }

    /**
     * What is certain to fail.
     *
     * @param volumes of the series
     * @param repetitionTime in seconds, NaN if not known
     * @return why it cannot be processed, to follow its name; empty if nothing can be said before
     */
    public static Optional<String> problem(int volumes, double repetitionTime, ParticipantOptions options) {
        String has = "has " + volumes + (volumes == 1 ? " volume" : " volumes");
        if (volumes < LEAST) return Optional.of(has + ", " + LEAST + " or more are needed");
        int skip = Math.max(0, options.get(ParticipantOption.DUMMY_SCANS));
        if (skip > 0 && volumes - skip < STEADY)
            return Optional.of(has + ", of which dummy_scans takes " + skip + ": " + STEADY + " or more must be left");
        int steady = volumes - skip;
        int band = inBand(steady, repetitionTime, options);
        int columns = columns(options.get(ParticipantOption.COLUMNS));
        if (band > columns) return Optional.empty();
        return Optional.of(String.format(
                Locale.ROOT,
                "%s, which leaves no degrees of freedom: the band holds %d of %d, and %d columns of confounds or more are"
                        + " regressed out (%s): use fewer columns or a wider band",
                has,
                band,
                steady,
                columns,
                options.get(ParticipantOption.COLUMNS)));
    }

    /** Sines and cosines of the series that are within the band. */
    private static int inBand(int volumes, double repetitionTime, ParticipantOptions options) {
        boolean open = options.get(ParticipantOption.LOW) == 0 && options.get(ParticipantOption.HIGH) == 0;
        if (open || !(repetitionTime > 0)) return volumes - 1;
        int count = 0;
        for (int k = 1; 2 * k <= volumes; k++) {
            double frequency = k / (volumes * repetitionTime);
            boolean inside = frequency >= options.get(ParticipantOption.LOW)
                    && (options.get(ParticipantOption.HIGH) == 0 || frequency <= options.get(ParticipantOption.HIGH));
            if (inside) count += 2 * k == volumes ? 1 : 2;
        }
        return count;
    }

    /** How many columns a set surely has. */
    private static int columns(String text) {
        if (text.contains(",")) return text.split(",", -1).length;
        int motion = 0;
        int components = 0;
        for (String name : new TreeSet<>(List.of(text.toLowerCase(Locale.ROOT).split("\\s*\\+\\s*", -1)))) {
            if (name.matches("[0-9]{1,2}p"))
                motion = Math.max(motion, Integer.parseInt(name.substring(0, name.length() - 1)));
            if (name.equals("acompcor")) components += 10;
            if (name.equals("tcompcor")) components += 5;
        }
        return motion + components;
    }
}
