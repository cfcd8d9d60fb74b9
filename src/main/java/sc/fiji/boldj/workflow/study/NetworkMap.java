package sc.fiji.boldj.workflow.study;

import java.nio.file.Path;
import java.util.List;
import sc.fiji.boldj.ica.NetworkTemplates;

/**
 * A built-in network of the dual regression on all of them.
 *
 * @param label of the network, such as {@code DMN}
 */
public record NetworkMap(String label) implements TrialMap {

    /** What the values of a dual regression are. */
    public static final String DESCRIPTION =
            "stage 2 of a dual regression: coefficients of the time courses, which have unit variance";

    /** What a value above zero of a dual regression means. */
    static final String DIRECTION = "in phase with the time course of the spatial map, the others held constant";

    private static final DerivativeName NAME = dualRegression("networks");

    private static final List<String> NAMES = NetworkTemplates.builtInNames();

    /** The name of a file of a dual regression, with a volume for each spatial map. */
    static DerivativeName dualRegression(String maps) {
        return DerivativeName.of("boldmap").stat("dualregression").desc(maps);
    }

    /** One of each network, in the order of the volumes. */
    static List<NetworkMap> all() {
        return NAMES.stream().map(NetworkMap::new).toList();
    }

    /** The table of the names of the volumes. */
    public static Path names(ScanFiles run) {
        return run.table(NAME);
    }

    /** The file with a volume for each network. */
    public static Path allIn(ScanFiles run) {
        return run.image(NAME);
    }

    @Override
    public Path file(ScanFiles run) {
        return allIn(run);
    }

    @Override
    public int volume() {
        return NAMES.indexOf(label);
    }

    @Override
    public String description() {
        return DESCRIPTION;
    }

    @Override
    public String unit() {
        return SIGNAL;
    }

    @Override
    public String direction() {
        return DIRECTION;
    }

    @Override
    public Source source() {
        return Source.SMOOTHED;
    }
}
