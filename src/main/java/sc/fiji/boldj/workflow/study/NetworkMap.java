package sc.fiji.boldj.workflow.study;

import java.nio.file.Path;
import java.util.List;
import sc.fiji.boldj.ica.NetworkTemplates;

/**
 * A built-in network of the dual regression on all of them.
 *
 * @param label of the network, such as {@code DMN}
 */
record NetworkMap(String label) implements TrialMap {

    private static final DerivativeName NAME = DualRegressionMaps.name("networks");

    private static final List<String> NAMES = NetworkTemplates.builtInNames();

    /** One of each network, in the order of the volumes. */
    static List<NetworkMap> all() {
        return NAMES.stream().map(NetworkMap::new).toList();
    }

    /** The table of the names of the volumes. */
    static Path names(ScanFiles run) {
        return run.table(NAME);
    }

    /** The file with a volume for each network. */
    static Path allIn(ScanFiles run) {
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
        return DualRegressionMaps.DESCRIPTION;
    }

    @Override
    public String unit() {
        return SIGNAL;
    }

    @Override
    public String direction() {
        return DualRegressionMaps.DIRECTION;
    }

    @Override
    public Source source() {
        return Source.SMOOTHED;
    }
}
