package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.workflow.study.ScanFiles;

/**
 * What an earlier process may have left in a folder of results.
 *
 * @param output the folder
 */
record Leftovers(Path output) {

    /** Removes half-written files of a process that was killed; other processes may be writing those of other participants. */
    void removeParts(String subject, List<ScanFiles> runs) throws IOException {
        List<Path> places = new ArrayList<>(List.of(output));
        Path own = output.resolve("sub-" + subject);
        if (Files.isDirectory(own))
            try (Stream<Path> files = Files.walk(own, 6)) {
                files.filter(Files::isDirectory).forEach(places::add);
            }
        for (ScanFiles run : runs) places.add(run.work("x").getParent());
        for (Path place : places) {
            if (!Files.isDirectory(place)) continue;
            try (Stream<Path> files = Files.list(place)) {
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString();
                    boolean ours = name.startsWith(".sub-" + subject + "_") || !place.equals(output);
                    if (ours && AtomicFile.isPart(file)) Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Removes a folder if nothing is in it; another process may put something there at any time. */
    static void removeEmpty(Path folder) throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            return;
        }
    }
}
