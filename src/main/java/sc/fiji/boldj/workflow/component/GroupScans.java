package sc.fiji.boldj.workflow.component;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** Several scans of a group, read one after another when they are asked for. */
public interface GroupScans {

    /** How many. */
    int size();

    /** The names of the scans, each once. */
    List<String> names();

    /** The file of a scan; empty for one in memory. */
    Optional<Path> file(int scan);

    /**
     * One of the scans, by its number from 0.
     *
     * @throws IOException if its file cannot be read
     */
    NeuroImage read(int scan, Progress progress) throws IOException;
}
