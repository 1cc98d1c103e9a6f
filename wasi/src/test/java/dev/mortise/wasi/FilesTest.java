package dev.mortise.wasi;

import static dev.mortise.wasi.TestGuest.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What guests do with files and directories, real ones and those in memory. */
@ParameterizedClass
@EnumSource(FileSystemKind.class)
class FilesTest {

    private final FileSystemKind kind;

    @TempDir
    private Path host;
    private TestGuest guest;

    FilesTest(FileSystemKind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void grant() {
        var grant = kind.grant(host);
        guest = TestGuest.of(wasi -> {
            grant.addTo(wasi);
            grant.addTo(wasi, "/readOnly", true);
        });
    }

    @AfterEach
    void close() {
        guest.close();
    }

    private int write(String path, String text) {
        var fd = guest.create(path);
        assertThat(guest.write(fd, text)).isZero();
        return fd;
    }

    private String content(String path) {
        var fd = guest.openToRead(path);
        var text = guest.read(fd, 10_000);
        assertThat(guest.close(fd)).isZero();
        return text;
    }

    private int mkdir(String path) {
        return guest.onPath("path_create_directory", 3, path);
    }

    private int unlink(String path) {
        return guest.onPath("path_unlink_file", 3, path);
    }

    private int rmdir(String path) {
        return guest.onPath("path_remove_directory", 3, path);
    }

    @Test
    void writesAndReads() throws IOException {
        var fd = write("a", "hello");
        assertThat(guest.call("fd_tell", fd, RESULT)).isZero();
        assertThat(guest.longAt(RESULT)).isEqualTo(5);
        assertThat(guest.call("fd_seek", fd, 1, 0, RESULT)).isZero();
        assertThat(guest.read(fd, 100)).isEqualTo("ello");
        assertThat(guest.read(fd, 100)).isEmpty();
        assertThat(content("a")).isEqualTo("hello");
    }

    @Test
    void readsAndWritesManyPiecesInOrder() {
        var fd = guest.create("a");
        var first = guest.put("one ".getBytes(StandardCharsets.UTF_8));
        var second = guest.put("two".getBytes(StandardCharsets.UTF_8));
        var vectors = guest.allocate(24);
        guest.memory().writeInt(vectors, first);
        guest.memory().writeInt(vectors + 4, 4);
        guest.memory().writeLong(vectors + 8, 0);
        guest.memory().writeInt(vectors + 16, second);
        guest.memory().writeInt(vectors + 20, 3);
        assertThat(guest.call("fd_write", fd, vectors, 3, RESULT)).isZero();
        assertThat(guest.intAt(RESULT)).isEqualTo(7);
        assertThat(content("a")).isEqualTo("one two");

        assertThat(guest.call("fd_pread", fd, vectors, 3, 3, RESULT)).isZero();
        assertThat(guest.intAt(RESULT)).isEqualTo(4);
        assertThat(guest.memory().readString(first, 4)).isEqualTo(" two");
        assertThat(guest.memory().readString(second, 3)).isEqualTo("two");
    }

    @Test
    void movesMoreThanOnePieceOfABufferAtATime() {
        var fd = guest.create("a");
        var length = 60_000;
        var buffer = guest.allocate(length);
        for (var i = 0; i < length; i += 4) {
            guest.memory().writeInt(buffer + i, i * 31);
        }
        var vectors = guest.allocate(8 * 10);
        for (var i = 0; i < 10; i++) {
            guest.memory().writeInt(vectors + 8 * i, buffer);
            guest.memory().writeInt(vectors + 8 * i + 4, length);
        }
        assertThat(guest.call("fd_write", fd, vectors, 10, RESULT)).isZero();
        assertThat(guest.intAt(RESULT)).isEqualTo(10 * length);
        assertThat(guest.stat(3, 0, "a")[4]).isEqualTo(10L * length);
        assertThat(guest.call("fd_pread", fd, guest.vector(buffer, length), 1, length / 2, RESULT)).isZero();
        assertThat(guest.intAt(buffer)).isEqualTo(length / 2 * 31);
        assertThat(guest.intAt(buffer + length / 2)).isZero();
    }

    @Test
    void readsAndWritesAtPositions() {
        var fd = write("a", "0123456789");
        assertThat(guest.call("fd_pwrite", fd, guest.vector(guest.put(new byte[]{'x', 'y'}), 2), 1, 3, RESULT))
                .isZero();
        assertThat(guest.intAt(RESULT)).isEqualTo(2);
        var buffer = guest.allocate(4);
        assertThat(guest.call("fd_pread", fd, guest.vector(buffer, 4), 1, 2, RESULT)).isZero();
        assertThat(guest.memory().readString(buffer, 4)).isEqualTo("2xy5");
        assertThat(guest.call("fd_tell", fd, RESULT)).isZero();
        assertThat(guest.longAt(RESULT)).isEqualTo(10);
        assertThat(guest.call("fd_pread", fd, guest.vector(buffer, 4), 1, 100, RESULT)).isZero();
        assertThat(guest.intAt(RESULT)).isZero();
        assertThat(guest.call("fd_pread", fd, guest.vector(buffer, 4), 1, -1, RESULT)).isEqualTo(INVAL);
        assertThat(guest.call("fd_pwrite", fd, guest.vector(buffer, 4), 1, -1, RESULT)).isEqualTo(INVAL);
        assertThat(guest.call("fd_pwrite", fd, guest.vector(buffer, 4), 1, Long.MAX_VALUE, RESULT)).isEqualTo(FBIG);
    }

    @Test
    void seeksFromStartPositionAndEnd() {
        var fd = write("a", "0123456789");
        assertThat(guest.call("fd_seek", fd, -3, 2, RESULT)).isZero();
        assertThat(guest.longAt(RESULT)).isEqualTo(7);
        assertThat(guest.call("fd_seek", fd, -2, 1, RESULT)).isZero();
        assertThat(guest.longAt(RESULT)).isEqualTo(5);
        assertThat(guest.read(fd, 2)).isEqualTo("56");
        assertThat(guest.call("fd_seek", fd, 20, 0, RESULT)).isZero();
        assertThat(guest.write(fd, "z")).isZero();
        assertThat(guest.stat(fd)[4]).isEqualTo(21);
        assertThat(guest.call("fd_seek", fd, -1, 0, RESULT)).isEqualTo(INVAL);
        assertThat(guest.call("fd_seek", fd, Long.MAX_VALUE, 1, RESULT)).isEqualTo(INVAL);
        assertThat(guest.call("fd_seek", fd, 0, 3, RESULT)).isEqualTo(INVAL);
        assertThat(guest.call("fd_seek", guest.openDirectory("."), 0, 0, RESULT)).isEqualTo(BADF);
        assertThat(guest.call("fd_seek", 0, 0, 0, RESULT)).isEqualTo(SPIPE);
        assertThat(guest.call("fd_tell", 1, RESULT)).isEqualTo(SPIPE);
    }

    @Test
    void opensAsTheFlagsSay() {
        assertThat(guest.openToRead("a")).isEqualTo(-NOENT);
        guest.close(write("a", "hello"));
        assertThat(guest.open(3, "a", CREATE | EXCLUSIVE, ALL_RIGHTS, 0)).isEqualTo(-EXIST);
        guest.close(guest.open(3, "a", CREATE, ALL_RIGHTS, 0));
        assertThat(content("a")).isEqualTo("hello");
        assertThat(guest.open(3, "a", DIRECTORY, READ_RIGHTS, 0)).isEqualTo(-NOTDIR);
        guest.close(guest.open(3, "a", TRUNCATE, ALL_RIGHTS, 0));
        assertThat(content("a")).isEmpty();
        assertThat(guest.open(3, "b", CREATE | EXCLUSIVE, ALL_RIGHTS, 0)).isPositive();
        assertThat(guest.open(3, "c", CREATE, READ_RIGHTS, 0)).isPositive();
        assertThat(content("c")).isEmpty();
        assertThat(guest.open(3, "d", CREATE | DIRECTORY, ALL_RIGHTS, 0)).isEqualTo(-INVAL);
        assertThat(guest.open(3, "a", 16, READ_RIGHTS, 0)).isEqualTo(-INVAL);
        assertThat(guest.open(3, "a", 0, READ_RIGHTS, 32)).isEqualTo(-INVAL);
        assertThat(guest.open(3, 2, new byte[]{'a'}, 0, READ_RIGHTS, 0)).isEqualTo(-INVAL);
        assertThat(mkdir("dir")).isZero();
        assertThat(guest.open(3, "dir", 0, ALL_RIGHTS, 0)).isEqualTo(-ISDIR);
        assertThat(guest.open(3, "dir", CREATE | EXCLUSIVE, READ_RIGHTS, 0)).isEqualTo(-EXIST);
        assertThat(guest.open(3, "dir", 0, READ_RIGHTS, 0)).isPositive();
        assertThat(guest.open(3, "new/", CREATE, ALL_RIGHTS, 0)).isEqualTo(-ISDIR);
        assertThat(guest.symlink("gone", 3, "link")).isZero();
        assertThat(guest.open(3, "link", CREATE | EXCLUSIVE, ALL_RIGHTS, 0)).isEqualTo(-EXIST);
        assertThat(guest.open(3, "link", CREATE, ALL_RIGHTS, 0)).isPositive();
        assertThat(guest.statError(3, 0, "gone")).isZero();
    }

    @Test
    void opensFromADescriptorThatIsOne() {
        var file = write("a", "x");
        assertThat(guest.open(file, "a", 0, READ, 0)).isEqualTo(-NOTDIR);
        assertThat(guest.open(99, "a", 0, READ, 0)).isEqualTo(-BADF);
        assertThat(guest.open(-1, "a", 0, READ, 0)).isEqualTo(-BADF);
        assertThat(guest.open(0, "a", 0, READ, 0)).isEqualTo(-NOTDIR);
    }

    @ParameterizedTest
    @ValueSource(longs = {WRITE, WRITE | READ})
    void appends(long rights) {
        guest.close(write("a", "one"));
        var fd = guest.open(3, "a", 0, ALL_RIGHTS & ~(READ | WRITE) | rights, APPEND);
        assertThat(guest.write(fd, "two")).isZero();
        guest.close(write("a", "X"));
        assertThat(guest.write(fd, "three")).isZero();
        assertThat(content("a")).isEqualTo("Xnetwothree");
        assertThat(guest.call("fd_tell", fd, RESULT)).isZero();
        assertThat(guest.longAt(RESULT)).isEqualTo(11);
        var fdstat = guest.allocate(24);
        assertThat(guest.call("fd_fdstat_get", fd, fdstat)).isZero();
        assertThat(guest.memory().readShort(fdstat + 2)).isEqualTo((short) APPEND);
    }

    @Test
    void appendsFromNowOn() {
        var fd = write("a", "one");
        guest.call("fd_seek", fd, 0, 0, RESULT);
        assertThat(guest.call("fd_fdstat_set_flags", fd, APPEND)).isZero();
        assertThat(guest.write(fd, "two")).isZero();
        assertThat(content("a")).isEqualTo("onetwo");
        assertThat(guest.call("fd_fdstat_set_flags", fd, 0)).isZero();
        guest.call("fd_seek", fd, 0, 0, RESULT);
        assertThat(guest.write(fd, "1")).isZero();
        assertThat(content("a")).isEqualTo("1netwo");
        assertThat(guest.call("fd_fdstat_set_flags", fd, 2)).isEqualTo(INVAL);
        assertThat(guest.call("fd_fdstat_set_flags", fd, 64)).isEqualTo(INVAL);
    }

    @Test
    void changesSizes() {
        var fd = write("a", "hello");
        assertThat(guest.call("fd_filestat_set_size", fd, 2)).isZero();
        assertThat(content("a")).isEqualTo("he");
        assertThat(guest.call("fd_filestat_set_size", fd, 4)).isZero();
        assertThat(content("a")).isEqualTo("he\0\0");
        assertThat(guest.call("fd_filestat_set_size", fd, -1)).isEqualTo(INVAL);
        assertThat(guest.call("fd_allocate", fd, 3, 3)).isZero();
        assertThat(content("a")).isEqualTo("he\0\0\0\0");
        assertThat(guest.call("fd_allocate", fd, 0, 1)).isZero();
        assertThat(guest.stat(fd)[4]).isEqualTo(6);
        assertThat(guest.call("fd_allocate", fd, 0, 0)).isEqualTo(INVAL);
        assertThat(guest.call("fd_allocate", fd, -1, 1)).isEqualTo(INVAL);
        assertThat(guest.call("fd_allocate", fd, Long.MAX_VALUE, 1)).isEqualTo(FBIG);
        var readOnly = guest.openToRead("a");
        assertThat(guest.call("fd_filestat_set_size", readOnly, 0)).isEqualTo(NOTCAPABLE);
        assertThat(guest.call("fd_allocate", readOnly, 0, 9)).isEqualTo(NOTCAPABLE);
        assertThat(guest.call("fd_filestat_set_size", 3, 0)).isEqualTo(BADF);
    }

    @Test
    void syncsAndTakesAdvice() {
        var fd = write("a", "hello");
        assertThat(guest.call("fd_sync", fd)).isZero();
        assertThat(guest.call("fd_datasync", fd)).isZero();
        assertThat(guest.call("fd_sync", 77)).isEqualTo(BADF);
        assertThat(guest.call("fd_datasync", 0)).isEqualTo(NOTCAPABLE);
        assertThat(guest.call("fd_advise", fd, 0, 5, 3)).isZero();
        assertThat(guest.call("fd_advise", fd, 0, 5, 6)).isEqualTo(INVAL);
        assertThat(guest.call("fd_advise", fd, -1, 5, 0)).isEqualTo(INVAL);
        assertThat(guest.call("fd_advise", 1, 0, 5, 0)).isEqualTo(SPIPE);
        var synced = guest.open(3, "a", 0, ALL_RIGHTS, 2 | 16);
        assertThat(guest.write(synced, "x")).isZero();
        assertThat(content("a")).isEqualTo("xello");
    }

    @Test
    void tellsTheStateOfFiles() {
        var fd = write("a", "hello");
        assertThat(mkdir("dir")).isZero();
        assertThat(guest.symlink("a", 3, "link")).isZero();

        var byDescriptor = guest.stat(fd);
        assertThat(byDescriptor[2]).isEqualTo(4);
        assertThat(byDescriptor[3]).isEqualTo(1);
        assertThat(byDescriptor[4]).isEqualTo(5);
        assertThat(guest.stat(3, 0, "a")).isEqualTo(byDescriptor);
        assertThat(guest.stat(3, FOLLOW, "link")).isEqualTo(byDescriptor);
        assertThat(guest.stat(3, 0, "link")[2]).isEqualTo(7);
        assertThat(guest.stat(3, 0, "dir")[2]).isEqualTo(3);
        assertThat(guest.stat(3)).isEqualTo(guest.stat(3, 0, "."));
        assertThat(guest.stat(3, 0, "dir")[1]).isNotEqualTo(byDescriptor[1]);
        assertThat(guest.statError(3, 0, "a/")).isEqualTo(NOTDIR);
        assertThat(guest.statError(3, 0, "gone")).isEqualTo(NOENT);
        assertThat(guest.statError(3, 4, "a")).isEqualTo(INVAL);
        assertThat(guest.statError(fd, 0, "a")).isEqualTo(NOTDIR);
        // A pipe has no more than a type.
        assertThat(guest.stat(0)[2]).isZero();
    }

    @Test
    void tellsTheStateOfAFileThatIsMovedOrGone() {
        var fd = write("a", "hello");
        var inode = guest.stat(fd)[1];
        assertThat(guest.rename(3, "a", 3, "b")).isZero();
        assertThat(guest.write(fd, "more")).isZero();
        assertThat(guest.stat(fd)[1]).isEqualTo(inode);
        assertThat(guest.stat(fd)[4]).isEqualTo(9);
        guest.close(write("a", "another"));
        assertThat(guest.stat(fd)[1]).isEqualTo(inode);
        assertThat(guest.stat(fd)[4]).isEqualTo(9);
        assertThat(unlink("b")).isZero();
        assertThat(guest.call("fd_seek", fd, 0, 0, RESULT)).isZero();
        assertThat(guest.read(fd, 100)).isEqualTo("hellomore");
    }

    @Test
    void setsTimes() {
        var fd = write("a", "hello");
        var second = 1_000_000_000L;
        assertThat(guest.call("fd_filestat_set_times", fd, 5 * second, 7 * second + 1_000, 1 | 4)).isZero();
        assertThat(guest.stat(fd)[5]).isEqualTo(5 * second);
        assertThat(guest.stat(fd)[6]).isEqualTo(7 * second + 1_000);
        assertThat(setTimes("a", 0, 9 * second, 4)).isZero();
        assertThat(guest.stat(fd)[5]).isEqualTo(5 * second);
        assertThat(guest.stat(fd)[6]).isEqualTo(9 * second);
        assertThat(setTimes("a", 0, 0, 2 | 8)).isZero();
        assertThat(guest.stat(fd)[5]).isGreaterThan(1_000_000 * second);
        assertThat(mkdir("dir")).isZero();
        assertThat(setTimes("dir", 3 * second, 4 * second, 5)).isZero();
        assertThat(guest.stat(3, 0, "dir")[6]).isEqualTo(4 * second);
        assertThat(guest.call("fd_filestat_set_times", guest.openDirectory("dir"), second, second, 5))
                .isZero();
        assertThat(guest.stat(3, 0, "dir")[5]).isEqualTo(second);
        assertThat(guest.symlink("a", 3, "link")).isZero();
        assertThat(setTimes("link", 3 * second, 4 * second, 5)).isZero();
        assertThat(guest.stat(3, 0, "link")[6]).isEqualTo(4 * second);
        assertThat(guest.stat(fd)[6]).isNotEqualTo(4 * second);
        assertThat(setTimes("a", 1, 1, 1 | 2)).isEqualTo(INVAL);
        assertThat(setTimes("a", 1, 1, 4 | 8)).isEqualTo(INVAL);
        assertThat(setTimes("a", 1, 1, 16)).isEqualTo(INVAL);
        assertThat(setTimes("a", -1, -1, 5)).isEqualTo(INVAL);
        assertThat(setTimes("gone", 1, 1, 5)).isEqualTo(NOENT);
        assertThat(guest.call("fd_filestat_set_times", 0, 1, 1, 5)).isEqualTo(BADF);
    }

    private int setTimes(String path, long accessed, long modified, int flags) {
        var bytes = path.getBytes(StandardCharsets.UTF_8);
        return guest.call("path_filestat_set_times", 3, 0, guest.put(bytes), bytes.length, accessed, modified, flags);
    }

    @Test
    void makesAndRemovesDirectories() {
        assertThat(mkdir("a")).isZero();
        assertThat(mkdir("a")).isEqualTo(EXIST);
        assertThat(mkdir("a/b/")).isZero();
        assertThat(mkdir("gone/b")).isEqualTo(NOENT);
        assertThat(mkdir(".")).isEqualTo(EXIST);
        assertThat(rmdir("a")).isEqualTo(NOTEMPTY);
        assertThat(rmdir("a/b")).isZero();
        assertThat(rmdir("a/b")).isEqualTo(NOENT);
        assertThat(rmdir(".")).isEqualTo(INVAL);
        write("a/file", "x");
        assertThat(mkdir("a/file/x")).isEqualTo(NOTDIR);
        assertThat(rmdir("a/file")).isEqualTo(NOTDIR);
        assertThat(unlink("a")).isEqualTo(ISDIR);
        assertThat(unlink("a/")).isEqualTo(ISDIR);
        assertThat(unlink(".")).isEqualTo(ISDIR);
        assertThat(unlink("a/file/")).isEqualTo(NOTDIR);
        assertThat(unlink("a/file")).isZero();
        assertThat(unlink("a/file")).isEqualTo(NOENT);
        assertThat(guest.symlink("a", 3, "link")).isZero();
        assertThat(rmdir("link")).isEqualTo(NOTDIR);
        assertThat(unlink("link")).isZero();
        assertThat(rmdir("a/")).isZero();
    }

    @Test
    void renames() {
        guest.close(write("a", "one"));
        guest.close(write("b", "two"));
        assertThat(guest.rename(3, "a", 3, "b")).isZero();
        assertThat(content("b")).isEqualTo("one");
        assertThat(guest.statError(3, 0, "a")).isEqualTo(NOENT);
        assertThat(guest.rename(3, "a", 3, "c")).isEqualTo(NOENT);
        assertThat(mkdir("dir")).isZero();
        assertThat(mkdir("dir/below")).isZero();
        assertThat(guest.rename(3, "b", 3, "dir")).isEqualTo(ISDIR);
        assertThat(guest.rename(3, "dir", 3, "b")).isEqualTo(NOTDIR);
        assertThat(guest.rename(3, "dir", 3, "dir/below/x")).isEqualTo(INVAL);
        assertThat(mkdir("other")).isZero();
        assertThat(guest.rename(3, "other", 3, "dir")).isEqualTo(NOTEMPTY);
        assertThat(guest.rename(3, "dir", 3, "other/")).isZero();
        assertThat(guest.rename(3, "b/", 3, "c")).isEqualTo(NOTDIR);
        assertThat(guest.rename(3, "b", 3, "c/")).isEqualTo(NOTDIR);
        assertThat(guest.rename(3, ".", 3, "c")).isEqualTo(BUSY);
        assertThat(guest.rename(3, "b", 3, "b")).isZero();
        var below = guest.openDirectory("other/below");
        assertThat(guest.rename(3, "b", below, "moved")).isZero();
        assertThat(content("other/below/moved")).isEqualTo("one");
        assertThat(guest.rename(below, "moved", 3, "back")).isZero();
        assertThat(content("back")).isEqualTo("one");
    }

    @Test
    void linksFiles() {
        var fd = write("a", "one");
        assertThat(guest.link(3, 0, "a", 3, "b")).isZero();
        assertThat(guest.stat(fd)[3]).isEqualTo(2);
        assertThat(guest.stat(3, 0, "b")).isEqualTo(guest.stat(3, 0, "a"));
        assertThat(guest.link(3, 0, "a", 3, "b")).isEqualTo(EXIST);
        assertThat(guest.link(3, 0, "gone", 3, "c")).isEqualTo(NOENT);
        assertThat(guest.link(3, 0, "a", 3, "c/")).isEqualTo(NOENT);
        assertThat(guest.link(3, 0, "a", 3, ".")).isEqualTo(EXIST);
        assertThat(mkdir("dir")).isZero();
        assertThat(guest.link(3, 0, "dir", 3, "c")).isEqualTo(PERM);
        assertThat(guest.link(3, 0, ".", 3, "c")).isEqualTo(PERM);
        assertThat(guest.symlink("a", 3, "link")).isZero();
        assertThat(guest.link(3, FOLLOW, "link", 3, "c")).isZero();
        assertThat(guest.stat(3, 0, "c")[1]).isEqualTo(guest.stat(fd)[1]);
        assertThat(unlink("a")).isZero();
        assertThat(content("b")).isEqualTo("one");
    }

    @Test
    void makesAndReadsSymbolicLinks() {
        assertThat(guest.symlink("somewhere/else", 3, "link")).isZero();
        assertThat(guest.readlink(3, "link")).isEqualTo("somewhere/else");
        assertThat(guest.symlink("x", 3, "link")).isEqualTo(EXIST);
        assertThat(guest.symlink("", 3, "other")).isEqualTo(NOENT);
        assertThat(guest.symlink("x", 3, "other/")).isEqualTo(NOENT);
        assertThat(guest.symlink("x", 3, ".")).isEqualTo(EXIST);
        assertThat(guest.readlink(3, "gone")).isEqualTo("" + NOENT);
        assertThat(guest.readlink(3, ".")).isEqualTo("" + INVAL);
        write("file", "x");
        assertThat(guest.readlink(3, "file")).isEqualTo("" + INVAL);
        var name = "link".getBytes(StandardCharsets.UTF_8);
        var buffer = guest.put(new byte[]{'-', '-', '-', '-', '-'});
        assertThat(guest.call("path_readlink", 3, guest.put(name), 4, buffer, 4, RESULT)).isZero();
        assertThat(guest.intAt(RESULT)).isEqualTo(4);
        assertThat(guest.memory().readString(buffer, 5)).isEqualTo("some-");
    }

    @Test
    void listsDirectoriesInPieces() {
        var expected = new ArrayList<>(List.of(".", ".."));
        for (var i = 0; i < 30; i++) {
            guest.close(write("file" + i, ""));
            expected.add("file" + i);
        }
        assertThat(mkdir("dir")).isZero();
        expected.add("dir");
        var fd = guest.openDirectory(".");

        assertThat(list(fd, 100)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(list(fd, 4_096)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(guest.call("fd_readdir", fd, guest.allocate(100), 100, 999, RESULT)).isZero();
        assertThat(guest.intAt(RESULT)).isZero();
        assertThat(guest.call("fd_readdir", guest.create("x"), guest.allocate(100), 100, 0, RESULT)).isEqualTo(NOTDIR);
        assertThat(guest.call("fd_readdir", fd, guest.allocate(10), 10, 0, RESULT)).isZero();
        assertThat(guest.intAt(RESULT)).isEqualTo(10);
    }

    /** As {@code rm -r} does. */
    @Test
    void missesNothingWhileTheGuestRemovesWhatItLists() {
        for (var i = 0; i < 20; i++) {
            guest.close(write("file" + i, ""));
        }
        var fd = guest.openDirectory(".");
        var buffer = guest.allocate(100);
        var cookie = 0L;
        while (true) {
            assertThat(guest.call("fd_readdir", fd, buffer, 100, cookie, RESULT)).isZero();
            var used = guest.intAt(RESULT);
            if (used < 24 || 24 + guest.intAt(buffer + 16) > used) {
                break;
            }
            cookie = guest.longAt(buffer);
            var name = guest.memory().readString(buffer + 24, guest.intAt(buffer + 16));
            if (!name.startsWith(".")) {
                assertThat(unlink(name)).isZero();
            }
        }
        assertThat(list(fd, 4_096)).containsExactly(".", "..");
    }

    private List<String> list(int fd, int length) {
        var names = new ArrayList<String>();
        var buffer = guest.allocate(length);
        var cookie = 0L;
        while (true) {
            assertThat(guest.call("fd_readdir", fd, buffer, length, cookie, RESULT)).isZero();
            var used = guest.intAt(RESULT);
            var at = 0;
            while (at + 24 <= used && at + 24 + guest.intAt(buffer + at + 16) <= used) {
                var nameLength = guest.intAt(buffer + at + 16);
                var name = guest.memory().readString(buffer + at + 24, nameLength);
                var type = guest.memory().readByte(buffer + at + 20);
                assertThat(type).as(name).isEqualTo((byte) (name.startsWith("file") ? 4 : 3));
                cookie = guest.longAt(buffer + at);
                names.add(name);
                at += 24 + nameLength;
            }
            if (used < length) {
                return names;
            }
        }
    }

    @Test
    void changesNothingInAReadOnlyGrant() {
        guest.close(write("a", "one"));
        assertThat(mkdir("dir")).isZero();
        assertThat(guest.symlink("a", 3, "link")).isZero();
        var readOnly = 4;
        assertThat(guest.read(guest.open(readOnly, "link", 0, READ_RIGHTS, 0), 10)).isEqualTo("one");
        assertThat(guest.open(readOnly, "a", 0, WRITE, 0)).isEqualTo(-ROFS);
        assertThat(guest.open(readOnly, "b", CREATE, READ_RIGHTS, 0)).isEqualTo(-ROFS);
        assertThat(guest.open(readOnly, "a", TRUNCATE, READ_RIGHTS, 0)).isEqualTo(-ROFS);
        var below = guest.open(readOnly, "dir", DIRECTORY, READ_RIGHTS, 0);
        for (var fd : List.of(readOnly, below)) {
            assertThat(guest.onPath("path_create_directory", fd, "x")).isEqualTo(ROFS);
            assertThat(guest.onPath("path_remove_directory", fd, "x")).isEqualTo(ROFS);
            assertThat(guest.onPath("path_unlink_file", fd, "x")).isEqualTo(ROFS);
            assertThat(guest.symlink("x", fd, "y")).isEqualTo(ROFS);
            assertThat(guest.rename(fd, "x", 3, "y")).isEqualTo(ROFS);
            assertThat(guest.rename(3, "a", fd, "y")).isEqualTo(ROFS);
            assertThat(guest.link(fd, 0, "x", 3, "y")).isEqualTo(ROFS);
            assertThat(guest.link(3, 0, "a", fd, "y")).isEqualTo(ROFS);
            assertThat(guest.call("path_filestat_set_times", fd, 0, guest.put(new byte[]{'x'}), 1, 0, 0, 5))
                    .isEqualTo(ROFS);
            assertThat(guest.call("fd_filestat_set_times", fd, 0, 0, 5)).isEqualTo(ROFS);
        }
        var file = guest.open(readOnly, "a", 0, ALL_RIGHTS & ~WRITE, 0);
        assertThat(guest.write(file, "x")).isEqualTo(NOTCAPABLE);
        assertThat(guest.call("fd_filestat_set_times", file, 0, 0, 5)).isEqualTo(NOTCAPABLE);
        assertThat(guest.call("fd_filestat_set_size", file, 0)).isEqualTo(NOTCAPABLE);
        assertThat(content("a")).isEqualTo("one");
    }

    @Test
    void movesNothingFromOneGrantToAnother() {
        try (var other = TestGuest.of(wasi -> {
            FileSystemKind.MEMORY.grant(host).addTo(wasi);
            kind.grant(host).addTo(wasi);
            kind.grant(host).addTo(wasi);
        })) {
            assertThat(other.write(other.open(4, "a", CREATE, ALL_RIGHTS, 0), "x")).isZero();
            for (var target : List.of(3, 5)) {
                assertThat(other.rename(4, "a", target, "b")).isEqualTo(XDEV);
                assertThat(other.link(4, 0, "a", target, "b")).isEqualTo(XDEV);
                assertThat(other.statError(target, 0, "b")).isEqualTo(NOENT);
            }
        }
    }

    @Test
    void keepsRightsThatAreGivenAwayAway() {
        write("a", "hello");
        var directory = guest.open(3, ".", DIRECTORY, READ_RIGHTS, 0);
        var fdstat = guest.allocate(24);
        assertThat(guest.call("fd_fdstat_get", directory, fdstat)).isZero();
        var rights = guest.longAt(fdstat + 8);
        var inherited = guest.longAt(fdstat + 16);
        assertThat(guest.call("fd_fdstat_set_rights", directory, rights, inherited & ~WRITE)).isZero();
        assertThat(guest.call("fd_fdstat_set_rights", directory, rights, inherited)).isEqualTo(NOTCAPABLE);
        assertThat(guest.open(directory, "a", 0, WRITE, 0)).isEqualTo(-NOTCAPABLE);
        assertThat(guest.read(guest.open(directory, "a", 0, READ, 0), 10)).isEqualTo("hello");
        assertThat(guest.call("fd_fdstat_set_rights", directory, 1 << 14, 0)).isZero();
        assertThat(guest.open(directory, "a", 0, READ, 0)).isEqualTo(-NOTCAPABLE);
        assertThat(guest.statError(directory, 0, "a")).isEqualTo(NOTCAPABLE);
        assertThat(guest.call("fd_readdir", directory, guest.allocate(100), 100, 0, RESULT)).isZero();
    }

    @Test
    void checksTheRightsOfFiles() {
        write("a", "hello");
        var write = guest.open(3, "a", 0, WRITE, 0);
        assertThat(guest.read(write, 10)).isEqualTo("" + NOTCAPABLE);
        assertThat(guest.call("fd_seek", write, 0, 0, RESULT)).isEqualTo(NOTCAPABLE);
        assertThat(guest.call("fd_tell", write, RESULT)).isEqualTo(NOTCAPABLE);
        var read = guest.open(3, "a", 0, READ, 0);
        assertThat(guest.write(read, "x")).isEqualTo(NOTCAPABLE);
        assertThat(guest.call("fd_sync", read)).isEqualTo(NOTCAPABLE);
        assertThat(guest.call("fd_advise", read, 0, 0, 0)).isEqualTo(NOTCAPABLE);
        assertThat(guest.read(3, 1)).isEqualTo("" + BADF);
        assertThat(guest.write(3, "x")).isEqualTo(BADF);
    }
}
