package sc.fiji.boldj.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.AWTKeyStroke;
import java.awt.Component;
import java.awt.Container;
import java.awt.KeyboardFocusManager;
import java.util.List;
import java.util.Set;
import javax.swing.JTable;
import org.junit.jupiter.api.Test;

class TableKeysTest {

    /** Of the window's own list of clusters: a table of Swing keeps Tab for itself. */
    @Test
    void tabLeavesTheListOfClusters() {
        JTable table = table(new ClusterPanel(row -> {}));
        assertEquals(
                Set.of(AWTKeyStroke.getAWTKeyStroke("pressed TAB")),
                table.getFocusTraversalKeys(KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS));
        assertEquals(
                Set.of(AWTKeyStroke.getAWTKeyStroke("shift pressed TAB")),
                table.getFocusTraversalKeys(KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS));
    }

    private static JTable table(Container parent) {
        for (Component child : List.of(parent.getComponents())) {
            if (child instanceof JTable table) return table;
            if (child instanceof Container inside && table(inside) != null) return table(inside);
        }
        return null;
    }
}
