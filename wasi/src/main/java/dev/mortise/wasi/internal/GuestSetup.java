package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.Directory;
import dev.mortise.wasi.internal.file.ErrnoException;
import java.io.IOException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Makes a guest's state: streams under 0, 1 and 2, then the directories, then the sockets. The C library of guests
 * looks for directories from 3 on until a number is no directory, so sockets come last.
 */
public final class GuestSetup {

    private final DescriptorTable descriptors;

    /** @param limit how many descriptors the guest may have */
    public GuestSetup(int limit) {
        descriptors = new DescriptorTable(limit);
    }

    /** The standard streams; first of all. */
    public void streams(InputPipe in, OutputPipe out, OutputPipe err) {
        add(new Descriptor(in, Rights.INPUT, 0, 0));
        add(new Descriptor(out, Rights.OUTPUT, 0, 0));
        add(new Descriptor(err, Rights.OUTPUT, 0, 0));
    }

    /** A directory under the name that the guest knows it by. */
    public void directory(Directory directory, String guestPath) {
        add(Descriptor.granted(directory, guestPath.getBytes(StandardCharsets.UTF_8)));
    }

    /** A socket. */
    public void socket(NetworkChannel channel) throws IOException {
        switch (channel) {
            case ServerSocketChannel listener -> add(new Descriptor(new Listener(listener), Rights.LISTENER,
                    Rights.CONNECTION, 0));
            case SocketChannel connection -> add(new Descriptor(new Connection(connection), Rights.CONNECTION, 0, 0));
            default -> throw new IllegalArgumentException("a guest can have a ServerSocketChannel or a SocketChannel, "
                    + "not a " + channel.getClass().getName());
        }
    }

    private void add(Descriptor descriptor) {
        try {
            descriptors.add(descriptor);
        } catch (ErrnoException e) {
            throw new IllegalArgumentException("streams, directories and sockets are more than the guest's limit of "
                    + "descriptors: raise maxDescriptors", e);
        }
    }

    /** Everything together. */
    public Guest guest(List<String> arguments, List<String> environment, ClockSource clock, RandomGenerator random) {
        // What a random number needs is loaded now, when there is stack for it.
        random.nextBytes(new byte[1]);
        return new Guest(new Texts(arguments), new Texts(environment), clock, random, descriptors);
    }

    /** Lets go of what was opened, if there will be no guest. */
    public void abandon() {
        try {
            descriptors.closeAll();
        } catch (IOException e) {
            // The failure that leads here is the one to tell of.
        }
    }
}
