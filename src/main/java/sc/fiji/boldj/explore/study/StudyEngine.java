package sc.fiji.boldj.explore.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.provenance.StepRunner;

/** What the study window asks for; implemented by the commands. */
public interface StudyEngine {

    /**
     * Where a study stands and how it is processed.
     *
     * @param bids folder of the dataset
     * @param output folder of the results; may not exist yet
     * @param options keys of {@code Run Participant...} with their values as a macro gives them, without those of folders and participants
     */
    record Place(Path bids, Path output, Map<String, String> options) {
        public Place {
            options = Map.copyOf(options);
        }
    }

    /** A study that was read. */
    interface Study {

        /** The participant level with its options. */
        ParticipantRun participants();

        /**
         * Processes participants; finished steps are not repeated.
         *
         * @param subjects labels without {@code sub-}
         * @throws IOException if one could not be processed
         * @throws java.util.concurrent.CancellationException if cancelled; what was finished stays
         */
        void process(List<String> subjects, Function<String, StepRunner.Listener> listeners, Progress progress)
                throws IOException;
    }

    /**
     * Reads a study.
     *
     * @throws IOException if the dataset or the protocol cannot be read
     * @throws IllegalArgumentException if an option is not valid
     */
    Study open(Place place, Progress progress) throws IOException;
}
