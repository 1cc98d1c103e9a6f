package dev.mortise.wasi;

import static dev.mortise.wasi.TestGuest.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.Trap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Addresses and lengths that do not lie in the guest's memory. */
class BadPointersTest {

    /** In each call below this stands for the address under test. */
    private static final int BAD = -7_777;

    private final MemoryFileSystem files = MemoryFileSystem.create();
    private TestGuest guest;

    @BeforeEach
    void open() throws Exception {
        files.write("a", "hello".getBytes(StandardCharsets.UTF_8));
        guest = TestGuest.of(wasi -> wasi.arguments("x", "y").environment("A", "B").directory(files, "/")
                .stdin("input".getBytes(StandardCharsets.UTF_8)));
        assertThat(guest.create("open")).isEqualTo(4);
        // A path at 0, and pieces of memory at 64: a good one, and one that is out of bounds.
        guest.memory().writeByte(0, (byte) 'a');
        guest.memory().writeInt(64, 128);
        guest.memory().writeInt(68, 4);
        guest.memory().writeInt(80, 128);
        guest.memory().writeInt(84, Integer.MAX_VALUE);
        guest.memory().writeInt(96, -4);
        guest.memory().writeInt(100, 8);
    }

    @AfterEach
    void close() {
        guest.close();
    }

    private record Call(String function, List<Integer> arguments) {
    }

    private static Call call(String function, Integer... arguments) {
        return new Call(function, List.of(arguments));
    }

