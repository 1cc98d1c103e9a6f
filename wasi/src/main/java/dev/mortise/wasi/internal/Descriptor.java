package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.Directory;
import dev.mortise.wasi.internal.file.Errno;
import dev.mortise.wasi.internal.file.ErrnoException;
import dev.mortise.wasi.internal.file.OpenFile;
import dev.mortise.wasi.internal.file.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a guest holds under a number: a resource, what it may do with it, and where it is in it. */
final class Descriptor {

    private final Resource resource;
    /** The path under which a directory was granted. */
    private final byte @Nullable [] grantedAs;
    private long rights;
    private long inheritedRights;
    private int flags;
    private long position;
    private @Nullable List<String> listing;

    Descriptor(Resource resource, long rights, long inheritedRights, int flags) {
        this(resource, rights, inheritedRights, flags, null);
    }

    private Descriptor(Resource resource, long rights, long inheritedRights, int flags, byte @Nullable [] grantedAs) {
        this.resource = resource;
        this.rights = rights;
        this.inheritedRights = inheritedRights;
        this.flags = flags;
        this.grantedAs = grantedAs;
    }

    static Descriptor granted(Directory directory, byte[] guestPath) {
        return directory.readOnly()
                ? new Descriptor(directory, Rights.READ_ONLY_DIRECTORY, Rights.READ_ONLY_INHERITED, 0, guestPath)
                : new Descriptor(directory, Rights.DIRECTORY, Rights.INHERITED, 0, guestPath);
    }

    Resource resource() {
        return resource;
    }

    byte @Nullable [] grantedAs() {
        return grantedAs;
    }

    long rights() {
        return rights;
    }

    long inheritedRights() {
        return inheritedRights;
    }

    int flags() {
        return flags;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    void setFlags(int newFlags) {
        flags = newFlags;
    }

    /** Rights can be given away, never won. */
    void setRights(long newRights, long newInheritedRights) throws ErrnoException {
        if ((newRights & ~rights) != 0 || (newInheritedRights & ~inheritedRights) != 0) {
            throw Errno.NOTCAPABLE.exception();
        }
        rights = newRights;
        inheritedRights = newInheritedRights;
    }

    void require(long wanted) throws ErrnoException {
        if ((rights & wanted) != wanted) {
            throw Errno.NOTCAPABLE.exception();
        }
    }

    Directory directory(long wanted) throws ErrnoException {
        if (!(resource instanceof Directory directory)) {
            throw Errno.NOTDIR.exception();
        }
        require(wanted);
        return directory;
    }

    /** A directory in which something is to be changed. */
    Directory changeable(long wanted) throws ErrnoException {
        if (resource instanceof Directory directory && directory.readOnly()) {
            throw Errno.ROFS.exception();
        }
        return directory(wanted);
    }

    /** A file with positions. */
    OpenFile file(long wanted) throws ErrnoException {
        if (resource instanceof OpenFile file) {
            require(wanted);
            return file;
        }
        throw (resource instanceof Directory ? Errno.BADF : Errno.SPIPE).exception();
    }

    long position() {
        return position;
    }

    void setPosition(long newPosition) {
        position = newPosition;
    }

    @Nullable
    List<String> listing() {
        return listing;
    }

    void setListing(@Nullable List<String> names) {
        listing = names;
    }
}
