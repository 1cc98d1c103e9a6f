package dev.mortise.wasi;

import static dev.mortise.wasi.TestGuest.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No path leads out of the grant, whatever the guest tries. */
@ParameterizedClass
@EnumSource(FileSystemKind.class)
class PathsTest {

    private final FileSystemKind kind;

    @TempDir
    private Path host;
    private FileSystemKind.Grant grant;

    PathsTest(FileSystemKind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void fill() throws IOException {
        var granted = Files.createDirectories(host.resolve("granted"));
        grant = kind.grant(granted);
        Files.createDirectories(host.resolve("outside"));
        Files.writeString(host.resolve("outside/passwd"), "secret");
        // A guest cannot make this one. In memory nobody can: there it is nothing.
        Files.createSymbolicLink(granted.resolve("absolute"), host.resolve("outside").toAbsolutePath());
        try (var guest = guest()) {
            assertThat(guest.onPath("path_create_directory", 3, "nested")).isZero();
            assertThat(guest.onPath("path_create_directory", 3, "nested/deeper")).isZero();
            assertThat(guest.write(guest.create("nested/file"), "inside")).isZero();
            link(guest, "escaping", "../outside");
            link(guest, "escapingFile", "../outside/passwd");
            link(guest, "deepEscape", "nested/../../outside");
            link(guest, "chain", "nested/toTop");
            link(guest, "nested/toTop", "../escaping");
            link(guest, "inside", "nested");
            link(guest, "insideFile", "nested/file");
            link(guest, "upAndDown", "nested/deeper/../file");
            link(guest, "loop", "loop");
            link(guest, "dangling", "gone");
            for (var i = 0; i <= 41; i++) {
                link(guest, "hop" + i, i == 0 ? "nested" : "hop" + (i - 1));
            }
        }
    }

    private static void link(TestGuest guest, String name, String target) {
        assertThat(guest.symlink(target, 3, name)).isZero();
    }

    private TestGuest guest() {
        return TestGuest.of(grant::addTo);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "//etc/passwd", "../outside/passwd", "nested/../../outside/passwd",
        "nested/deeper/../../../outside/passwd", "./../outside/passwd", "..", "nested/../..", "escaping/passwd",
        "escapingFile", "deepEscape/passwd", "chain/passwd", "escaping/../granted/nested/file",
        "inside/../../outside/passwd"})
    void refusesToLeaveTheGrant(String path) {
        try (var guest = guest()) {
            assertThat(guest.openToRead(path)).isEqualTo(-PERM);
            assertThat(guest.create(path)).isEqualTo(-PERM);
            assertThat(guest.openDirectory(path)).isEqualTo(-PERM);
            assertThat(guest.statError(3, FOLLOW, path)).isEqualTo(PERM);
            assertThat(guest.onPath("path_create_directory", 3, path + "/x")).isEqualTo(PERM);
            assertThat(guest.onPath("path_remove_directory", 3, path + "/x")).isEqualTo(PERM);
            assertThat(guest.onPath("path_unlink_file", 3, path + "/x")).isEqualTo(PERM);
            assertThat(guest.rename(3, path + "/x", 3, "y")).isEqualTo(PERM);
            assertThat(guest.rename(3, "nested/file", 3, path + "/x")).isEqualTo(PERM);
            assertThat(guest.link(3, FOLLOW, path, 3, "y")).isEqualTo(PERM);
            assertThat(guest.link(3, 0, "nested/file", 3, path + "/x")).isEqualTo(PERM);
            assertThat(guest.symlink("x", 3, path + "/x")).isEqualTo(PERM);
            assertThat(guest.readlink(3, path + "/x")).isEqualTo(String.valueOf(PERM));
            var bytes = path.getBytes(StandardCharsets.UTF_8);
            assertThat(guest.call("path_filestat_set_times", 3, FOLLOW, guest.put(bytes), bytes.length, 0, 0, 5))
                    .isEqualTo(PERM);
        }
        assertThat(host.resolve("outside")).isDirectoryContaining(file -> file.endsWith("passwd"));
        assertThat(host.resolve("outside/passwd")).hasContent("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nested/file", "./nested/file", "nested//file", "nested/./file", "nested/../nested/file",
        "inside/file", "inside/deeper/../file", "insideFile", "upAndDown", "hop38/file"})
    void followsWhatStaysInside(String path) {
        try (var guest = guest()) {
            assertThat(guest.read(guest.openToRead(path), 100)).isEqualTo("inside");
        }
    }

