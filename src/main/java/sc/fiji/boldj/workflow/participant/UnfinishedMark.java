package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.io.UncheckedIOException;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.NoSpaceException;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.ScanFiles;

/** The file that is there while the results of a series are not those of the last call. */
final class UnfinishedMark {

    private UnfinishedMark() {}

    /** From the first step that is repeated until all are, the results of a series are of no call. */
    static StepRunner.Listener during(ScanFiles files, StepRunner.Listener listener) {
        return new StepRunner.Listener() {
            @Override
            public void begins(String step, int number, int of) {
                try {
                    AtomicFile.writeText(files.unfinished(), step + " was not finished\n");
                } catch (IOException e) {
                    throw new UncheckedIOException(e.getMessage(), e);
                }
                listener.begins(step, number, of);
            }

            @Override
            public void isDone(String step, int number, int of) {
                listener.isDone(step, number, of);
            }
        };
    }

    /** Says why a series failed, where the group level reads it. */
    static void write(ScanFiles files, String reason) throws IOException {
        try {
            AtomicFile.writeText(files.unfinished(), reason + "\n");
        } catch (NoSpaceException e) {
            return; // what began it stands there already
        }
    }
}
