package dev.mortise.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.wasm.Function;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Memory;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.text.Wat;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A guest that does what a test says: it exports each function of WASI, called from guest code, and two pages. */
final class TestGuest implements AutoCloseable {

    static final int SUCCESS = 0;
    static final int ACCES = 2;
    static final int AGAIN = 6;
    static final int BADF = 8;
    static final int BUSY = 10;
    static final int EXIST = 20;
    static final int FBIG = 22;
    static final int ILSEQ = 25;
    static final int INVAL = 28;
    static final int ISDIR = 31;
    static final int LOOP = 32;
    static final int MFILE = 33;
    static final int NAMETOOLONG = 37;
    static final int NOENT = 44;
    static final int NOSPC = 51;
    static final int NOTCONN = 53;
    static final int NOTDIR = 54;
    static final int NOTEMPTY = 55;
    static final int NOTSOCK = 57;
    static final int NOTSUP = 58;
    static final int PERM = 63;
    static final int ROFS = 69;
    static final int SPIPE = 70;
    static final int STALE = 72;
    static final int XDEV = 75;
    static final int NOTCAPABLE = 76;

    static final int CREATE = 1;
    static final int DIRECTORY = 2;
    static final int EXCLUSIVE = 4;
    static final int TRUNCATE = 8;
    static final int FOLLOW = 1;
    static final int APPEND = 1;
    static final int NONBLOCK = 4;

    static final long READ = 1 << 1;
    static final long WRITE = 1 << 6;
    static final long ALL_RIGHTS = (1 << 30) - 1;
    static final long READ_RIGHTS = ALL_RIGHTS & ~(WRITE | 1 << 8 | 1 << 22);

    /** Where results go, out of the way of what tests write. */
    static final int RESULT = 1_024;
    static final int MEMORY_BYTES = 2 * 65_536;

    /** Parameters by name; all return an error number but {@code proc_exit}. L stands for i64. */
    static final Map<String, String> FUNCTIONS = functions();

    private static final Map<String, Module> MODULES = new LinkedHashMap<>();

    final Wasi wasi;
    final Instance instance;
    private final Memory memory;
    private int free = 4_096;

    private TestGuest(String namespace, Wasi wasi) {
        this.wasi = wasi;
        this.instance = module(namespace).instantiate(wasi.imports());
        this.memory = instance.memory("memory");
    }

    static TestGuest of(Consumer<Wasi.Builder> setup) {
        return of("wasi_snapshot_preview1", setup);
    }

    static TestGuest of(String namespace, Consumer<Wasi.Builder> setup) {
        var builder = Wasi.builder();
        setup.accept(builder);
        return new TestGuest(namespace, builder.build());
    }

    private static synchronized Module module(String namespace) {
        return MODULES.computeIfAbsent(namespace, each -> Module.parse(Wat.toBinary(source(each))));
    }

    private static String source(String namespace) {
        var imports = new StringBuilder();
        var functions = new StringBuilder();
        FUNCTIONS.forEach((name, parameters) -> {
            if (namespace.equals("wasi_unstable") && name.equals("sock_accept")) {
                return;
            }
            var types = parameters.chars().mapToObj(each -> each == 'L' ? "i64" : "i32")
                    .collect(Collectors.joining(" ", "(param ", ")"));
            var result = name.equals("proc_exit") ? "" : "(result i32)";
            imports.append("(import \"%s\" \"%s\" (func $%s %s %s))%n".formatted(namespace, name, name, types, result));
            functions.append("(func (export \"%s\") %s %s (call $%s".formatted(name, types, result, name));
            for (var i = 0; i < parameters.length(); i++) {
                functions.append(" (local.get ").append(i).append(')');
            }
            functions.append("))\n");
        });
        return "(module %s (memory (export \"memory\") 2) %s)".formatted(imports, functions);
    }

