package sc.fiji.boldj.entry;

import ij.plugin.PlugIn;

/** Stands behind each line of {@code plugins.config}; passes the call on to the commands, which need a newer Java. */
public final class MenuEntry implements PlugIn {

    private static final String BRIDGE = "sc.fiji.boldj.command.CommandMenu";

    @Override
    public void run(String commandClass) {
        PlugIn bridge;
        try {
            bridge = Delegate.create(BRIDGE, PlugIn.class);
        } catch (IllegalStateException e) {
            throw Delegate.abort("BoldJ", e.getMessage());
        }
        bridge.run(commandClass);
    }
}
