package sc.fiji.boldj.host;

import ij.Menus;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.awt.Menu;
import java.awt.MenuBar;
import java.awt.MenuItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Puts the submenus of Plugins&gt;BoldJ into the order of the command table: ImageJ sorts them by name. Each command does so, because no
 * code of BoldJ runs before the first one.
 */
final class MenuOrder {

    private MenuOrder() {}

    /** Orders the submenus, if there is a menu bar that has them; returns at once. */
    static void later(CommandTable table) {
        if (!GraphicsEnvironment.isHeadless()) EventQueue.invokeLater(() -> apply(Menus.getMenuBar(), table));
    }

    /** Orders the submenus of a menu bar; those that the table does not name come last, as they are. */
    static void apply(MenuBar bar, CommandTable table) {
        Menu menu = bar == null ? null : ours(bar);
        if (menu == null) return;
        List<MenuItem> items = new ArrayList<>();
        for (int i = 0; i < menu.getItemCount(); i++) items.add(menu.getItem(i));
        List<MenuItem> sorted = sorted(items, MenuItem::getLabel, table);
        if (sorted.equals(items)) return;
        menu.removeAll();
        sorted.forEach(menu::add);
    }

    /** Items in the order in which the table names their submenus first; the others follow in their own order. */
    static <T> List<T> sorted(List<T> items, Function<T, String> label, CommandTable table) {
        List<String> order = table.entries().values().stream()
                .map(entry -> entry.menu().substring(entry.menu().lastIndexOf('>') + 1))
                .distinct()
                .toList();
        List<T> sorted = new ArrayList<>(items);
        sorted.sort(Comparator.comparingInt(item -> {
            int place = order.indexOf(label.apply(item));
            return place < 0 ? order.size() : place;
        }));
        return sorted;
    }

    private static Menu ours(MenuBar bar) {
        for (int m = 0; m < bar.getMenuCount(); m++) {
            Menu menu = bar.getMenu(m);
            if (!menu.getLabel().equals("Plugins")) continue;
            for (int i = 0; i < menu.getItemCount(); i++)
                if (menu.getItem(i) instanceof Menu ours && ours.getLabel().equals("BoldJ")) return ours;
        }
        return null;
    }
}
