package dev.mortise.examples.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.plugin.CompiledPlugin;
import dev.mortise.plugin.Plugin;
import dev.mortise.plugin.Pool;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service under load while its plug-in is replaced. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FilterServiceTest {

    private static final String ADMIN = "403 no entry";
    private static final String DELETE = "403 all kept";
    private static final String WELCOME = "200 welcome";

    @TempDir
    private Path folder;

    private byte[] admin;
    private byte[] delete;
    private Path file;

    @BeforeEach
    void takeTheFirstVersion() throws IOException {
        admin = Files.readAllBytes(Path.of("guests/wat/filter_admin.wasm"));
        delete = Files.readAllBytes(Path.of("guests/wat/filter_delete.wasm"));
        file = Files.write(folder.resolve("filter.wasm"), admin);
    }

    private static String request(FilterService service, String method, String path) throws IOException {
        var url = URI.create("http://127.0.0.1:%d%s".formatted(service.port(), path)).toURL();
        var connection = (HttpURLConnection) url.openConnection();
        connection.setRequestMethod(method);
        var status = connection.getResponseCode();
        try (var body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return status + " " + new String(body.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(10);
        }
        assertThat(condition.getAsBoolean()).as(what).isTrue();
    }

    private static boolean isClosed(Pool pool) {
        try {
            pool.use(Duration.ofMillis(1), plugin -> plugin);
            return false;
        } catch (IllegalStateException e) {
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private void moveIntoPlace(byte[] bytes) throws IOException {
        var draft = Files.write(folder.resolve("filter.new"), bytes);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** As a copy over a slow network: for some time there is only half of the file. */
    private void writeInPieces(byte[] bytes) throws Exception {
        try (var stream = Files.newOutputStream(file)) {
            stream.write(bytes, 0, bytes.length / 2);
            stream.flush();
            Thread.sleep(300);
            stream.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
        }
    }

    @Test
    void asksThePluginAboutEachRequest() throws Exception {
        try (var service = new FilterService(0, file)) {
            assertThat(request(service, "GET", "/")).isEqualTo(WELCOME);
            assertThat(request(service, "GET", "/admin/users")).isEqualTo(ADMIN);
            assertThat(request(service, "GET", "/%61dmin")).isEqualTo(ADMIN);
            assertThat(request(service, "DELETE", "/a")).isEqualTo(WELCOME);
        }
    }

    @Test
    void noRequestFailsWhileThePluginIsReplaced() throws Exception {
        var odd = new ConcurrentLinkedQueue<String>();
        var requests = new AtomicInteger();
        var done = new AtomicBoolean();
        try (var service = new FilterService(0, file); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (var i = 0; i < 16; i++) {
                    threads.submit(() -> {
                        while (!done.get()) {
                            expect(odd, List.of(WELCOME), service, "GET", "/");
                            expect(odd, List.of(WELCOME, ADMIN), service, "GET", "/admin");
                            expect(odd, List.of(WELCOME, DELETE), service, "DELETE", "/a");
                            requests.addAndGet(3);
                        }
                    });
                }
                for (var round = 0; round < 6; round++) {
                    var old = service.filter().current();
                    var isDelete = round % 2 == 0;
                    if (round < 3) {
                        moveIntoPlace(isDelete ? delete : admin);
                    } else {
                        writeInPieces(isDelete ? delete : admin);
                    }
                    await("the new version is in use", () -> service.filter().current() != old);
                    assertThat(request(service, "GET", "/admin")).isEqualTo(isDelete ? WELCOME : ADMIN);
                    assertThat(request(service, "DELETE", "/a")).isEqualTo(isDelete ? DELETE : WELCOME);
                    await("the old version is closed", () -> isClosed(old.pool()));
                    var before = requests.get();
                    await("requests go on", () -> requests.get() > before + 30);
                }
            } finally {
                done.set(true);
            }
        }
        assertThat(odd).isEmpty();
    }

    private static void expect(ConcurrentLinkedQueue<String> odd, List<String> answers, FilterService service,
            String method, String path) {
        try {
            var answer = request(service, method, path);
            if (!answers.contains(answer)) {
                odd.add(method + " " + path + ": " + answer);
            }
        } catch (IOException e) {
            odd.add(method + " " + path + ": " + e);
        }
    }

    @Test
    void requestsUnderWayFinishWithTheVersionThatTheyBeganWith() throws Exception {
        try (var plugin = new ReloadingPlugin(file, 1, FilterServiceTest::compile)) {
            var old = plugin.current();
            var waiting = new FutureTask<>(() -> plugin.<String>use(FilterServiceTest::askForAdmin));
            var answer = plugin.<String>use(instance -> {
                try {
                    // The old version has but the one plug-in, so this request waits for it.
                    Thread.ofVirtual().start(waiting);
                    await("it waits", () -> old.pool().waiting() == 1);
                    moveIntoPlace(delete);
                    await("the new version is in use", () -> plugin.current() != old);
                    assertThat(plugin.<String>use(FilterServiceTest::askForAdmin)).isEmpty();
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return askForAdmin(instance);
            });

            assertThat(answer).isEqualTo("no entry");
            assertThat(waiting.get()).isEqualTo("no entry");
            await("the old version is closed", () -> isClosed(old.pool()));
        }
    }

    private static String askForAdmin(Plugin plugin) {
        return plugin.callString("filter", "GET /admin");
    }

    @Test
    void aFileThatIsNoGoodChangesNothing() throws Exception {
        var tries = new AtomicInteger();
        try (var plugin = new ReloadingPlugin(file, 1, bytes -> {
            tries.incrementAndGet();
            return compile(bytes);
        })) {
            var old = plugin.current();
            moveIntoPlace(Arrays.copyOf(delete, delete.length / 2));
            await("it is tried", () -> tries.get() == 2);
            Files.delete(file);
            Thread.sleep(200);

            assertThat(plugin.<String>use(FilterServiceTest::askForAdmin)).isEqualTo("no entry");
            assertThat(plugin.current()).isSameAs(old);
            assertThat(tries).as("tried once, not at each look").hasValue(2);

            moveIntoPlace(delete);
            await("a good one follows", () -> plugin.current() != old);
        }
    }

    @Test
    void anErrorOfTheLoaderDoesNotEndTheWatch() throws Exception {
        var fails = new AtomicBoolean();
        var failed = new AtomicBoolean();
        try (var plugin = new ReloadingPlugin(file, 1, bytes -> {
            if (fails.getAndSet(false)) {
                failed.set(true);
                throw new OutOfMemoryError("as for a file of gigabytes");
            }
            return compile(bytes);
        })) {
            var old = plugin.current();
            fails.set(true);
            moveIntoPlace(delete);
            await("it is tried", failed::get);
            assertThat(plugin.<String>use(FilterServiceTest::askForAdmin)).isEqualTo("no entry");

            moveIntoPlace(Arrays.copyOf(delete, delete.length));
            await("the next one is tried", () -> plugin.current() != old);
            assertThat(plugin.<String>use(FilterServiceTest::askForAdmin)).isEmpty();
        }
    }

    @Test
    void whatIsClosedRefusesRequests() throws Exception {
        var plugin = new ReloadingPlugin(file, 1, FilterServiceTest::compile);
        var pool = plugin.current().pool();
        var answer = plugin.<String>use(instance -> {
            try {
                plugin.close();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertThatThrownBy(() -> plugin.<String>use(FilterServiceTest::askForAdmin))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("is closed");
            return askForAdmin(instance);
        });

        assertThat(answer).as("what was under way").isEqualTo("no entry");
        assertThat(isClosed(pool)).isTrue();
        plugin.close();
    }

    @Test
    void closingEndsALoaderThatWaits() throws Exception {
        var loading = new CountDownLatch(2);
        var plugin = new ReloadingPlugin(file, 1, bytes -> {
            loading.countDown();
            if (loading.getCount() == 0) {
                new CountDownLatch(1).await();
            }
            return compile(bytes);
        });
        moveIntoPlace(delete);
        loading.await();

        plugin.close();

        assertThat(isClosed(plugin.current().pool())).isTrue();
    }

    @Test
    void isClosedThoughTheClosingThreadIsInterrupted() throws Exception {
        var loading = new CountDownLatch(2);
        var goOn = new AtomicBoolean();
        var plugin = new ReloadingPlugin(file, 1, bytes -> {
            loading.countDown();
            while (loading.getCount() == 0 && !goOn.get()) {
                Thread.onSpinWait();
            }
            return compile(bytes);
        });
        var old = plugin.current();
        moveIntoPlace(delete);
        loading.await();

        Thread.currentThread().interrupt();
        assertThatThrownBy(plugin::close).isInstanceOf(InterruptedException.class);

        assertThat(isClosed(old.pool())).isTrue();
        goOn.set(true);
        await("the version that comes too late is closed", () -> plugin.current() != old
                && isClosed(plugin.current().pool()));
    }

    private static CompiledPlugin compile(byte[] bytes) {
        return Plugin.builder().compile(bytes);
    }
}