    /** Each address of each function once, with everything else right. */
    static Stream<Call> calls() {
        return Stream.of(call("args_get", BAD, 256), call("args_get", 256, BAD),
                call("args_sizes_get", BAD, 256), call("args_sizes_get", 256, BAD),
                call("environ_get", BAD, 256), call("environ_get", 256, BAD),
                call("environ_sizes_get", BAD, 256), call("environ_sizes_get", 256, BAD),
                call("clock_res_get", 0, BAD), call("clock_time_get", 0, 0, BAD), call("fd_fdstat_get", 4, BAD),
                call("fd_filestat_get", 4, BAD), call("fd_prestat_get", 3, BAD),
                call("fd_prestat_dir_name", 3, BAD, 1), call("fd_pread", 4, BAD, 1, 0, 256),
                call("fd_pread", 4, 64, 1, 0, BAD), call("fd_pread", 4, 80, 1, 0, 256),
                call("fd_pread", 4, 96, 1, 0, 256), call("fd_pread", 4, 64, 3, 0, 256),
                call("fd_pwrite", 4, BAD, 1, 0, 256), call("fd_pwrite", 4, 64, 1, 0, BAD),
                call("fd_pwrite", 4, 80, 1, 0, 256), call("fd_pwrite", 4, 64, 3, 0, 256),
                call("fd_read", 0, BAD, 1, 256), call("fd_read", 0, 64, 1, BAD), call("fd_read", 0, 96, 1, 256),
                call("fd_read", 4, 80, 1, 256), call("fd_write", 1, BAD, 1, 256), call("fd_write", 1, 64, 1, BAD),
                call("fd_write", 4, 80, 1, 256), call("fd_write", 4, 64, 3, 256),
                call("fd_readdir", 3, BAD, 100, 0, 256), call("fd_readdir", 3, 256, 100, 0, BAD),
                call("fd_readdir", 3, 256, -1, 0, 256), call("fd_seek", 4, 0, 0, BAD), call("fd_tell", 4, BAD),
                call("path_create_directory", 3, BAD, 1), call("path_create_directory", 3, 0, -1),
                call("path_filestat_get", 3, 0, BAD, 1, 256), call("path_filestat_get", 3, 0, 0, 1, BAD),
                call("path_filestat_set_times", 3, 0, BAD, 1, 0, 0, 5), call("path_link", 3, 0, BAD, 1, 3, 8, 1),
                call("path_link", 3, 0, 0, 1, 3, BAD, 1), call("path_open", 3, 0, BAD, 1, 1, 2, 0, 0, 256),
                call("path_open", 3, 0, 0, 1, 1, 2, 0, 0, BAD), call("path_open", 3, 0, 0, 200_000, 1, 2, 0, 0, 256),
                call("path_readlink", 3, BAD, 1, 256, 10, 512), call("path_readlink", 3, 0, 1, BAD, 10, 512),
                call("path_readlink", 3, 0, 1, 256, 10, BAD), call("path_remove_directory", 3, BAD, 1),
                call("path_rename", 3, BAD, 1, 3, 0, 1), call("path_rename", 3, 0, 1, 3, BAD, 1),
                call("path_symlink", BAD, 1, 3, 8, 1), call("path_symlink", 0, 1, 3, BAD, 1),
                call("path_unlink_file", 3, BAD, 1), call("poll_oneoff", BAD, 256, 1, 512),
                call("poll_oneoff", 256, BAD, 1, 512), call("poll_oneoff", 256, 512, 1, BAD),
                call("poll_oneoff", 256, 512, -1, 1_024), call("random_get", BAD, 10), call("random_get", 0, -1),
                call("sock_accept", 4, 0, BAD), call("sock_recv", 4, BAD, 1, 0, 256, 512),
                call("sock_recv", 4, 64, 1, 0, BAD, 512), call("sock_recv", 4, 64, 1, 0, 256, BAD),
                call("sock_send", 4, BAD, 1, 0, 256), call("sock_send", 4, 64, 1, 0, BAD));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void trap(Call call) throws Exception {
        var before = guest.memory().read(0, MEMORY_BYTES);
        // Just beyond the end, partly beyond it, far beyond it, and where 32 bits end.
        for (var bad : new int[]{MEMORY_BYTES, MEMORY_BYTES - 1 + isByte(call), Integer.MIN_VALUE, -1}) {
            var arguments = call.arguments().stream().map(each -> each == BAD ? bad : each).toArray(Number[]::new);
            assertThatThrownBy(() -> guest.call(call.function(), arguments))
                    .as("%s of %s", call.function(), Arrays.toString(arguments))
                    .isInstanceOfSatisfying(Trap.class, trap -> assertThat(trap.kind())
                            .isEqualTo(Trap.Kind.OUT_OF_BOUNDS_MEMORY_ACCESS))
                    .hasMessageContaining("WASI").hasMessageContaining("the memory has 131072");
        }
        // Nothing was written, to memory or file, and the guest lives on.
        assertThat(guest.memory().read(0, MEMORY_BYTES)).isEqualTo(before);
        assertThat(files.list(".")).containsExactly("a", "open");
        assertThat(files.read("open")).isEmpty();
        assertThat(guest.call("clock_time_get", 0, 0, 256)).isZero();
    }

    /** What has one byte there fits the last one. */
    private static int isByte(Call call) {
        var at = call.arguments().indexOf(BAD);
        return at >= 0 && at + 1 < call.arguments().size() && call.arguments().get(at + 1) == 1
                && !FUNCTIONS_WITH_VECTORS.contains(call.function()) ? 1 : 0;
    }

    private static final Set<String> FUNCTIONS_WITH_VECTORS = Set.of("fd_read", "fd_write", "fd_pread", "fd_pwrite",
            "sock_recv", "sock_send", "poll_oneoff");

    /** Functions that take no address are not in the list; all others must be. */
    @Test
    void areTriedInEachFunction() {
        var tried = new HashSet<String>();
        calls().forEach(call -> tried.add(call.function()));
        var others = new HashSet<>(FUNCTIONS.keySet());
        others.removeAll(tried);
        assertThat(others).containsExactlyInAnyOrder("fd_advise", "fd_allocate", "fd_close", "fd_datasync",
                "fd_fdstat_set_flags", "fd_fdstat_set_rights", "fd_filestat_set_size", "fd_filestat_set_times",
                "fd_renumber", "fd_sync", "proc_exit", "proc_raise", "sched_yield", "sock_shutdown");
        assertThat(FUNCTIONS).hasSize(46);
    }

    @Test
    void doNotMatterWhereNothingIsRead() {
        assertThat(guest.call("random_get", MEMORY_BYTES, 0)).isZero();
        assertThat(guest.call("fd_write", 1, MEMORY_BYTES, 0, 256)).isZero();
    }

    @Test
    void hugeCountsAreRefusedBeforeAnythingIsAllocated() {
        assertThat(guest.call("fd_write", 1, 0, 1_025, 256)).isEqualTo(INVAL);
        assertThat(guest.call("fd_read", 0, 0, 16_384, 256)).isEqualTo(INVAL);
        assertThatThrownBy(() -> guest.call("fd_read", 0, 0, Integer.MAX_VALUE, 256)).isInstanceOf(Trap.class);
        assertThatThrownBy(() -> guest.call("fd_read", 0, 0, 0x2000_0001, 256)).isInstanceOf(Trap.class);
        assertThatThrownBy(() -> guest.call("poll_oneoff", 0, 0, 0x1000_0000, 256)).isInstanceOf(Trap.class);
    }

    @Test
    void sumsThatOverflowAreRefused() throws Exception {
        // 1,024 times the whole memory are 128 MiB: allowed, and written.
        for (var i = 0; i < 1_024; i++) {
            guest.memory().writeInt(8_192 + 8 * i, 0);
            guest.memory().writeInt(8_192 + 8 * i + 4, MEMORY_BYTES);
        }
        assertThat(guest.call("fd_write", 1, 8_192, 1_024, 256)).isZero();
        assertThat(guest.intAt(256)).isEqualTo(1_024 * MEMORY_BYTES);
        assertThat(guest.call("fd_pwrite", 4, 8_192, 1_024, 0, 256)).isEqualTo(SUCCESS);
        assertThat(guest.intAt(256)).as("what there is room for").isLessThan(64 << 20);
    }

    /** Any call with any numbers ends with an answer or a trap, and nothing else. */
    @Test
    void randomCallsDoNoHarm() {
        var random = new Random(1);
        var interesting = new int[]{0, 1, 2, 3, 4, 5, 64, 80, 256, -1, MEMORY_BYTES - 4, MEMORY_BYTES,
            Integer.MIN_VALUE, Integer.MAX_VALUE};
        var answers = new HashSet<Integer>();
        for (var i = 0; i < 20_000; i++) {
            var names = FUNCTIONS.keySet().stream()
                    .filter(name -> !Set.of("proc_exit", "poll_oneoff", "fd_allocate", "fd_filestat_set_size")
                            .contains(name))
                    .toList();
            var name = names.get(random.nextInt(names.size()));
            var arguments = new Number[parameters(name).length()];
            for (var j = 0; j < arguments.length; j++) {
                arguments[j] = interesting[random.nextInt(interesting.length)];
            }
            try {
                answers.add(guest.call(name, arguments));
            } catch (Trap trap) {
                assertThat(trap.kind()).isEqualTo(Trap.Kind.OUT_OF_BOUNDS_MEMORY_ACCESS);
            }
        }
        assertThat(answers).hasSizeGreaterThan(8).contains(SUCCESS, BADF);
    }

    private static String parameters(String name) {
        return Map.copyOf(FUNCTIONS).getOrDefault(name, "");
    }
}
