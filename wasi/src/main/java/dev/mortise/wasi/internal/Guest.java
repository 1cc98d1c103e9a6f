package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.ErrnoException;
import dev.mortise.wasi.internal.file.Resource;
import dev.mortise.wasm.Attachment;
import dev.mortise.wasm.Instance;
import java.io.IOException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What one guest has: the functions find it through the instance that calls. Belongs to that instance's thread. */
public final class Guest {

    /** Where the functions find it. */
    public static final Attachment<Guest> GUEST = Attachment.create(Guest.class);

    private final Texts arguments;
    private final Texts environment;
    private final ClockSource clock;
    private final RandomGenerator random;
    private final DescriptorTable descriptors;
    private final Vectors vectors = new Vectors();
    private final SocketWait sockets = new SocketWait(this);
    private @Nullable GuestMemory memory;
    private @Nullable Instance caller;

    Guest(Texts arguments, Texts environment, ClockSource clock, RandomGenerator random, DescriptorTable descriptors) {
        this.arguments = arguments;
        this.environment = environment;
        this.clock = clock;
        this.random = random;
        this.descriptors = descriptors;
    }

    /** The guest whose code calls. */
    static Guest of(Instance caller) {
        var guest = GUEST.get(caller);
        var memory = guest.memory;
        // Several linked instances may share one guest; each has a memory of its own.
        if (memory == null || !memory.isOf(caller)) {
            guest.memory = new GuestMemory(caller);
            guest.caller = caller;
        }
        return guest;
    }

    GuestMemory memory() {
        var present = memory;
        if (present == null) {
            throw new IllegalStateException("no instance has called yet");
        }
        return present;
    }

    Instance caller() {
        var present = caller;
        if (present == null) {
            throw new IllegalStateException("no instance has called yet");
        }
        return present;
    }

    Texts arguments() {
        return arguments;
    }

    Texts environment() {
        return environment;
    }

    ClockSource clock() {
        return clock;
    }

    RandomGenerator random() {
        return random;
    }

    DescriptorTable descriptors() {
        return descriptors;
    }

    Descriptor descriptor(int fd) throws ErrnoException {
        return descriptors.get(fd);
    }

    Resource resource(int fd, long rights) throws ErrnoException {
        var descriptor = descriptors.get(fd);
        descriptor.require(rights);
        return descriptor.resource();
    }

    /** The pieces of memory that a call is about, checked. */
    Vectors vectors(int pointer, int count) throws ErrnoException {
        vectors.read(memory(), pointer, count);
        return vectors;
    }

    SocketWait sockets() {
        return sockets;
    }

    /** Closes whatever is open. */
    public void close() throws IOException {
        try {
            descriptors.closeAll();
        } finally {
            sockets.close();
        }
    }
}
