package sc.fiji.boldj.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.cli.SmallStudy.Level;

/**
 * A participant's run with all its steps and the group level, killed ({@code kill -9}) at random moments, begun again, killed again
 * and so on to its end: after each kill every file is whole, and in the end the results have the bytes of an undisturbed run.
 *
 * <p>{@code mvn verify -Pstudies -Dit.test=KillIT}; more kills with {@code -Dboldj.study.kills=30}, others with {@code
 * -Dboldj.study.seed=2}. Says for each kill the step that it fell into.
 */
@Tag("study")
class KillIT {

    private static final int KILLS = Integer.getInteger("boldj.study.kills", 10);
    private static final long SEED = Long.getLong("boldj.study.seed", 1);

    @TempDir
    private Path folder;

    @Test
    void killedAtAnyMomentTheSameBytesComeOut() throws Exception {
        SmallStudy study = SmallStudy.in(folder, true);
        SplittableRandom random = new SplittableRandom(SEED);
        Map<String, Integer> killed = new TreeMap<>();
        int kills = 0;
        for (int round = 0; kills < KILLS; round++) {
            Level level = round % 3 < 2 ? Level.PARTICIPANT : Level.GROUP;
            Path out = study.begin(level, folder.resolve("out" + round));
            for (int calls = 0; ; calls++) {
                try (LevelProcess run = LevelProcess.start(study.call(level, out))) {
                    // four kills in a row at most, each in a step that is drawn with equal chances, and somewhere in it
                    if (calls < 4 && study.reachesSomeStep(level, run, random)) {
                        run.kill();
                        String step = run.step();
                        killed.merge(step, 1, Integer::sum);
                        kills++;
                        System.out.printf("round %d, kill %d in %s%n", round, kills, step);
                        study.requireWholeUnderTheirNames(level, out, "after a kill in " + step);
                        continue;
                    }
                    SmallStudy.requireDone(run.finish());
                    break;
                }
            }
            study.requireUndisturbed(level, out, "round " + round);
            SmallStudy.delete(out);
        }
        System.out.println(kills + " kills, seed " + SEED + ", in " + killed);
    }
}
