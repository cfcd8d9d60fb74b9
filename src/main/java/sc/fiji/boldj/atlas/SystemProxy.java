package sc.fiji.boldj.atlas;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The proxy to use: Java's own settings ({@code -Dhttps.proxyHost}, {@code -Djava.net.useSystemProxies}) first, else the
 * variables {@code https_proxy}, {@code http_proxy} and {@code no_proxy} of the environment, which Java itself ignores.
 */
final class SystemProxy extends ProxySelector {

    private final Map<String, String> environment;

    SystemProxy(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public List<Proxy> select(URI address) {
        ProxySelector java = ProxySelector.getDefault();
        List<Proxy> chosen = java == null ? List.of(Proxy.NO_PROXY) : java.select(address);
        if (chosen.stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT)) return chosen;
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        String proxy = variable(scheme + "_proxy");
        if (proxy.isBlank() || isExcluded(String.valueOf(address.getHost()))) return List.of(Proxy.NO_PROXY);
        URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
        if (uri.getHost() == null) return List.of(Proxy.NO_PROXY);
        int port = uri.getPort() < 0 ? 8080 : uri.getPort();
        return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(uri.getHost(), port)));
    }

    private String variable(String name) {
        String lower = environment.getOrDefault(name, "");
        return lower.isBlank() ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "") : lower;
    }

    private boolean isExcluded(String host) {
        if (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]")) return true;
        for (String entry : variable("no_proxy").split(",", -1)) {
            String name = entry.strip().replaceFirst("^\\*?\\.", "").toLowerCase(Locale.ROOT);
            if (name.equals("*")) return true;
            if (!name.isEmpty()
                    && (host.equalsIgnoreCase(name)
                            || host.toLowerCase(Locale.ROOT).endsWith("." + name))) return true;
        }
        return false;
    }

    @Override
    public void connectFailed(URI address, SocketAddress proxy, IOException cause) {
        ProxySelector java = ProxySelector.getDefault();
        if (java != null) java.connectFailed(address, proxy, cause);
    }
}