    @Test
    void refusesAbsoluteLinksOfTheHost() {
        try (var guest = guest()) {
            var errno = kind == FileSystemKind.MEMORY ? NOENT : PERM;
            assertThat(guest.openToRead("absolute/passwd")).isEqualTo(-errno);
            assertThat(guest.openDirectory("absolute")).isEqualTo(-errno);
            assertThat(guest.readlink(3, "absolute")).isEqualTo(String.valueOf(errno));
        }
    }

    @ParameterizedTest
    @CsvSource({"'',44", "gone,44", "gone/file,44", "gone/,44", "nested/file/,54", "nested/file/x,54",
        "insideFile/,54", "loop,32", "loop/x,32", "dangling,44", "hop40/file,32", "hop41/file,32"})
    void saysWhatIsWrongWithAPath(String path, int errno) {
        try (var guest = guest()) {
            assertThat(guest.openToRead(path)).isEqualTo(-errno);
            assertThat(guest.statError(3, FOLLOW, path)).isEqualTo(errno);
        }
    }

    @Test
    void refusesPathsThatAreNoText() {
        try (var guest = guest()) {
            assertThat(guest.open(3, 0, "nested/file\0".getBytes(StandardCharsets.UTF_8), 0, READ, 0))
                    .isEqualTo(-INVAL);
            assertThat(guest.open(3, 0, "nested\0/../../outside/passwd".getBytes(StandardCharsets.UTF_8), 0, READ, 0))
                    .isEqualTo(-INVAL);
            assertThat(guest.open(3, 0, new byte[]{'a', (byte) 0xff}, CREATE, WRITE, 0)).isEqualTo(-ILSEQ);
            // An overlong slash and an overlong dot.
            assertThat(guest.open(3, 0, new byte[]{'.', '.', (byte) 0xc0, (byte) 0xaf, 'x'}, CREATE, WRITE, 0))
                    .isEqualTo(-ILSEQ);
            assertThat(guest.open(3, 0, new byte[]{(byte) 0xc0, (byte) 0xae, '.', '/', 'x'}, CREATE, WRITE, 0))
                    .isEqualTo(-ILSEQ);
        }
    }

    @Test
    void refusesPathsThatAreTooLong() {
        try (var guest = guest()) {
            assertThat(guest.create("a".repeat(5_000))).isEqualTo(-NAMETOOLONG);
            assertThat(guest.create("a".repeat(300))).isEqualTo(-NAMETOOLONG);
            assertThat(guest.openToRead("./".repeat(2_047) + "x")).isEqualTo(-NOENT);
            assertThat(guest.openToRead("./".repeat(2_048))).isEqualTo(-NAMETOOLONG);
        }
    }

    /** Each way down and up again opens directories anew; without a limit a short path could ask for millions. */
    @Test
    void boundsTheWorkForOnePath() {
        try (var guest = guest()) {
            for (var depth = 1; depth <= 200; depth++) {
                assertThat(guest.onPath("path_create_directory", 3, "a/".repeat(depth))).isZero();
            }
            assertThat(guest.statError(3, 0, "a/".repeat(200) + "../a/".repeat(200))).isEqualTo(NAMETOOLONG);
            assertThat(guest.stat(3, 0, "a/".repeat(200) + "../".repeat(199))[2]).isEqualTo(3);
        }
    }

    @Test
    void doesNotFollowALastLinkUnasked() {
        try (var guest = guest()) {
            assertThat(guest.open(3, 0, "insideFile".getBytes(StandardCharsets.UTF_8), 0, READ, 0)).isEqualTo(-LOOP);
            assertThat(guest.stat(3, 0, "insideFile")[2]).isEqualTo(7);
            assertThat(guest.stat(3, FOLLOW, "insideFile")[2]).isEqualTo(4);
            assertThat(guest.stat(3, 0, "escapingFile")[2]).isEqualTo(7);
        }
    }

    @Test
    void makesNoLinkThatIsAbsolute() {
        try (var guest = guest()) {
            assertThat(guest.symlink("/etc/passwd", 3, "own")).isEqualTo(PERM);
            assertThat(guest.symlink("../outside/passwd", 3, "own")).isEqualTo(SUCCESS);
            assertThat(guest.readlink(3, "own")).isEqualTo("../outside/passwd");
            assertThat(guest.openToRead("own")).isEqualTo(-PERM);
        }
    }

