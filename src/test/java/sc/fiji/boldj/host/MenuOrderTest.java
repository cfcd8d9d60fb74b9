package sc.fiji.boldj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.command.CommandMenu;

class MenuOrderTest {

    @Test
    void submenusFollowTheWorkAndOthersStayLast() {
        assertEquals(
                List.of("Start Here", "File", "Explore", "Study", "Preprocess", "Help", "Another"),
                MenuOrder.sorted(
                        List.of("Another", "Explore", "File", "Help", "Preprocess", "Start Here", "Study"),
                        Function.identity(),
                        CommandMenu.table()));
    }
}
