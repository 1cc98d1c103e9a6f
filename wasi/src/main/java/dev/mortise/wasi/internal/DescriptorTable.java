package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.Errno;
import dev.mortise.wasi.internal.file.ErrnoException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The descriptors of a guest by number; a new one gets the lowest number that is free. */
final class DescriptorTable {

    /** Names of directories that are being listed, all descriptors together: some 100 MB at most. */
    private static final int MOST_LISTED_NAMES = 1 << 20;

    private final int limit;
    private final List<@Nullable Descriptor> descriptors = new ArrayList<>();
    private final BitSet used = new BitSet();
    private int listedNames;

    DescriptorTable(int limit) {
        this.limit = limit;
    }

    Descriptor get(int fd) throws ErrnoException {
        // As unsigned, a negative number is beyond the end.
        var descriptor = Integer.compareUnsigned(fd, descriptors.size()) < 0 ? descriptors.get(fd) : null;
        if (descriptor == null) {
            throw Errno.BADF.exception();
        }
        return descriptor;
    }

    /** Says before anything is opened whether there will be room for it. */
    void requireRoom() throws ErrnoException {
        if (used.cardinality() >= limit) {
            throw Errno.MFILE.exception();
        }
    }

    int add(Descriptor descriptor) throws ErrnoException {
        requireRoom();
        var fd = used.nextClearBit(0);
        used.set(fd);
        if (fd == descriptors.size()) {
            descriptors.add(descriptor);
        } else {
            descriptors.set(fd, descriptor);
        }
        return fd;
    }

    void close(int fd) throws IOException {
        var descriptor = get(fd);
        forget(fd);
        release(descriptor);
    }

    /** Gives a descriptor the number of another one, which is closed. */
    void renumber(int from, int to) throws IOException {
        var moved = get(from);
        var replaced = get(to);
        if (from == to) {
            return;
        }
        forget(from);
        descriptors.set(to, moved);
        release(replaced);
    }

    private void forget(int fd) {
        descriptors.set(fd, null);
        used.clear(fd);
    }

    private void release(Descriptor descriptor) throws IOException {
        setListing(descriptor, null);
        descriptor.resource().close();
    }

    /** How many names one more listing may have. */
    int namesLeft() {
        return MOST_LISTED_NAMES - listedNames;
    }

    /** Keeps the names that a directory had when its listing began. */
    void setListing(Descriptor descriptor, @Nullable List<String> names) {
        var before = descriptor.listing();
        listedNames += (names == null ? 0 : names.size()) - (before == null ? 0 : before.size());
        descriptor.setListing(names);
    }

    /** Closes everything, also where the host's own streams throw; tells of the first failure after the last. */
    void closeAll() throws IOException {
        IOException failure = null;
        for (var fd = used.nextSetBit(0); fd >= 0; fd = used.nextSetBit(fd + 1)) {
            try {
                close(fd);
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            } catch (RuntimeException e) {
                failure = failure == null ? new IOException(e) : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
