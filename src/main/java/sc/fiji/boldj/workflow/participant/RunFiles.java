package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/**
 * The files acquired for a run.
 *
 * @param echoes the series in the order of their echo times; one if there are no several echoes
 * @param sbref the single-band reference image of the first echo, if there is one
 * @param recordings of pulse and breathing that are used; may be empty
 */
record RunFiles(List<Path> echoes, Optional<Path> sbref, List<Path> recordings) {

    RunFiles {
        echoes = List.copyOf(echoes);
        recordings = List.copyOf(recordings);
    }

    /** The files of a run of a dataset. */
    static RunFiles of(BidsDataset dataset, BidsScan scan, ParticipantOptions options) throws IOException {
        return new RunFiles(dataset.echoes(scan), reference(scan.file()), PhysioStep.recordings(scan, options));
    }

    /** One series and nothing else. */
    static RunFiles alone(BidsScan scan) {
        return new RunFiles(List.of(scan.file()), Optional.empty(), List.of());
    }

    /** The image beside a series with its name and the suffix {@code sbref}. */
    private static Optional<Path> reference(Path bold) {
        String name = bold.getFileName().toString();
        if (!name.contains("_bold.")) return Optional.empty();
        String stem = name.substring(0, name.lastIndexOf("_bold."));
        for (String ending : List.of("_sbref.nii.gz", "_sbref.nii")) {
            Path file = bold.resolveSibling(stem + ending);
            if (Files.isRegularFile(file)) return Optional.of(file);
        }
        return Optional.empty();
    }

    boolean severalEchoes() {
        return echoes.size() > 1;
    }
}
