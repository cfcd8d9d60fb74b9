package sc.fiji.boldj.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.scijava.command.Command;
import sc.fiji.boldj.run.Progress;

/**
 * What every command has in common: its parameters are SciJava {@code @Parameter} fields, its work is
 * {@link #execute}.
 *
 * <p>The same object serves the menu, a macro, the launcher and a script that asks SciJava's {@code CommandService}.
 */
public abstract class BoldCommand implements Command {

    /**
     * Does the work: reads the parameter fields, fills the output fields.
     *
     * @throws IllegalArgumentException if a parameter is unusable; the message names it and the likely cause
     * @throws IOException if a file is
     * @throws java.util.concurrent.CancellationException if the progress is cancelled; nothing is left half done
     */
    public abstract void execute(Progress progress) throws IOException;

    @Override
    public final void run() {
        HostVersions.require();
        try (HostProgress progress = HostProgress.open(CommandSpec.nameOf(getClass()))) {
            execute(progress);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
