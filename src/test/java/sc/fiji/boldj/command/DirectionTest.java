package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandFailure;

/** The sign of a group test follows names or a declaration, is the same for any order of rows, and is said. */
class DirectionTest {

    private static final int VOXEL = 11;

    @TempDir
    Path folder;

    private String said;

    /** Runs a design on rows {@code file<tab>cells}; the maps hold the effect that the cells ask for. */
    private float[] run(String options, String header, List<String> rows) throws IOException {
        Files.writeString(folder.resolve("t.tsv"), "path\t" + header + "\n" + String.join("\n", rows) + "\n");
        said = MapTrial.run(
                "Group Permutation Test...",
                "inputs=[" + folder.resolve("t.tsv") + "] statistic=voxel permutations=100 " + options + " output=["
                        + folder.resolve("out") + "]");
        return MapTrial.read(folder.resolve("out/stat.nii.gz"));
    }

    /** Rows of participants with two inputs; the second raises every voxel by 2 in the first arm. */
    private List<String> rows(String[] sessions, String[] arms, boolean crossed) throws IOException {
        List<String> rows = new ArrayList<>();
        for (int s = 0; s < 12; s++)
            for (int k = 0; k < 2; k++) {
                String arm = crossed ? arms[(s + k) % 2] : arms[s % 2];
                boolean raised = crossed ? arm.equals(arms[0]) : k == 1 && arm.equals(arms[0]);
                String file = "m" + rows.size() + ".nii";
                MapTrial.map(folder.resolve(file), 41, rows.size(), (r, v, noise) -> noise / 4 + (raised ? 2 : 0));
                rows.add(file + "\ts" + s + "\t" + sessions[k] + "\t" + arm);
            }
        return rows;
    }

    private void sameForAnyOrder(String options, String header, List<String> rows, String direction)
            throws IOException {
        float[] stat = run(options, header, rows);
        assertTrue(stat[VOXEL] > 3, options + ": " + stat[VOXEL]);
        assertTrue(said.contains("Positive values indicate " + direction.replaceFirst(" - ", " > ") + ". "), said);
        assertTrue(Files.readString(folder.resolve("out/options.json")).contains("\"" + direction + "\""), direction);
        assertTrue(
                Files.readString(folder.resolve("out/index.html")).contains("slice by slice: " + direction), direction);
        List<String> turned = new ArrayList<>(rows);
        Collections.reverse(turned);
        assertArrayEquals(stat, run(options, header, turned), 1e-4f, options + " with its rows turned round, float32");
        assertTrue(said.contains(direction.replaceFirst(" - ", " > ")), said);
    }

    @Test
    void aChangeIsFollowUpMinusBaseline() throws IOException {
        String header = "subject\tsession\tarm";
        String[] arms = {"drug", "placebo"};
        sameForAnyOrder(
                "design=change",
                header,
                rows(new String[] {"pre", "post"}, arms, false),
                "drug - placebo (change from pre to post)");
        sameForAnyOrder(
                "design=session-by-arm",
                header,
                rows(new String[] {"wk2", "wk10"}, arms, false),
                "drug - placebo (change from wk2 to wk10)");
        List<String> unknown = rows(new String[] {"red", "blue"}, arms, false);
        String message = assertThrows(CommandFailure.class, () -> run("design=change", header, unknown))
                .getMessage();
        assertTrue(message.contains("order=blue,red (the baseline first)"), message);
        sameForAnyOrder("design=change order=red,blue", header, unknown, "drug - placebo (change from red to blue)");
        assertTrue(run("design=change order=blue,red", header, unknown)[VOXEL] < -3);
    }

    @Test
    void crossoversAndPairs() throws IOException {
        String[] periods = {"1", "2"};
        List<String> known = rows(periods, new String[] {"ketamine", "placebo"}, true);
        sameForAnyOrder("design=crossover", "subject\tperiod\tarm", known, "ketamine - placebo");
        sameForAnyOrder("design=paired groups=arm", "subject\tperiod\tarm", known, "ketamine - placebo");
        List<String> letters = rows(periods, new String[] {"X", "Y"}, true);
        sameForAnyOrder("design=crossover", "subject\tperiod\tarm", letters, "X - Y");
        assertTrue(said.contains("X - Y (alphabetical order); order=Y,X"), said);
        assertTrue(run("design=crossover order=X,Y", "subject\tperiod\tarm", letters)[VOXEL] < -3);
        assertTrue(said.contains("Positive values indicate Y > X. "), said);
        assertFalse(said.contains("alphabet"), said);
    }

    @Test
    void groups() throws IOException {
        for (String[] names : new String[][] {{"drug", "placebo"}, {"patients", "controls"}, {"2", "1"}}) {
            List<String> rows = new ArrayList<>();
            for (String row : rows(new String[] {"a", "b"}, names, false)) if (row.contains("\tb\t")) rows.add(row);
            sameForAnyOrder("design=two-sample", "subject\tsession\tarm", rows, names[0] + " - " + names[1]);
            float[] own = run(
                    "design=two-sample contrast=[" + names[1] + " - " + names[0] + "]", "subject\tsession\tarm", rows);
            assertTrue(own[VOXEL] < -3, "an explicit contrast is what it says");
            assertTrue(said.contains("Positive values indicate " + names[1] + " > " + names[0]), said);
        }
    }
}
