package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.Directory;
import dev.mortise.wasi.internal.file.Errno;
import dev.mortise.wasi.internal.file.FileStatus;
import dev.mortise.wasm.Instance;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code fd_readdir}. The names are read once, when the guest begins at cookie 0, and kept: so a program that removes
 * what it lists misses nothing. A cookie is the number of names that were given before it.
 */
final class DirectoryFunctions {

    private static final int ENTRY_BYTES = 24;

    private DirectoryFunctions() {}

    static void addTo(FunctionSet functions) {
        functions.from(MethodHandles.lookup()).add("fd_readdir", "fdReaddir", int.class, int.class, int.class,
                long.class, int.class);
    }

    static void fdReaddir(int fd, int buffer, int length, long cookie, int result, Instance caller)
            throws IOException {
        Headroom.require();
        var guest = Guest.of(caller);
        guest.memory().check(buffer, Integer.toUnsignedLong(length));
        guest.memory().check(result, 4);
        if (length < 0) {
            throw Errno.INVAL.exception();
        }
        var descriptor = guest.descriptor(fd);
        var directory = descriptor.directory(Rights.FD_READDIR);
        var names = names(guest, descriptor, directory, cookie);
        var target = guest.memory().buffer(buffer, length);
        for (var i = cookie; i >= 0 && i < names.size() && target.hasRemaining(); i++) {
            caller.checkInterrupt();
            write(target, directory, names.get((int) i), i + 1);
        }
        guest.memory().writeInt(result, target.position());
    }

    private static List<String> names(Guest guest, Descriptor descriptor, Directory directory, long cookie)
            throws IOException {
        var kept = descriptor.listing();
        if (kept != null && cookie != 0) {
            return kept;
        }
        guest.descriptors().setListing(descriptor, null);
        var names = new ArrayList<String>();
        names.add(".");
        names.add("..");
        names.addAll(directory.names(guest.descriptors().namesLeft()));
        guest.descriptors().setListing(descriptor, names);
        return names;
    }

    /** An entry, or as much of it as there is room for: the guest then asks again with more. */
    private static void write(ByteBuffer target, Directory directory, String name, long next) throws IOException {
        FileStatus status;
        try {
            status = status(directory, name);
        } catch (IOException e) {
            // Removed meanwhile, or of a name that this platform cannot look up.
            return;
        }
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        var entry = ByteBuffer.allocate(ENTRY_BYTES + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        entry.putLong(next).putLong(status.inode()).putInt(bytes.length).putInt(status.type().number()).put(bytes);
        entry.flip();
        target.put(entry.limit(Math.min(entry.limit(), target.remaining())));
    }

    /**
     * What lies above may be outside of the grant, so {@code ..} looks like the directory itself. It must not be
     * inode 0: the C library would then ask for it by path, and be refused.
     */
    private static FileStatus status(Directory directory, String name) throws IOException {
        return name.equals(".") || name.equals("..") ? directory.status() : directory.status(name);
    }
}
