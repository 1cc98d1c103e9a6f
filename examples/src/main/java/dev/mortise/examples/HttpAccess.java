package dev.mortise.examples;

import com.sun.net.httpserver.HttpServer;
import dev.mortise.plugin.HostFunction;
import dev.mortise.plugin.Plugin;
import dev.mortise.plugin.PluginException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A plug-in reaches the hosts that it is allowed to reach, and those only. */
public final class HttpAccess {

    private static final Path SAMPLE = Path.of("guests/rust/sample.wasm");

    private HttpAccess() {}

    static void main() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var answer = ("you asked for " + exchange.getRequestURI()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        var url = "http://127.0.0.1:" + server.getAddress().getPort() + "/news";
        try {
            // The port does not count; * stands for any text, as in *.example.com.
            get(Plugin.builder().allowHost("127.0.0.*"), url);
            get(Plugin.builder().allowHost("*.example.com"), url);
            get(Plugin.builder().allowHost("127.0.0.1").maxHttpResponseBytes(10), url);
        } finally {
            server.stop(0);
        }
    }

    private static void get(Plugin.Builder builder, String url) throws Exception {
        // The sample also wants a host function, for another of its functions.
        var unused = HostFunction.ofString("host_reflect", (caller, text) -> text);
        try (var plugin = builder.hostFunction(unused).open(SAMPLE)) {
            IO.println(plugin.callString("http_get", url));
        } catch (PluginException e) {
            IO.println(e.kind() + ": " + e.getMessage());
        }
    }
}
