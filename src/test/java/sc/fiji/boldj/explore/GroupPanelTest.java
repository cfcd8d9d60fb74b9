package sc.fiji.boldj.explore;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Component;
import java.awt.Container;
import java.util.ArrayList;
import java.util.List;
import javax.swing.JCheckBox;
import javax.swing.JLabel;
import org.junit.jupiter.api.Test;

/** What the panel of the Group Explorer says. */
class GroupPanelTest {

    private static final GroupPanel.Wish NONE = new GroupPanel.Wish() {
        @Override
        public void changed(double radius, boolean threshold) {}

        @Override
        public void keep() {}

        @Override
        public void explain() {}
    };

    @Test
    void theErrorRateIsThatOfTheStudyAndScramblingIsNamed() {
        GroupPanel panel = new GroupPanel(List.of("Exploratory."), true, 0.01, NONE);
        List<String> texts = new ArrayList<>();
        texts(panel, texts);
        assertTrue(texts.contains("Max-t threshold, FWE p \u2264 0.01"), texts.toString());
        assertTrue(texts.stream().anyMatch(text -> text.contains("SCRAMBLED ALLOCATION")), texts.toString());
    }

    private static void texts(Container parent, List<String> texts) {
        for (Component child : parent.getComponents()) {
            if (child instanceof JCheckBox box) texts.add(box.getText());
            if (child instanceof JLabel label) texts.add(label.getText());
            if (child instanceof Container container) texts(container, texts);
        }
    }
}