    private static Map<String, String> functions() {
        var all = new LinkedHashMap<String, String>();
        all.put("args_get", "II");
        all.put("args_sizes_get", "II");
        all.put("clock_res_get", "II");
        all.put("clock_time_get", "ILI");
        all.put("environ_get", "II");
        all.put("environ_sizes_get", "II");
        all.put("fd_advise", "ILLI");
        all.put("fd_allocate", "ILL");
        all.put("fd_close", "I");
        all.put("fd_datasync", "I");
        all.put("fd_fdstat_get", "II");
        all.put("fd_fdstat_set_flags", "II");
        all.put("fd_fdstat_set_rights", "ILL");
        all.put("fd_filestat_get", "II");
        all.put("fd_filestat_set_size", "IL");
        all.put("fd_filestat_set_times", "ILLI");
        all.put("fd_pread", "IIILI");
        all.put("fd_prestat_get", "II");
        all.put("fd_prestat_dir_name", "III");
        all.put("fd_pwrite", "IIILI");
        all.put("fd_read", "IIII");
        all.put("fd_readdir", "IIILI");
        all.put("fd_renumber", "II");
        all.put("fd_seek", "ILII");
        all.put("fd_sync", "I");
        all.put("fd_tell", "II");
        all.put("fd_write", "IIII");
        all.put("path_create_directory", "III");
        all.put("path_filestat_get", "IIIII");
        all.put("path_filestat_set_times", "IIIILLI");
        all.put("path_link", "IIIIIII");
        all.put("path_open", "IIIIILLII");
        all.put("path_readlink", "IIIIII");
        all.put("path_remove_directory", "III");
        all.put("path_rename", "IIIIII");
        all.put("path_symlink", "IIIII");
        all.put("path_unlink_file", "III");
        all.put("poll_oneoff", "IIII");
        all.put("proc_exit", "I");
        all.put("proc_raise", "I");
        all.put("random_get", "II");
        all.put("sched_yield", "");
        all.put("sock_accept", "III");
        all.put("sock_recv", "IIIIII");
        all.put("sock_send", "IIIII");
        all.put("sock_shutdown", "II");
        return all;
    }

    /** Calls a function; numbers are made to fit its parameters. */
    int call(String name, Number... arguments) {
        var parameters = Objects.requireNonNull(FUNCTIONS.get(name), name);
        assertThat(arguments).as("arguments of %s", name).hasSize(parameters.length());
        var values = new Object[arguments.length];
        for (var i = 0; i < values.length; i++) {
            if (parameters.charAt(i) == 'L') {
                values[i] = arguments[i].longValue();
            } else {
                values[i] = (int) arguments[i].longValue();
            }
        }
        Function function = instance.function(name);
        var results = function.call(values);
        return results.length == 0 ? SUCCESS : (int) Objects.requireNonNull(results[0]);
    }

    /** Room in the guest's memory. */
    int allocate(int bytes) {
        var at = free;
        free += (bytes + 7) & ~7;
        if (free > MEMORY_BYTES) {
            free = 4_096 + ((bytes + 7) & ~7);
            at = 4_096;
        }
        return at;
    }

    int put(byte[] bytes) {
        var at = allocate(Math.max(1, bytes.length));
        memory.write(at, bytes);
        return at;
    }

    Memory memory() {
        return memory;
    }

    int intAt(int address) {
        return memory.readInt(address);
    }

    long longAt(int address) {
        return memory.readLong(address);
    }

    /** One piece of memory, as fd_read and fd_write want it. */
    int vector(int address, int length) {
        var at = allocate(8);
        memory.writeInt(at, address);
        memory.writeInt(at + 4, length);
        return at;
    }

    /** Opens; returns the descriptor, or the error number as a negative one. */
    int open(int fd, String path, int openFlags, long rights, int flags) {
        return open(fd, FOLLOW, path.getBytes(StandardCharsets.UTF_8), openFlags, rights, flags);
    }

