package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/**
 * A spatial map of the user's, such as a group component, of the dual regression on all of them.
 *
 * @param number of the map in the user's file, from 1
 */
public record ComponentMap(int number) implements ComputedMap {

    /** What the name of such a map begins with. */
    static final String PREFIX = "component-";

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,3}");

    public ComponentMap {
        if (number < 1) throw new IllegalArgumentException("components count from 1, got " + number);
    }

    /** @param number from 1 to 9999; empty if it is no such number */
    static Optional<ComponentMap> parse(String number) {
        return NUMBER.matcher(number).matches()
                ? Optional.of(new ComponentMap(Integer.parseInt(number)))
                : Optional.empty();
    }

    /** The file with a volume for each spatial map. */
    public static Path allIn(ScanFiles run) {
        return run.image(NetworkMap.dualRegression("components"));
    }

    @Override
    public String label() {
        return PREFIX + number;
    }

    @Override
    public Path file(ScanFiles run) {
        return allIn(run);
    }

    @Override
    public int volume() {
        return number - 1;
    }

    @Override
    public String description() {
        return NetworkMap.DESCRIPTION;
    }

    @Override
    public String unit() {
        return SIGNAL;
    }

    @Override
    public String direction() {
        return NetworkMap.DIRECTION;
    }

    @Override
    public Source source() {
        return Source.SMOOTHED;
    }

    @Override
    public NeuroImage compute(RunSeries run, Map<String, Object> about, Progress progress) throws IOException {
        Path given = Path.of(run.options().get(ParticipantOption.COMPONENTS));
        float[][] spatial = SpatialMaps.read(given, run.mask(), progress.stage(0, 0.2));
        return NetworkMap.dualRegression(run, spatial, progress.stage(0.2, 1));
    }

    @Override
    public Optional<String> unavailable(ParticipantOptions options) {
        return options.get(ParticipantOption.COMPONENTS).isEmpty()
                ? Optional.of("components is empty: give the file that the participant level was given")
                : Optional.empty();
    }
}
