package sc.fiji.boldj.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SeedTrailTest {

    private static Viewpoint.Place at(double x) {
        return new Viewpoint.Place(x, 0, 0);
    }

    @Test
    void aDragIsOneStep() {
        SeedTrail seeds = new SeedTrail(at(0));
        seeds.set(at(1), true);
        seeds.set(at(2), true);
        seeds.set(at(3), false);
        seeds.set(at(9), false);
        seeds.undo();
        assertEquals(at(3), seeds.now());
        seeds.undo();
        assertEquals(at(0), seeds.now());
        assertFalse(seeds.canUndo());
        seeds.undo();
        seeds.redo();
        seeds.redo();
        assertEquals(at(9), seeds.now());
        assertFalse(seeds.canRedo());
    }

    @Test
    void aNewSeedEndsRedoAndTheSameSeedIsNoStep() {
        SeedTrail seeds = new SeedTrail(at(0));
        seeds.set(at(1), false);
        seeds.undo();
        seeds.set(at(2), false);
        assertFalse(seeds.canRedo());
        seeds.set(at(2), false);
        seeds.undo();
        assertEquals(at(0), seeds.now());
    }

    @Test
    void aDragThatReturnsIsNoStep() {
        SeedTrail seeds = new SeedTrail(at(0));
        seeds.set(at(0), true);
        seeds.set(at(5), true);
        seeds.set(at(0), false);
        assertFalse(seeds.canUndo());
    }

    @Test
    void aSeedWithoutAMapGivesWayToTheOneBefore() {
        SeedTrail seeds = new SeedTrail(at(0));
        seeds.set(at(4), false);
        seeds.set(at(99), true);
        seeds.reject(at(99));
        assertEquals(at(99), seeds.now(), "not while it is dragged");
        seeds.set(at(99), false);
        seeds.reject(at(4));
        assertEquals(at(99), seeds.now(), "an answer that is late");
        seeds.reject(at(99));
        assertEquals(at(4), seeds.now());
        assertTrue(seeds.canUndo());
    }
}
