package sc.fiji.boldj.explore.study;

import java.awt.Toolkit;
import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import javax.swing.AbstractAction;
import javax.swing.Action;
import javax.swing.JMenu;
import javax.swing.JMenuBar;
import javax.swing.JMenuItem;
import javax.swing.KeyStroke;
import sc.fiji.boldj.workflow.study.ScanRating;

/** The menu of the study window. */
final class StudyMenu {

    private StudyMenu() {}

    static JMenuBar bar(StudyActions actions) {
        JMenuBar bar = new JMenuBar();
        JMenu study = menu(bar, "Study", 'S');
        item(study, "Other Study...", KeyEvent.VK_O, actions::other);
        item(study, "Check Dataset", KeyEvent.VK_K, actions::check);
        item(study, "Protocol...", 0, actions::protocol);
        study.addSeparator();
        item(study, "Run Selected Participant", 0, actions::runSelected);
        item(study, "Run Group...", 0, actions::group);
        item(study, "Group Page", KeyEvent.VK_G, actions::groupPage);
        study.addSeparator();
        item(study, "Read Again", KeyEvent.VK_R, actions::look);
        item(study, "Record Macro Lines", 0, actions::record);
        item(study, "Close", KeyEvent.VK_W, actions::close);
        JMenu series = menu(bar, "Series", 'e');
        item(series, "Page", KeyEvent.VK_P, actions::page);
        item(series, "Orthogonal Viewer", KeyEvent.VK_V, actions::viewer);
        item(series, "Seed Explorer", KeyEvent.VK_E, actions::seeds);
        JMenu rating = menu(bar, "Rating", 'R');
        item(rating, "Accept", KeyEvent.VK_1, () -> actions.rate(ScanRating.Judgement.ACCEPT));
        item(rating, "Doubt", KeyEvent.VK_2, () -> actions.rate(ScanRating.Judgement.DOUBT));
        item(rating, "Exclude", KeyEvent.VK_3, () -> actions.rate(ScanRating.Judgement.EXCLUDE));
        return bar;
    }

    private static JMenu menu(JMenuBar bar, String text, char key) {
        JMenu menu = new JMenu(text);
        menu.setMnemonic(key);
        bar.add(menu);
        return menu;
    }

    private static void item(JMenu menu, String text, int key, Runnable run) {
        JMenuItem item = new JMenuItem(text);
        item.setName(text);
        if (key != 0)
            item.setAccelerator(
                    KeyStroke.getKeyStroke(key, Toolkit.getDefaultToolkit().getMenuShortcutKeyMaskEx()));
        item.addActionListener(e -> run.run());
        menu.add(item);
    }

    static Action action(Runnable run) {
        return new AbstractAction() {
            @Override
            public void actionPerformed(ActionEvent e) {
                run.run();
            }
        };
    }
}
