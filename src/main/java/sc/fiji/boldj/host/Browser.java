package sc.fiji.boldj.host;

import ij.plugin.BrowserLauncher;
import java.awt.Desktop;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** The user's browser. */
public final class Browser {

    private Browser() {}

    /**
     * Opens a page.
     *
     * @throws IOException if there is no screen or no browser could be started
     */
    public static void open(Path page) throws IOException {
        open(page.toAbsolutePath().toUri().toString());
    }

    /** The same for an address. */
    public static void open(String address) throws IOException {
        if (GraphicsEnvironment.isHeadless()) throw new IOException("there is no screen for a browser");
        if (Desktop.isDesktopSupported() && Desktop.getDesktop().isSupported(Desktop.Action.BROWSE))
            Desktop.getDesktop().browse(URI.create(address));
        else BrowserLauncher.openURL(address);
    }
}
