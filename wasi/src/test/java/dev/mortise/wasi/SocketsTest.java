package dev.mortise.wasi;

import static dev.mortise.wasi.TestGuest.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.Trap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sockets that a guest was given. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SocketsTest {

    private static final int LISTENER = 4;
    private static final int CONNECTION = 5;
    private static final int EVENTS = 2_048;

    private ServerSocketChannel other;
    private ServerSocketChannel listener;
    private TestGuest guest;
    private SocketChannel peer;

    @BeforeEach
    void open() throws IOException {
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        listener = ServerSocketChannel.open().bind(here);
        other = ServerSocketChannel.open().bind(here);
        var connection = SocketChannel.open(other.getLocalAddress());
        peer = other.accept();
        guest = TestGuest.of(wasi -> wasi.directory(MemoryFileSystem.create(), "/").socket(listener)
                .socket(connection));
    }

    @AfterEach
    void close() throws IOException {
        guest.close();
        peer.close();
        other.close();
        assertThat(listener.isOpen()).isFalse();
    }

    private String receive(int fd, int length, int flags) {
        var buffer = guest.allocate(length);
        var errno = guest.call("sock_recv", fd, guest.vector(buffer, length), 1, flags, RESULT, RESULT + 4);
        return errno == SUCCESS ? guest.memory().readString(buffer, guest.intAt(RESULT)) : String.valueOf(errno);
    }

    private int send(int fd, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return guest.call("sock_send", fd, guest.vector(guest.put(bytes), bytes.length), 1, 0, RESULT);
    }

    private void tell(String text) throws IOException {
        peer.socket().getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void talks() throws IOException {
        tell("hello");
        assertThat(receive(CONNECTION, 100, 0)).isEqualTo("hello");
        assertThat(send(CONNECTION, "answer")).isZero();
        assertThat(peer.socket().getInputStream().readNBytes(6)).asString(StandardCharsets.UTF_8).isEqualTo("answer");
        assertThat(guest.write(CONNECTION, "more")).isZero();
        assertThat(peer.socket().getInputStream().readNBytes(4)).asString(StandardCharsets.UTF_8).isEqualTo("more");
        tell("by read");
        assertThat(guest.read(CONNECTION, 100)).isEqualTo("by read");
        peer.close();
        assertThat(receive(CONNECTION, 100, 0)).isEmpty();
    }

    @Test
    void looksAhead() throws IOException {
        tell("hello");
        assertThat(receive(CONNECTION, 2, 1)).isEqualTo("he");
        assertThat(receive(CONNECTION, 10, 1)).isEqualTo("hello");
        assertThat(receive(CONNECTION, 3, 0)).isEqualTo("hel");
        assertThat(receive(CONNECTION, 10, 0)).isEqualTo("lo");
    }

    @Test
    void waitsForAllOfIt() throws Exception {
        tell("he");
        var receiving = PollTest.start(() -> receive(CONNECTION, 5, 2).equals("hello") ? 1 : 0);
        tell("llo");
        assertThat(receiving.task().get()).isEqualTo(1);
    }

    @Test
    void accepts() throws IOException {
        assertThat(guest.call("fd_fdstat_set_flags", LISTENER, NONBLOCK)).isZero();
        assertThat(guest.call("sock_accept", LISTENER, 0, RESULT)).isEqualTo(AGAIN);
        try (var caller = new Socket(InetAddress.getLoopbackAddress(), listener.socket().getLocalPort())) {
            assertThat(guest.call("fd_fdstat_set_flags", LISTENER, 0)).isZero();
            assertThat(guest.call("sock_accept", LISTENER, NONBLOCK, RESULT)).isZero();
            var accepted = guest.intAt(RESULT);
            assertThat(accepted).isEqualTo(6);
            assertThat(receive(accepted, 10, 0)).isEqualTo("" + AGAIN);
            caller.getOutputStream().write('x');
            var at = guest.allocate(48);
            Subscriptions.descriptor(guest, at, 1, 1, accepted);
            assertThat(guest.call("poll_oneoff", at, EVENTS, 1, RESULT)).isZero();
            assertThat(receive(accepted, 10, 0)).isEqualTo("x");
            assertThat(guest.call("sock_shutdown", accepted, 2)).isZero();
            assertThat(caller.getInputStream().read()).isEqualTo(-1);
            assertThat(guest.close(accepted)).isZero();
        }
    }

    @Test
    void saysWhatIsNoSocket() {
        assertThat(guest.call("sock_accept", CONNECTION, 0, RESULT)).isEqualTo(INVAL);
        assertThat(guest.call("sock_accept", LISTENER, 1, RESULT)).isEqualTo(INVAL);
        assertThat(guest.call("sock_accept", 0, 0, RESULT)).isEqualTo(NOTSOCK);
        assertThat(guest.call("sock_accept", 99, 0, RESULT)).isEqualTo(BADF);
        assertThat(receive(LISTENER, 10, 0)).isEqualTo("" + NOTCONN);
        assertThat(receive(3, 10, 0)).isEqualTo("" + NOTSOCK);
        assertThat(receive(99, 10, 0)).isEqualTo("" + BADF);
        assertThat(receive(CONNECTION, 10, 4)).isEqualTo("" + INVAL);
        assertThat(send(LISTENER, "x")).isEqualTo(NOTCONN);
        assertThat(send(1, "x")).isEqualTo(NOTSOCK);
        assertThat(guest.call("sock_send", CONNECTION, 0, 0, 1, RESULT)).isEqualTo(INVAL);
        assertThat(guest.call("sock_shutdown", CONNECTION, 0)).isEqualTo(INVAL);
        assertThat(guest.call("sock_shutdown", CONNECTION, 4)).isEqualTo(INVAL);
        assertThat(guest.call("sock_shutdown", 0, 1)).isEqualTo(NOTSOCK);
        assertThat(guest.call("fd_prestat_get", LISTENER, RESULT)).isEqualTo(BADF);
        assertThat(guest.call("fd_seek", CONNECTION, 0, 0, RESULT)).isEqualTo(SPIPE);
        assertThat(guest.stat(CONNECTION)[2]).isEqualTo(6);
    }

    @Test
    void waitsForTheFirstOfSeveral() throws Exception {
        var at = guest.allocate(3 * 48);
        Subscriptions.descriptor(guest, at, 1, 1, LISTENER);
        Subscriptions.descriptor(guest, at + 48, 2, 1, CONNECTION);
        Subscriptions.clock(guest, at + 96, 3, 1, -1, 0);
        var waiting = PollTest.start(() -> guest.call("poll_oneoff", at, EVENTS, 3, RESULT));
        tell("x");
        assertThat(waiting.task().get()).isZero();
        assertThat(guest.intAt(RESULT)).isEqualTo(1);
        assertThat(guest.longAt(EVENTS)).isEqualTo(2);
        assertThat(receive(CONNECTION, 1, 0)).isEqualTo("x");

        Subscriptions.clock(guest, at + 96, 3, 1, 3_000_000, 0);
        assertThat(guest.call("poll_oneoff", at, EVENTS, 3, RESULT)).isZero();
        assertThat(guest.longAt(EVENTS)).as("the clock").isEqualTo(3);
    }

    @Test
    void wakesAGuestThatWaitsForASocket() throws Exception {
        for (var thread : new boolean[]{false, true}) {
            var waiting = PollTest.start(() -> guest.call("sock_accept", LISTENER, 0, RESULT));
            // A thread in a selector looks as if it were running, so there is no telling when it waits.
            Thread.sleep(20);
            if (thread) {
                waiting.thread().interrupt();
            } else {
                guest.instance.interrupt();
            }
            PollTest.assertInterrupted(waiting);
        }
        assertThatThrownBy(() -> {
            guest.instance.interrupt();
            receive(CONNECTION, 1, 0);
        }).isInstanceOf(Trap.class);
        tell("still there");
        assertThat(receive(CONNECTION, 100, 0)).isEqualTo("still there");
    }
}
