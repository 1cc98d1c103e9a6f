package dev.mortise.examples.filter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mortise.plugin.CompiledPlugin;
import dev.mortise.plugin.Manifest;
import dev.mortise.plugin.PluginException;
import dev.mortise.plugin.WasmSource;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP service that asks a plug-in about each request. The plug-in's function {@code filter} gets
 * {@code METHOD /path} and answers why the request is refused, or nothing if it may pass.
 */
public final class FilterService implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(FilterService.class.getName());
    private static final int PLUGINS = 8;

    private final ReloadingPlugin filter;
    private final HttpServer server;
    /** A thread a request: those that wait for a plug-in cost next to nothing. */
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Starts it on this machine's loopback address.
     *
     * @param port 0 for any that is free
     * @param plugin the filter's file
     * @throws Exception if the port is taken or the filter is no good
     */
    public FilterService(int port, Path plugin) throws Exception {
        filter = new ReloadingPlugin(plugin, PLUGINS, FilterService::load);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            filter.close();
            throw e;
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    static void main(String[] args) throws Exception {
        var port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        var plugin = Path.of(args.length > 1 ? args[1] : "guests/wat/filter_admin.wasm");
        var service = new FilterService(port, plugin);
        Runtime.getRuntime().addShutdownHook(new Thread(service::close));
        IO.println("http://localhost:%d/ asks %s; replace that file while it runs".formatted(service.port(), plugin));
        Thread.currentThread().join();
    }

    /** What strangers wrote gets little time and memory, and has to answer once before it is trusted with requests. */
    private static CompiledPlugin load(byte[] bytes) {
        var manifest = Manifest.builder().wasm(WasmSource.data(bytes)).timeout(Duration.ofSeconds(10)).maxPages(256)
                .build();
        var compiled = CompiledPlugin.compile(manifest);
        try (var trial = compiled.instantiate()) {
            trial.callString("filter", "GET /");
        }
        return compiled;
    }

    /** The port that it listens to. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            try {
                var refusal = filter.use(plugin -> plugin.callString("filter", request));
                answer(exchange, refusal.isEmpty() ? 200 : 403, refusal.isEmpty() ? "welcome\n" : refusal + "\n");
            } catch (PluginException e) {
                // A filter that fails lets nobody through.
                LOG.log(Level.WARNING, "the filter failed for {0}: {1}", request, e.getMessage());
                answer(exchange, 500, "the filter failed\n");
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** For tests. */
    ReloadingPlugin filter() {
        return filter;
    }

    /** Takes no more requests, gives those under way a second, and closes the plug-ins. */
    @Override
    public void close() {
        server.stop(1);
        threads.shutdownNow();
        threads.close();
        try {
            filter.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