    /** A descriptor of a directory is a capability for what lies below it, and for nothing beside. */
    @Test
    void doesNotGoAboveADescriptor() {
        try (var guest = guest()) {
            var nested = guest.openDirectory("nested");
            assertThat(guest.open(nested, "../nested/file", 0, READ, 0)).isEqualTo(-PERM);
            assertThat(guest.open(nested, "toTop", 0, READ, 0)).isEqualTo(-PERM);
            assertThat(guest.read(guest.open(nested, "deeper/../file", 0, READ, 0), 100)).isEqualTo("inside");
        }
    }

    /** The directory is renamed, and a link that leads out is put in its place: what is held stays what it was. */
    @Test
    void holdsADirectoryThatIsReplacedByALink() {
        try (var guest = guest()) {
            var nested = guest.openDirectory("nested");
            assertThat(guest.rename(3, "nested", 3, "moved")).isEqualTo(SUCCESS);
            assertThat(guest.rename(3, "escaping", 3, "nested")).isEqualTo(SUCCESS);

            // What goes by path finds that the path no longer leads there.
            var held = kind == FileSystemKind.BY_PATH ? STALE : SUCCESS;
            assertThat(guest.open(nested, "passwd", 0, READ, 0)).isEqualTo(held == STALE ? -STALE : -NOENT);
            assertThat(guest.statError(nested, 0, "file")).isEqualTo(held);
            assertThat(guest.call("path_unlink_file", nested, guest.put(new byte[]{'f'}), 1))
                    .isEqualTo(held == STALE ? STALE : NOENT);
            var made = kind == FileSystemKind.MEMORY ? SUCCESS : STALE;
            assertThat(guest.onPath("path_create_directory", nested, "made")).isEqualTo(made);
            assertThat(guest.symlink("x", nested, "madeLink")).isEqualTo(made);
            assertThat(guest.link(nested, 0, "file", nested, "madeName")).isEqualTo(made);
        }
        assertThat(host.resolve("outside")).isDirectoryContaining(file -> file.endsWith("passwd"));
    }

    /** The same one level higher: by path, the directory's own name then leads to one outside. */
    @Test
    void holdsADirectoryWhoseParentIsReplacedByALink() throws IOException {
        var outside = Files.createDirectories(host.resolve("outside/deeper"));
        Files.writeString(outside.resolve("file"), "secret");
        try (var guest = guest()) {
            var deeper = guest.openDirectory("nested/deeper");
            assertThat(guest.rename(3, "nested", 3, "moved")).isEqualTo(SUCCESS);
            assertThat(guest.rename(3, "escaping", 3, "nested")).isEqualTo(SUCCESS);

            var missing = kind == FileSystemKind.BY_PATH ? STALE : NOENT;
            assertThat(guest.open(deeper, "file", 0, READ, 0)).isEqualTo(-missing);
            assertThat(guest.statError(deeper, 0, "file")).isEqualTo(missing);
            assertThat(guest.onPath("path_unlink_file", deeper, "file")).isEqualTo(missing);
            var made = kind == FileSystemKind.MEMORY ? SUCCESS : STALE;
            assertThat(guest.onPath("path_create_directory", deeper, "made")).isEqualTo(made);
            assertThat(guest.symlink("x", deeper, "madeLink")).isEqualTo(made);
            assertThat(guest.readlink(deeper, "gone")).isEqualTo("" + (made == STALE ? STALE : NOENT));
        }
        assertThat(outside).isDirectoryContaining(file -> file.endsWith("file"));
        try (var files = Files.list(outside)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void opensNeitherPipesNorDevices() throws Exception {
        assumeTrue(kind != FileSystemKind.MEMORY, "there are none in memory");
        var made = new ProcessBuilder("mkfifo", host.resolve("granted/pipe").toString()).start().waitFor() == 0;
        assumeTrue(made, "this platform has no mkfifo");
        try (var guest = guest()) {
            assertThat(guest.openToRead("pipe")).isEqualTo(-NOTSUP);
            assertThat(guest.openDirectory("pipe")).isEqualTo(-NOTDIR);
            assertThat(guest.openToRead("pipe/x")).isEqualTo(-NOTDIR);
        }
    }
}
