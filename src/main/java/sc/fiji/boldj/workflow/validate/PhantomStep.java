package sc.fiji.boldj.workflow.validate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import sc.fiji.boldj.run.Progress;

/**
 * A step with a phantom whose truth is known.
 *
 * @param name of the command, as in the menu
 * @param phantom what it is given, and where the truth comes from
 * @param body runs the step
 */
public record PhantomStep(String name, String phantom, Body body) {

    /** Runs a step and compares. */
    @FunctionalInterface
    public interface Body {
        /**
         * Makes the phantom, runs the step and compares.
         *
         * @param folder new and empty, for files
         * @return at least one figure
         */
        List<Criterion> run(Path folder, Progress progress) throws IOException;
    }
}
