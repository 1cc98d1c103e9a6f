package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.Errno;
import dev.mortise.wasm.Instance;
import java.io.IOException;
import java.lang.invoke.MethodHandles;

/** {@code sock_*}, for the sockets that the guest was given and those that called there. */
final class SocketFunctions {

    private static final int PEEK = 1;
    private static final int WAIT_ALL = 2;
    private static final int SHUT_READ = 1;
    private static final int SHUT_WRITE = 2;

    private SocketFunctions() {}

    static void addTo(FunctionSet functions) {
        var source = functions.from(MethodHandles.lookup());
        source.add("sock_accept", "sockAccept", int.class, int.class, int.class);
        source.add("sock_recv", "sockRecv", int.class, int.class, int.class, int.class, int.class, int.class);
        source.add("sock_send", "sockSend", int.class, int.class, int.class, int.class, int.class);
        source.add("sock_shutdown", "sockShutdown", int.class, int.class);
    }

    static void sockAccept(int fd, int flags, int result, Instance caller) throws IOException {
        Headroom.require();
        var guest = Guest.of(caller);
        guest.memory().check(result, 4);
        var descriptor = guest.descriptor(fd);
        if (!(descriptor.resource() instanceof Listener listener)) {
            throw (descriptor.resource() instanceof Connection ? Errno.INVAL : Errno.NOTSOCK).exception();
        }
        descriptor.require(Rights.SOCK_ACCEPT);
        if ((flags & ~FdFlags.NONBLOCK) != 0) {
            throw Errno.INVAL.exception();
        }
        guest.descriptors().requireRoom();
        var connection = listener.accept(guest, !descriptor.has(FdFlags.NONBLOCK));
        var rights = descriptor.inheritedRights() & Rights.CONNECTION;
        guest.memory().writeInt(result, guest.descriptors().add(new Descriptor(connection, rights, 0, flags)));
    }

    static void sockRecv(int fd, int pieces, int count, int flags, int sizeResult, int flagsResult, Instance caller)
            throws IOException {
        Headroom.require();
        var guest = Guest.of(caller);
        var descriptor = guest.descriptor(fd);
        var vectors = guest.vectors(pieces, count);
        guest.memory().check(sizeResult, 4);
        guest.memory().check(flagsResult, 2);
        var connection = connection(descriptor, Rights.FD_READ);
        if ((flags & ~(PEEK | WAIT_ALL)) != 0) {
            throw Errno.INVAL.exception();
        }
        var waits = !descriptor.has(FdFlags.NONBLOCK);
        var received = (flags & PEEK) != 0 ? look(guest, connection, vectors, waits)
                : Transfer.receive(guest, connection, vectors, waits, (flags & WAIT_ALL) != 0);
        guest.memory().writeInt(sizeResult, received);
        guest.memory().writeShort(flagsResult, 0);
    }

    /** Looks into the first piece that has room. */
    private static int look(Guest guest, Connection connection, Vectors vectors, boolean waits) throws IOException {
        for (var i = 0; i < vectors.count(); i++) {
            if (vectors.length(i) > 0) {
                return connection.look(guest, guest.memory().buffer(vectors.pointer(i), vectors.length(i)), waits);
            }
        }
        return 0;
    }

    static void sockSend(int fd, int pieces, int count, int flags, int result, Instance caller) throws IOException {
        Headroom.require();
        var guest = Guest.of(caller);
        var descriptor = guest.descriptor(fd);
        var vectors = guest.vectors(pieces, count);
        guest.memory().check(result, 4);
        var connection = connection(descriptor, Rights.FD_WRITE);
        if (flags != 0) {
            throw Errno.INVAL.exception();
        }
        guest.memory().writeInt(result,
                Transfer.send(guest, connection, vectors, !descriptor.has(FdFlags.NONBLOCK)));
    }

    static void sockShutdown(int fd, int how, Instance caller) throws IOException {
        Headroom.require();
        var connection = connection(Guest.of(caller).descriptor(fd), Rights.SOCK_SHUTDOWN);
        if (how == 0 || (how & ~(SHUT_READ | SHUT_WRITE)) != 0) {
            throw Errno.INVAL.exception();
        }
        connection.shutDown((how & SHUT_READ) != 0, (how & SHUT_WRITE) != 0);
    }

    private static Connection connection(Descriptor descriptor, long right) throws IOException {
        if (!(descriptor.resource() instanceof Connection connection)) {
            throw (descriptor.resource() instanceof Listener ? Errno.NOTCONN : Errno.NOTSOCK).exception();
        }
        descriptor.require(right);
        return connection;
    }
}
