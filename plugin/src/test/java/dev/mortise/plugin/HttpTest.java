package dev.mortise.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.plugin.PluginException.Kind;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plug-in can do by HTTP, against a server on loopback. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpTest {

    /**
     * Its input is a request, perhaps with a body after a line end. {@code body}, {@code status} and {@code headers}
     * send it and answer what they say; {@code last_status} and {@code last_headers} ask without sending.
     */
    private static final byte[] CLIENT = Guests.wat("""
            (module
              (import "extism:host/env" "input_length" (func $input_length (result i64)))
              (import "extism:host/env" "input_load_u8" (func $input_load_u8 (param i64) (result i32)))
              (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
              (import "extism:host/env" "length" (func $length (param i64) (result i64)))
              (import "extism:host/env" "store_u8" (func $store_u8 (param i64 i32)))
              (import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
              (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
              (import "extism:host/env" "http_request" (func $http_request (param i64 i64) (result i64)))
              (import "extism:host/env" "http_status_code" (func $http_status_code (result i32)))
              (import "extism:host/env" "http_headers" (func $http_headers (result i64)))
              (func $copy (param $from i64) (param $to i64) (result i64) (local $block i64) (local $i i64)
                (local.set $block (call $alloc (i64.sub (local.get $to) (local.get $from))))
                (if (i64.ne (local.get $block) (i64.const 0)) (then
                  (loop $next
                    (call $store_u8 (i64.add (local.get $block) (local.get $i))
                      (call $input_load_u8 (i64.add (local.get $from) (local.get $i))))
                    (local.set $i (i64.add (local.get $i) (i64.const 1)))
                    (br_if $next (i64.lt_u (local.get $i) (i64.sub (local.get $to) (local.get $from)))))))
                (local.get $block))
              (func $line_end (result i64) (local $i i64)
                (block $end (loop $next
                  (br_if $end (i64.ge_u (local.get $i) (call $input_length)))
                  (br_if $end (i32.eq (call $input_load_u8 (local.get $i)) (i32.const 10)))
                  (local.set $i (i64.add (local.get $i) (i64.const 1)))
                  (br $next)))
                (local.get $i))
              (func $send (result i64) (local $end i64) (local $body i64)
                (local.set $end (call $line_end))
                (if (i64.lt_u (local.get $end) (call $input_length)) (then
                  (local.set $body (call $copy (i64.add (local.get $end) (i64.const 1)) (call $input_length)))))
                (call $http_request (call $copy (i64.const 0) (local.get $end)) (local.get $body)))
              (func $output (param i64) (call $output_set (local.get 0) (call $length (local.get 0))))
              (func $output_number (param i32) (local $block i64)
                (call $store_u64 (local.tee $block (call $alloc (i64.const 8))) (i64.extend_i32_u (local.get 0)))
                (call $output_set (local.get $block) (i64.const 2)))
              (func (export "body") (call $output (call $send)))
              (func (export "status") (drop (call $send)) (call $output_number (call $http_status_code)))
              (func (export "last_status") (call $output_number (call $http_status_code)))
              (func (export "headers") (drop (call $send)) (call $output (call $http_headers)))
              (func (export "last_headers") (call $output (call $http_headers))))
            """);

    private LocalServer server;

    @BeforeEach
    void start() throws Exception {
        server = new LocalServer();
        server.on("/echo", exchange -> {
            var answer = exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("X-Test") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("X-Two", "1");
            exchange.getResponseHeaders().add("X-Two", "2");
            LocalServer.answer(exchange, 200, answer);
        });
        server.on("/status/", exchange -> LocalServer.answer(exchange,
                Integer.parseInt(exchange.getRequestURI().getPath().substring("/status/".length())), "detail"));
        server.on("/empty", exchange -> LocalServer.answer(exchange, 200, ""));
        server.on("/redirect/", exchange -> {
            var status = Integer.parseInt(exchange.getRequestURI().getPath().substring("/redirect/".length()));
            exchange.getResponseHeaders().add("Location", exchange.getRequestURI().getQuery());
            LocalServer.answer(exchange, status, "moved");
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Plugin client() {
        return Plugin.builder().allowHost("127.0.0.1").open(CLIENT);
    }

    private String request(String path) {
        return "{\"url\": \"" + server.url(path) + "\"}";
    }

    @Test
    void sendsMethodHeadersAndBody() {
        try (var plugin = client()) {
            assertThat(plugin.callString("body", request("/echo"))).isEqualTo("GET null ");
            assertThat(plugin.callString("body",
                    "{\"url\": \"%s\", \"method\": \"post\", \"headers\": {\"x-test\": \"yes\", \"content-length\": \"4\"}}\nbody"
                            .formatted(server.url("/echo"))))
                    .isEqualTo("POST yes body");
        }
    }

    @Test
    void tellsTheStatusAndTakesErrorsForAnswers() {
        try (var plugin = client()) {
            assertThat(status(plugin, "/echo")).isEqualTo(200);
            assertThat(status(plugin, "/status/404")).isEqualTo(404);
            assertThat(status(plugin, "/status/503")).isEqualTo(503);
            assertThat(plugin.callString("body", request("/status/500"))).isEqualTo("detail");
            assertThat(plugin.callString("body", request("/empty"))).isEmpty();
        }
    }

    /** The next call may be somebody else's, by way of a pool. */
    @Test
    void forgetsTheAnswerWhenTheCallIsOver() {
        try (var pool = Plugin.builder().allowHost("*").httpResponseHeaders(true).compile(CLIENT).pool(1)) {
            assertThat(pool.callString("headers", request("/echo"))).contains("x-two");
            assertThat(pool.callString("last_headers", "")).isEmpty();
            assertThat(number(pool.call("status", request("/status/500").getBytes(StandardCharsets.UTF_8))))
                    .isEqualTo(500);
            assertThat(number(pool.call("last_status", new byte[0]))).isZero();
            assertThat(pool.created()).isOne();
        }
    }

    private int status(Plugin plugin, String path) {
        return number(plugin.call("status", request(path).getBytes(StandardCharsets.UTF_8)));
    }

    private static int number(byte[] output) {
        return (output[0] & 0xff) | (output[1] & 0xff) << 8;
    }

    @Test
    void showsHeadersIfTheHostWantsThat() {
        try (var plugin = client()) {
            assertThat(plugin.callString("headers", request("/echo"))).isEmpty();
        }
        try (var plugin = Plugin.builder().allowHost("*").httpResponseHeaders(true).open(CLIENT)) {
            assertThat(plugin.callString("headers", request("/echo"))).contains("\"x-two\":\"1, 2\"",
                    "\"content-length\":\"9\"");
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "localhost", "127.0.0.2", "127.0.0", "*.0.0.2", "127.0.0.[2-9]", "127**", "[127.0.0.1"})
    void refusesHostsThatAreNotAllowed(String pattern) {
        var builder = Plugin.builder();
        if (!pattern.isEmpty()) {
            builder.allowHost(pattern);
        }
        try (var plugin = builder.open(CLIENT)) {
            assertRefused(plugin, request("/echo"), "HTTP request to " + server.url("/echo") + " is not allowed");
            assertThat(server.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "**", "127.0.0.1", "127.*", "*.1", "127.?.0.1", "127.0.0.[0-2]", "127.0.0.[!2]"})
    void allowsHostsByPattern(String pattern) {
        try (var plugin = Plugin.builder().allowHost("example.com").allowHost(pattern).open(CLIENT)) {
            assertThat(status(plugin, "/echo")).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1@example.com/", "http://example.com#127.0.0.1", "file://127.0.0.1/etc",
        "http:/127.0.0.1/", "127.0.0.1", "ftp://127.0.0.1/"})
    void isNotMisledAboutTheHost(String url) {
        try (var plugin = client()) {
            assertRefused(plugin, "{\"url\": \"" + url + "\"}", "is not allowed");
        }
    }

    @Test
    void followsRedirectsToAllowedHostsOnly() {
        try (var plugin = client()) {
            for (var status : new int[]{301, 302, 303, 307, 308}) {
                assertThat(plugin.callString("body", request("/redirect/" + status + "?/echo"))).isEqualTo("GET null ");
            }
            var elsewhere = "http://localhost:" + server.port() + "/echo";
            assertRefused(plugin, request("/redirect/302?" + elsewhere), elsewhere + " is not allowed");
            assertThat(server.requests()).filteredOn(each -> each.endsWith(" /echo")).hasSize(5);
        }
    }

    /** As servers write it, a character for each octet. */
    private void redirectTo(String location) {
        server.on("/octets", exchange -> {
            exchange.getResponseHeaders().add("Location", location);
            LocalServer.answer(exchange, 302, "moved");
        });
    }

    @ParameterizedTest
    @CsvSource({"/echo/\u00c3\u00bc?q=\u00f0\u009f\u0098\u0080, /echo/%C3%BC?q=%F0%9F%98%80",
        "/echo/\u00fc, /echo/%FC", "octets/../echo/%C3%BC, /echo/%C3%BC"})
    void followsARedirectThatIsNotEncoded(String location, String path) {
        redirectTo(location);
        try (var plugin = client()) {
            assertThat(plugin.callString("body", request("/octets"))).isEqualTo("GET null ");
            assertThat(server.requests()).containsExactly("GET /octets", "GET " + path);
        }
    }

    @ParameterizedTest
    @CsvSource({"http://localhost/\u00c3\u00bc, http://localhost/%C3%BC is not allowed: its host is none of",
        "//b\u00c3\u00bccher.example/, '\"b\u00fccher.example\" is no host name: '",
        "//b\u00fccher.example/, '\"b\u00fccher.example\" is no host name: '"})
    void saysThatARedirectLedElsewhere(String location, String words) {
        redirectTo(location);
        try (var plugin = client()) {
            assertRefused(plugin, request("/octets"), words);
            assertRefused(plugin, request("/octets"),
                    "(the Location header of " + server.url("/octets") + " leads there)");
        }
    }

    @Test
    void keepsWhatARedirectMustKeep() {
        try (var plugin = Plugin.builder().allowHost("*").open(CLIENT)) {
            var format = "{\"url\": \"%s\", \"method\": \"POST\", \"headers\": {\"X-Test\": \"a\"}}\nbody";
            assertThat(plugin.callString("body", format.formatted(server.url("/redirect/307?/echo"))))
                    .isEqualTo("POST a body");
            assertThat(plugin.callString("body", format.formatted(server.url("/redirect/303?/echo"))))
                    .isEqualTo("GET a ");
            server.on("/secret", exchange -> LocalServer.answer(exchange, 200,
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))));
            var secret = "{\"url\": \"%s\", \"headers\": {\"Authorization\": \"key\"}}";
            assertThat(plugin.callString("body", secret.formatted(server.url("/redirect/302?/secret"))))
                    .isEqualTo("key");
            assertThat(plugin.callString("body", secret.formatted(
                    server.url("/redirect/302?http://localhost:" + server.port() + "/secret")))).isEqualTo("null");
        }
    }

    @Test
    void doesNotGoRoundInCircles() {
        try (var plugin = client()) {
            server.on("/circle", exchange -> {
                exchange.getResponseHeaders().add("Location", "/circle");
                LocalServer.answer(exchange, 302, "again");
            });
            assertThat(status(plugin, "/circle")).isEqualTo(302);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/huge", "/huge-chunked"})
    void hangsUpWhenAResponseIsTooLong(String path) {
        try (var plugin = Plugin.builder().allowHost("*").maxHttpResponseBytes(100_000).open(CLIENT)) {
            assertRefused(plugin, request(path),
                    "HTTP response exceeds the configured maximum number of bytes: 100000");
            assertThat(plugin.callString("body", request("/echo"))).isEqualTo("GET null ");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 0})
    void takesAResponseOfExactlyTheLimit(int announced) {
        server.on("/exact", exchange -> {
            exchange.sendResponseHeaders(200, announced);
            exchange.getResponseBody().write(new byte[1000]);
        });
        try (var plugin = Plugin.builder().allowHost("*").maxHttpResponseBytes(1000).open(CLIENT)) {
            assertThat(plugin.callString("body", request("/exact"))).hasSize(1000);
        }
        try (var plugin = Plugin.builder().allowHost("*").maxHttpResponseBytes(999).open(CLIENT)) {
            assertRefused(plugin, request("/exact"), "999");
        }
    }

    @Test
    void isAllowedAndLimitedByItsManifest() {
        var manifest = Manifest.builder().wasm(WasmSource.data(CLIENT)).allowHost("127.0.0.1").maxHttpResponseBytes(9);
        try (var plugin = Plugin.builder().allowHost("localhost").open(manifest.build())) {
            assertThat(plugin.callString("body", request("/echo"))).isEqualTo("GET null ");
            assertThat(status(plugin, "/echo")).isEqualTo(200);
            assertThat(plugin.callString("body", request("/echo").replace("127.0.0.1", "localhost")))
                    .isEqualTo("GET null ");
        }
        try (var plugin = Plugin.builder().open(manifest.maxHttpResponseBytes(8).build())) {
            assertRefused(plugin, request("/echo"), "number of bytes: 8");
        }
        try (var plugin = Plugin.builder().maxHttpResponseBytes(9).open(manifest.build())) {
            assertThat(plugin.callString("body", request("/echo"))).isEqualTo("GET null ");
        }
    }

    @Test
    void waitsNoLongerThanTheCallMayTake() {
        try (var plugin = Plugin.builder().allowHost("*").timeout(Duration.ofMillis(100)).open(CLIENT)) {
            assertThatThrownBy(() -> plugin.callString("body", request("/silent")))
                    .hasMessageStartingWith("timeout: ").extracting("kind").isEqualTo(Kind.TIMEOUT);
        }
    }

    @Test
    void canBeCancelledWhileItWaits() throws Exception {
        try (var plugin = client(); var threads = Executors.newSingleThreadExecutor()) {
            var call = threads.submit(() -> plugin.callString("body", request("/silent")));
            while (server.requests().isEmpty()) {
                Thread.sleep(1);
            }
            plugin.cancel();
            assertThatThrownBy(call::get).cause().extracting("kind").isEqualTo(Kind.CANCELLED);
            assertThat(plugin.callString("body", request("/echo"))).isEqualTo("GET null ");
        }
    }

    @Test
    void saysSoWhenNobodyAnswers() throws Exception {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        try (var plugin = client()) {
            assertThatThrownBy(() -> plugin.callString("body", "{\"url\": \"http://127.0.0.1:" + port + "/\"}"))
                    .hasMessageContaining("failed").extracting("kind").isEqualTo(Kind.HTTP);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"url\": \"http://127.0.0.1/\", \"method\": \"A B\"}",
        "{\"url\": \"http://127.0.0.1/\", \"headers\": {\"a b\": \"c\"}}", "{\"url\": \"http://127.0.0.1 /\"}"})
    void refusesMalformedRequests(String request) {
        try (var plugin = client()) {
            assertRefused(plugin, request, "invalid http request");
        }
    }

    @Test
    void asksForTheHeadOfWhatIsTooLong() {
        server.on("/file", exchange -> {
            exchange.getResponseHeaders().add("Content-Length", "5000000000");
            exchange.sendResponseHeaders(200, -1);
        });
        try (var plugin = Plugin.builder().allowHost("*").maxHttpResponseBytes(10).open(CLIENT)) {
            assertThat(plugin.callString("body",
                    "{\"method\": \"HEAD\", \"url\": \"" + server.url("/file") + "\"}")).isEmpty();
        }
    }

    @Test
    void encodesWhatAPathMustNotHave() {
        try (var plugin = client()) {
            assertThat(status(plugin, "/echo/a b?q={a|b}^50%")).isEqualTo(200);
            assertThat(status(plugin, "/redirect/302?/echo/c%20d")).isEqualTo(200);
            assertThat(server.requests()).contains("GET /echo/a%20b?q=%7Ba%7Cb%7D%5E50%25", "GET /echo/c%20d");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void encodesOtherCharactersInUtf8(boolean throughProxy) {
        var path = "/echo/\u00fc?q=\u00fc\ud83d\ude00";
        try (var plugin = Plugin.builder().allowHost("*").open(CLIENT);
                var proxy = throughProxy ? new Proxy(server) : null) {
            if (proxy == null) {
                assertThat(status(plugin, path)).isEqualTo(200);
                assertThat(server.requests()).containsExactly("GET /echo/%C3%BC?q=%C3%BC%F0%9F%98%80");
            } else {
                assertThat(plugin.callString("body", "{\"url\": \"" + Proxy.SITE + path + "\"}"))
                        .isEqualTo("GET null ");
                assertThat(server.requests())
                        .containsExactly("GET " + Proxy.SITE + "/echo/%C3%BC?q=%C3%BC%F0%9F%98%80");
            }
        }
    }

    @Test
    void goesThroughTheProxyThatTheJvmHas() {
        try (var plugin = Plugin.builder().allowHost("*").open(CLIENT)) {
            assertThatThrownBy(() -> plugin.callString("body", "{\"url\": \"" + Proxy.SITE + "/echo\"}"))
                    .extracting("kind").isEqualTo(Kind.HTTP);
            try (var proxy = new Proxy(server)) {
                assertThat(plugin.callString("body", "{\"url\": \"" + Proxy.SITE + "/echo\"}"))
                        .isEqualTo("GET null ");
                assertThat(server.requests()).containsExactly("GET " + Proxy.SITE + "/echo");
                assertThat(plugin.callString("body", request("/echo"))).as("not for loopback").isEqualTo("GET null ");
                assertThat(server.requests()).contains("GET /echo");
            }
        }
    }

    /** Where modules come from may lie behind the proxy, too. */
    @Test
    void loadsModulesThroughTheProxyThatTheJvmHas() {
        server.serve("/\u00fc.wasm", CLIENT);
        var manifest = Manifest.of(WasmSource.url(URI.create(Proxy.SITE + "/\u00fc.wasm")));
        try (var proxy = new Proxy(server); var plugin = Plugin.builder().open(manifest)) {
            assertThat(plugin.functionExists("body")).isTrue();
            assertThat(server.requests()).containsExactly("GET " + Proxy.SITE + "/%C3%BC.wasm");
        }
    }

    /** A proxy for all the JVM, as long as it is open. */
    private static final class Proxy implements AutoCloseable {

        /** It has no address, so that nothing but a proxy can reach it. */
        static final String SITE = "http://site.invalid";

        Proxy(LocalServer server) {
            System.setProperty("http.proxyHost", "127.0.0.1");
            System.setProperty("http.proxyPort", Integer.toString(server.port()));
        }

        @Override
        public void close() {
            System.clearProperty("http.proxyHost");
            System.clearProperty("http.proxyPort");
        }
    }

    @Test
    void writesSomeHeadersItself() {
        try (var plugin = client()) {
            assertThat(plugin.callString("body",
                    """
                            {"url": "%s", "headers": {"Host": "x", "Expect": "100-continue", "upgrade": "h2c", "x-test": "a"}}                    """
                            .formatted(server.url("/echo"))))
                    .isEqualTo("GET a ");
        }
    }

    @Test
    void saysWhatIsNoHostName() {
        try (var plugin = Plugin.builder().allowHost("*").open(CLIENT)) {
            assertRefused(plugin, "{\"url\": \"http://a_b/\"}", "\"a_b\" is no host name");
        }
    }

    @Test
    void aLongNameDoesNotKeepItBusy() {
        try (var plugin = Plugin.builder().allowHost("*.a.*.a.*.a.*.example.com").open(CLIENT)) {
            assertRefused(plugin, "{\"url\": \"http://" + "a.".repeat(10_000) + "com/\"}", "is not allowed");
        }
    }

    private static void assertRefused(Plugin plugin, String request, String message) {
        assertThatThrownBy(() -> plugin.callString("body", request)).hasMessageContaining(message)
                .extracting("kind").isEqualTo(Kind.REFUSED);
    }
}
