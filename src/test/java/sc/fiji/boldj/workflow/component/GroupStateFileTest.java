package sc.fiji.boldj.workflow.component;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.ica.GroupPca;
import sc.fiji.boldj.run.Seeds;

class GroupStateFileTest {

    @TempDir
    Path folder;

    /** Whatever bit of its sizes is turned over, a damaged state is refused before memory is taken for it. */
    @Test
    void damagedSizesAreRefused() throws IOException {
        Path file = folder.resolve("state");
        float[] basis = {1, 2, 3, 4, 5, 6};
        GroupPca.State state =
                new GroupPca.State(3, 2, 2, 1, 10, basis, new double[] {1, 2, 3}, new boolean[] {true, false, true});
        GroupStateFile.save(file, "print", List.of(state, state));
        for (GroupPca.State read : GroupStateFile.read(file, "print")) assertArrayEquals(basis, read.basis());
        byte[] whole = Files.readAllBytes(file);
        int sizes = whole.length - 6 * Float.BYTES - 3 * Double.BYTES - 3 - 24;
        for (int bit = 0; bit < 8 * 12; bit++) {
            byte[] damaged = whole.clone();
            damaged[sizes + bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, damaged);
            // a larger "kept" is possible: it says how much may come, not what is there
            if (bit / 8 >= 4 && bit / 8 < 8) {
                readOrRefuse(file);
                continue;
            }
            String said = assertThrows(Exception.class, () -> GroupStateFile.read(file, "print"), "bit " + bit)
                    .getMessage();
            assertTrue(said.contains("complete state") || said.contains("group state"), said);
        }
        SplittableRandom random = Seeds.stream(1, 0);
        for (int n = 0; n < 300; n++) {
            Files.write(file, Arrays.copyOf(whole, random.nextInt(whole.length)));
            readOrRefuse(file);
        }
    }

    private static void readOrRefuse(Path file) {
        try {
            GroupStateFile.read(file, "print");
        } catch (IOException | IllegalArgumentException e) {
            assertTrue(e.getMessage() != null, e.toString());
        }
    }
}