    int open(int fd, int lookup, byte[] path, int openFlags, long rights, int flags) {
        var errno = call("path_open", fd, lookup, put(path), path.length, openFlags, rights, ALL_RIGHTS, flags, RESULT);
        return errno == SUCCESS ? intAt(RESULT) : -errno;
    }

    int openToRead(String path) {
        return open(3, path, 0, READ_RIGHTS, 0);
    }

    int openDirectory(String path) {
        return open(3, path, DIRECTORY, READ_RIGHTS, 0);
    }

    int create(String path) {
        return open(3, path, CREATE, ALL_RIGHTS, 0);
    }

    /** A function that takes a descriptor and a path. */
    int onPath(String function, int fd, String path) {
        var bytes = path.getBytes(StandardCharsets.UTF_8);
        return call(function, fd, put(bytes), bytes.length);
    }

    int rename(int fd, String path, int newFd, String newPath) {
        var old = path.getBytes(StandardCharsets.UTF_8);
        var fresh = newPath.getBytes(StandardCharsets.UTF_8);
        return call("path_rename", fd, put(old), old.length, newFd, put(fresh), fresh.length);
    }

    int link(int fd, int flags, String path, int newFd, String newPath) {
        var old = path.getBytes(StandardCharsets.UTF_8);
        var fresh = newPath.getBytes(StandardCharsets.UTF_8);
        return call("path_link", fd, flags, put(old), old.length, newFd, put(fresh), fresh.length);
    }

    int symlink(String target, int fd, String path) {
        var to = target.getBytes(StandardCharsets.UTF_8);
        var name = path.getBytes(StandardCharsets.UTF_8);
        return call("path_symlink", put(to), to.length, fd, put(name), name.length);
    }

    /** The link's target, or the error number. */
    String readlink(int fd, String path) {
        var name = path.getBytes(StandardCharsets.UTF_8);
        var buffer = allocate(256);
        var errno = call("path_readlink", fd, put(name), name.length, buffer, 256, RESULT);
        return errno == SUCCESS ? memory.readString(buffer, intAt(RESULT)) : String.valueOf(errno);
    }

    /** The record of a path: device, inode, type, links, size, accessed, modified, changed. */
    long[] stat(int fd, int flags, String path) {
        var name = path.getBytes(StandardCharsets.UTF_8);
        var at = allocate(64);
        assertThat(call("path_filestat_get", fd, flags, put(name), name.length, at)).as(path).isEqualTo(SUCCESS);
        return record(at);
    }

    int statError(int fd, int flags, String path) {
        var name = path.getBytes(StandardCharsets.UTF_8);
        return call("path_filestat_get", fd, flags, put(name), name.length, allocate(64));
    }

    long[] stat(int fd) {
        var at = allocate(64);
        assertThat(call("fd_filestat_get", fd, at)).isEqualTo(SUCCESS);
        return record(at);
    }

    private long[] record(int at) {
        return new long[]{longAt(at), longAt(at + 8), memory.readByte(at + 16), longAt(at + 24), longAt(at + 32),
            longAt(at + 40), longAt(at + 48), longAt(at + 56)};
    }

    /** Reads at most so many bytes as text, or gives the error number. */
    String read(int fd, int length) {
        var buffer = allocate(length);
        var errno = call("fd_read", fd, vector(buffer, length), 1, RESULT);
        return errno == SUCCESS ? memory.readString(buffer, intAt(RESULT)) : String.valueOf(errno);
    }

    /** Writes a text; returns the error number. */
    int write(int fd, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var errno = call("fd_write", fd, vector(put(bytes), bytes.length), 1, RESULT);
        if (errno == SUCCESS) {
            assertThat(intAt(RESULT)).isEqualTo(bytes.length);
        }
        return errno;
    }

    int close(int fd) {
        return call("fd_close", fd);
    }

    @Override
    public void close() {
        wasi.close();
    }
}
