package dev.mortise.wasi;

import dev.mortise.wasi.internal.Functions;
import dev.mortise.wasi.internal.Guest;
import dev.mortise.wasi.internal.GuestSetup;
import dev.mortise.wasi.internal.InputPipe;
import dev.mortise.wasi.internal.OutputPipe;
import dev.mortise.wasi.internal.file.Directory;
import dev.mortise.wasi.internal.file.HostGrant;
import dev.mortise.wasi.internal.file.ReadOnlyDirectory;
import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Module;
import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * WASI preview 1 for one guest: all functions of {@code wasi_snapshot_preview1}, and of its forerunner
 * {@code wasi_unstable}. The guest sees what the builder was given and nothing else: by default no file, no variable, no
 * argument, empty input, output that goes nowhere; but a clock and secure random numbers.
 *
 * {@snippet :
 * try (var wasi = Wasi.builder().inheritStdio().arguments("program", "x").directory(Path.of("data"), "/data").build()) {
 *     int exitCode = wasi.run(Module.read(Path.of("program.wasm")));
 * }
 * }
 *
 * <p>
 * <b>Threads.</b> A {@code Wasi} belongs to its instance, and like it to one thread at a time. A guest that sleeps in
 * {@code poll_oneoff} or waits for a socket is ended by {@link Instance#interrupt()}, and by an interrupt of its thread,
 * with a trap of kind {@code INTERRUPTED}. What neither ends is a read of a stream of the host that blocks: close the
 * stream, or give the guest bytes. An interrupt of a thread that is just reading or writing a file also closes that
 * file, as file channels of the JDK do.
 *
 * <p>
 * <b>Paths.</b> No path leads out of its directory, whatever {@code ..}, symbolic link, absolute path or race with
 * another guest is tried; the answer to such a path is {@code EPERM}. Symbolic links are followed within the directory,
 * at most 40 for one path. In a read-only directory every change is {@code EROFS}. Files cannot be moved or linked from
 * one granted directory to another: {@code EXDEV}. Only regular files, directories and links can be opened. Where the
 * platform opens relative to directories (Linux), another process that moves directories about gains nothing either,
 * save in the moment in which the guest makes a directory or link or reads a link.
 *
 * <p>
 * <b>Errors.</b> Functions answer with the numbers of preview 1. A missing right is {@code ENOTCAPABLE}. An address or
 * length that does not lie in the guest's memory is a trap, as in wasmtime; misaligned addresses are served.
 */
public final class Wasi implements AutoCloseable {

    /** How many descriptors a guest may have unless the builder says otherwise. */
    public static final int DEFAULT_MAX_DESCRIPTORS = 1_024;

    private static final String START = "_start";

    private final Guest guest;

    private Wasi(Guest guest) {
        this.guest = guest;
    }

    /** A builder that gives nothing. */
    public static Builder builder() {
        return new Builder();
    }

    /** All functions, bound to this guest. */
    public Imports imports() {
        var imports = Imports.builder();
        addTo(imports);
        return imports.build();
    }

    /** Adds all functions, bound to this guest, to what an instance imports. */
    public void addTo(Imports.Builder imports) {
        Functions.addTo(imports);
        attachTo(imports);
    }

    /**
     * The function that an import of these two names means, bound to no guest: {@link #attachTo} binds it. For hosts
     * that settle what a module imports once and then make many instances.
     *
     * @param namespace {@code wasi_snapshot_preview1} or {@code wasi_unstable}
     * @param name such as {@code fd_write}
     */
    public static Optional<HostFunction> findFunction(String namespace, String name) {
        return Functions.find(namespace, name);
    }

    /**
     * Binds the functions that an instance has from {@link #findFunction} to this guest. Several linked instances may
     * share a guest.
     */
    public void attachTo(Imports.Builder imports) {
        imports.attach(Guest.GUEST, guest);
    }

    /**
     * Runs a program from its start to its end.
     *
     * @return its exit code; 0 if it ends without one
     * @throws java.util.NoSuchElementException if the module exports no function {@code _start}
     * @throws dev.mortise.wasm.LinkException if it imports something that is not WASI
     * @throws dev.mortise.wasm.Trap if it traps or is interrupted
     */
    public int run(Module module) {
        return run(module.instantiate(imports()));
    }

    /**
     * Runs the program of an instance that was made with {@link #imports} or {@link #addTo}, from its start to its end.
     *
     * @return as {@link #run(Module)}
     */
    public int run(Instance instance) {
        try {
            instance.function(START).call();
            return 0;
        } catch (ProcessExit exit) {
            return exit.code();
        }
    }

    /**
     * Closes the files that the guest left open and the sockets that it was given. Streams of the host stay open. Call
     * it when the guest does not run.
     *
     * @throws UncheckedIOException if a file cannot be closed
     */
    @Override
    public void close() {
        try {
            guest.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a file of the guest cannot be closed: " + e.getMessage(), e);
        }
    }

    /**
     * Collects what a guest gets. May be used for several guests, as {@link #build} takes a copy; streams, sockets and
     * file systems in memory are then shared. Descriptors 0, 1 and 2 are the streams, then come the directories and then
     * the sockets, each in the order in which they were given.
     */
    public static final class Builder {

        private final List<String> arguments = new ArrayList<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final List<Grant> directories = new ArrayList<>();
        private final List<NetworkChannel> sockets = new ArrayList<>();
        private InputStreams in = () -> new InputPipe(InputStream.nullInputStream(), false, false);
        private OutputPipe out = new OutputPipe(OutputStream.nullOutputStream(), false);
        private OutputPipe err = new OutputPipe(OutputStream.nullOutputStream(), false);
        private GuestClock clock = GuestClock.real();
        private Randoms random = SecureRandom::new;
        private int maxDescriptors = DEFAULT_MAX_DESCRIPTORS;

        private Builder() {}

        private interface InputStreams {
            InputPipe open();
        }

        private interface Randoms {
            RandomGenerator create();
        }

        /** Opens a directory for each guest that is built. */
        interface Opener {
            Directory open() throws IOException;
        }

        private record Grant(Opener opener, String guestPath, boolean readOnly) {
            Directory open() throws IOException {
                var directory = opener.open();
                return readOnly ? new ReadOnlyDirectory(directory) : directory;
            }
        }

        /**
         * The program's arguments, its own name first; replaces those given before.
         *
         * @throws IllegalArgumentException if one has a NUL in it
         */
        public Builder arguments(String... all) {
            return arguments(List.of(all));
        }

        /** Like {@link #arguments(String...)}. */
        public Builder arguments(List<String> all) {
            all.forEach(each -> requireNoNul("an argument", each));
            arguments.clear();
            arguments.addAll(all);
            return this;
        }

        /**
         * A variable of the environment; the last value of a name counts.
         *
         * @throws IllegalArgumentException if the name is empty or has {@code =} in it, or either has a NUL
         */
        public Builder environment(String name, String value) {
            requireNoNul("a variable's name", name);
            requireNoNul("the variable " + name, value);
            if (name.isEmpty() || name.indexOf('=') >= 0) {
                throw new IllegalArgumentException("a variable's name must not be empty nor have '=' in it: \"" + name
                        + '"');
            }
            environment.put(name, value);
            return this;
        }

        /** Variables of the environment, beside those given before. */
        public Builder environment(Map<String, String> variables) {
            variables.forEach(this::environment);
            return this;
        }

        /** Standard input is these bytes, and then over. */
        public Builder stdin(byte[] bytes) {
            var copy = bytes.clone();
            in = () -> new InputPipe(new ByteArrayInputStream(copy), false, false);
            return this;
        }

        /** Standard input is this stream, which stays the host's to close. */
        public Builder stdin(InputStream stream) {
            return stdin(stream, false);
        }

        /** Like {@link #stdin(InputStream)}, saying whether the guest shall take it for a terminal. */
        public Builder stdin(InputStream stream, boolean isTerminal) {
            var pipe = new InputPipe(stream, true, isTerminal);
            in = () -> pipe;
            return this;
        }

        /** Standard output goes to this stream, which is flushed after each write and stays the host's to close. */
        public Builder stdout(OutputStream stream) {
            return stdout(stream, false);
        }

        /** Like {@link #stdout(OutputStream)}, saying whether the guest shall take it for a terminal. */
        public Builder stdout(OutputStream stream, boolean isTerminal) {
            out = new OutputPipe(stream, isTerminal);
            return this;
        }

        /** Standard error goes to this stream, which is flushed after each write and stays the host's to close. */
        public Builder stderr(OutputStream stream) {
            return stderr(stream, false);
        }

        /** Like {@link #stderr(OutputStream)}, saying whether the guest shall take it for a terminal. */
        public Builder stderr(OutputStream stream, boolean isTerminal) {
            err = new OutputPipe(stream, isTerminal);
            return this;
        }

        /** Standard input is that of this process. */
        public Builder inheritStdin() {
            return stdin(System.in, isTerminal());
        }

        /** Standard output is that of this process, not {@link System#out}, which tells of no error. */
        public Builder inheritStdout() {
            return stdout(new FileOutputStream(FileDescriptor.out), isTerminal());
        }

        /** Standard error is that of this process. */
        public Builder inheritStderr() {
            return stderr(new FileOutputStream(FileDescriptor.err), isTerminal());
        }

        /** All three streams are those of this process. */
        public Builder inheritStdio() {
            return inheritStdin().inheritStdout().inheritStderr();
        }

        /** The JDK knows only of all streams together. */
        private static boolean isTerminal() {
            var console = System.console();
            return console != null && console.isTerminal();
        }

        /**
         * A directory of the host, to read and to write, and all that lies below it.
         *
         * @param host may itself be a symbolic link; {@link #build} opens it
         * @param guestPath where the guest finds it, such as {@code "/data"} or {@code "."}
         * @throws IllegalArgumentException if the guest's path is empty or has a NUL in it
         */
        public Builder directory(Path host, String guestPath) {
            return grant(() -> HostGrant.open(host), guestPath, false);
        }

        /** Like {@link #directory(Path, String)}, to read only. */
        public Builder readOnlyDirectory(Path host, String guestPath) {
            return grant(() -> HostGrant.open(host), guestPath, true);
        }

        /** A file system in memory, to read and to write; see {@link #directory(Path, String)}. */
        public Builder directory(MemoryFileSystem files, String guestPath) {
            return grant(files::open, guestPath, false);
        }

        /** A file system in memory, to read only; see {@link #directory(Path, String)}. */
        public Builder readOnlyDirectory(MemoryFileSystem files, String guestPath) {
            return grant(files::open, guestPath, true);
        }

        Builder grant(Opener opener, String guestPath, boolean readOnly) {
            requireNoNul("a guest's path", guestPath);
            if (guestPath.isEmpty()) {
                throw new IllegalArgumentException("a guest's path must not be empty: \".\" is its working directory");
            }
            directories.add(new Grant(opener, guestPath, readOnly));
            return this;
        }

        /** A socket at which the guest accepts connections. It is the guest's from now on, and closed with it. */
        public Builder socket(ServerSocketChannel listener) {
            sockets.add(listener);
            return this;
        }

        /** A connected socket. It is the guest's from now on, and closed with it. */
        public Builder socket(SocketChannel connection) {
            sockets.add(connection);
            return this;
        }

        /** The time as the guest sees it; {@link GuestClock#real()} unless given. */
        public Builder clock(GuestClock source) {
            clock = source;
            return this;
        }

        /** Random numbers that follow from a seed, the same in every run and every JDK: for tests, not for secrets. */
        public Builder seededRandom(long seed) {
            random = () -> new Random(seed);
            return this;
        }

        /** Random numbers that nobody can foresee; this is the default. */
        public Builder secureRandom() {
            random = SecureRandom::new;
            return this;
        }

        /**
         * How many descriptors the guest may have at once, streams, directories and sockets among them; one more is
         * {@code EMFILE}. A real directory takes up two descriptors of this process, a file one.
         *
         * @throws IllegalArgumentException if it is less than 3
         */
        public Builder maxDescriptors(int limit) {
            if (limit < 3) {
                throw new IllegalArgumentException("maxDescriptors must be 3 or more, for the streams, not " + limit);
            }
            maxDescriptors = limit;
            return this;
        }

        /**
         * Opens the directories.
         *
         * @throws UncheckedIOException if one cannot be opened; the message names it
         * @throws IllegalArgumentException if there are more things than descriptors
         */
        public Wasi build() {
            var setup = new GuestSetup(maxDescriptors);
            try {
                setup.streams(in.open(), out, err);
                for (var grant : directories) {
                    open(grant, setup);
                }
                for (var socket : sockets) {
                    setup.socket(socket);
                }
                var variables = environment.entrySet().stream().map(each -> each.getKey() + '=' + each.getValue())
                        .toList();
                return new Wasi(setup.guest(arguments, variables, clock.source(), random.create()));
            } catch (IOException e) {
                setup.abandon();
                throw new UncheckedIOException(e.getMessage(), e);
            } catch (Throwable e) {
                setup.abandon();
                throw e;
            }
        }

        private static void open(Grant grant, GuestSetup setup) throws IOException {
            Directory directory;
            try {
                directory = grant.open();
            } catch (IOException e) {
                throw new IOException("the directory for the guest's \"%s\" cannot be opened: %s"
                        .formatted(grant.guestPath(), e), e);
            }
            setup.directory(directory, grant.guestPath());
        }

        private static void requireNoNul(String what, String text) {
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(what + " must have no NUL in it: \"" + text.replace("\0", "\\0")
                        + '"');
            }
        }
    }
}
