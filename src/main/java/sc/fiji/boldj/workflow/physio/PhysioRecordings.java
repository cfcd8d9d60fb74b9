package sc.fiji.boldj.workflow.physio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sc.fiji.boldj.io.PhysioFile;
import sc.fiji.boldj.physio.Recording;

/**
 * The traces of pulse and breathing of a run, from one file or several.
 *
 * @param pulse the first column named {@code cardiac}, as BIDS says, or another usual name
 * @param breathing the first column named {@code respiratory}, or another usual name
 */
public record PhysioRecordings(Optional<Recording> pulse, Optional<Recording> breathing) {

    private static final Set<String> PULSE = Set.of("cardiac", "pulse", "ppg", "puls");
    private static final Set<String> BREATHING = Set.of("respiratory", "resp", "respiration", "breathing");

    /**
     * Reads recordings.
     *
     * @param files {@code *_physio.tsv.gz}
     * @throws IOException if one cannot be read, or none has a column of either kind; lists the columns there are
     */
    public static PhysioRecordings read(Collection<Path> files) throws IOException {
        Optional<Recording> pulse = Optional.empty();
        Optional<Recording> breathing = Optional.empty();
        List<String> seen = new ArrayList<>();
        for (Path path : files) {
            PhysioFile file = PhysioFile.read(path);
            for (Map.Entry<String, double[]> column : file.columns().entrySet()) {
                String name = column.getKey().strip().toLowerCase(Locale.ROOT);
                seen.add(column.getKey());
                if (pulse.isEmpty() && PULSE.contains(name)) pulse = Optional.of(recording(file, column.getValue()));
                if (breathing.isEmpty() && BREATHING.contains(name))
                    breathing = Optional.of(recording(file, column.getValue()));
            }
        }
        if (pulse.isEmpty() && breathing.isEmpty())
            throw new IOException(
                    files + ": no column is named cardiac or respiratory; there are " + String.join(", ", seen));
        return new PhysioRecordings(pulse, breathing);
    }

    private static Recording recording(PhysioFile file, double[] values) throws IOException {
        try {
            return new Recording(values, file.frequency(), file.start());
        } catch (IllegalArgumentException e) {
            throw new IOException(file.file() + ": " + e.getMessage(), e);
        }
    }
}
