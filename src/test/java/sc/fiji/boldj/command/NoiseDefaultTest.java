package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.glm.FirstLevel;
import sc.fiji.boldj.glm.NoiseModel;

/** Commands and the study's task step, which uses {@link FirstLevel.Options#DEFAULT}, have the same noise model. */
class NoiseDefaultTest {

    @Test
    void everyCommandHasTheSameNoise() {
        assertEquals(NoiseModel.ARMA11, NoiseModel.DEFAULT);
        assertEquals(NoiseModel.DEFAULT, FirstLevel.Options.DEFAULT.noise());
        for (ActivationCommand command : List.of(new FirstLevelCommand(), new InteractionCommand()))
            assertEquals(NoiseModel.DEFAULT, command.noise());
    }
}
