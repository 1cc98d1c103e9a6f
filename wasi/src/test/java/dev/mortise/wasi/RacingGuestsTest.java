package dev.mortise.wasi;

import static dev.mortise.wasi.TestGuest.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One guest swaps a directory for a link that leads out, while another goes through it. */
class RacingGuestsTest {

    private static final int ROUNDS = 1_500;

    @TempDir
    private Path host;

    @ParameterizedTest
    @EnumSource(FileSystemKind.class)
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void neverGetOut(FileSystemKind kind) throws Exception {
        var granted = Files.createDirectories(host.resolve("granted"));
        var outside = Files.createDirectories(host.resolve("outside"));
        Files.writeString(outside.resolve("file"), "secret");
        var grant = kind.grant(granted);
        // Guests with grants of their own over the same directory, as neighbours in a service have.
        try (var swapper = TestGuest.of(grant::addTo); var walker = TestGuest.of(grant::addTo)) {
            assertThat(swapper.onPath("path_create_directory", 3, "directory")).isZero();
            assertThat(swapper.write(swapper.create("directory/file"), "inside")).isZero();
            assertThat(swapper.symlink("../outside", 3, "link")).isZero();
            var done = new AtomicBoolean();
            var swapping = PollTest.start(() -> swap(swapper, done));
            var inside = 0;
            try {
                // On a busy machine the walker may for long find the link only: it goes on until it has met both.
                for (var i = 0; i < ROUNDS || inside <= 10; i++) {
                    inside += tryAll(walker, i);
                }
            } finally {
                done.set(true);
            }
            assertThat(swapping.task().get()).as("swaps").isGreaterThan(10);
        }
        assertUntouched(outside);
    }

    private static int swap(TestGuest guest, AtomicBoolean done) {
        var swaps = 0;
        while (!done.get()) {
            assertThat(guest.rename(3, "directory", 3, "aside")).isZero();
            assertThat(guest.rename(3, "link", 3, "directory")).isZero();
            assertThat(guest.rename(3, "directory", 3, "link")).isZero();
            assertThat(guest.rename(3, "aside", 3, "directory")).isZero();
            swaps++;
        }
        return swaps;
    }

    private static int tryAll(TestGuest guest, int round) {
        var inside = 0;
        var fd = guest.openToRead("directory/file");
        if (fd > 0) {
            assertThat(guest.read(fd, 100)).isEqualTo("inside");
            assertThat(guest.close(fd)).isZero();
            inside = 1;
        } else {
            assertThat(fd).isIn(-NOENT, -PERM, -LOOP, -NOTDIR, -STALE);
        }
        var made = guest.open(3, "directory/made" + round, CREATE, ALL_RIGHTS, 0);
        if (made > 0) {
            assertThat(guest.close(made)).isZero();
        }
        guest.onPath("path_create_directory", 3, "directory/directory" + round);
        guest.symlink("x", 3, "directory/link" + round);
        guest.link(3, 0, "directory/file", 3, "directory/name" + round);
        guest.onPath("path_unlink_file", 3, "directory/link" + round);
        guest.onPath("path_remove_directory", 3, "directory/directory" + round);
        guest.rename(3, "directory/made" + round, 3, "directory/moved");
        return inside;
    }

    private static void assertUntouched(Path outside) throws IOException {
        try (var files = Files.list(outside)) {
            assertThat(files).containsExactly(outside.resolve("file"));
        }
        assertThat(outside.resolve("file")).hasContent("secret");
        assertThat((int) Files.getAttribute(outside.resolve("file"), "unix:nlink")).isEqualTo(1);
    }
}
