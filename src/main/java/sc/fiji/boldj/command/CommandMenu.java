package sc.fiji.boldj.command;

import sc.fiji.boldj.host.CommandCalls;
import sc.fiji.boldj.host.CommandTable;
import sc.fiji.boldj.host.MenuBridge;

/** The commands of BoldJ, as {@code menu.txt} of this package lists them; ImageJ's menu calls it by name. */
public final class CommandMenu extends MenuBridge {

    /** Which label runs which command. */
    public static CommandTable table() {
        return CommandTable.read(CommandMenu.class);
    }

    /** The commands for a host that is not ImageJ's menu. */
    public static CommandCalls calls() {
        return new CommandCalls(table(), CommandMenu.class);
    }

    @Override
    protected CommandTable commands() {
        return table();
    }
}
