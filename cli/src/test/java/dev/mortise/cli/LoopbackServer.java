package dev.mortise.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Serves modules on loopback. */
final class LoopbackServer implements AutoCloseable {

    private final HttpServer server;

    /** Answers a request. */
    @FunctionalInterface
    interface Handler {
        void answer(HttpExchange exchange) throws IOException;
    }

    LoopbackServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    /** Answers at a path; returns its URL. */
    String on(String path, Handler handler) {
        server.createContext(path, exchange -> {
            try (exchange) {
                handler.answer(exchange);
            }
        });
        return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    }

    /** Serves bytes whose length is told, or not. */
    String serve(String path, byte[] bytes, boolean tellsLength) {
        return on(path, exchange -> {
            exchange.sendResponseHeaders(200, tellsLength ? bytes.length : 0);
            exchange.getResponseBody().write(bytes);
        });
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
