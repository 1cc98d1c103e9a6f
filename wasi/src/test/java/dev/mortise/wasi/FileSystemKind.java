package dev.mortise.wasi;

import dev.mortise.wasi.internal.file.HostGrant;
import java.nio.file.Path;

/** Where a guest's files can be; all of them have to behave alike. */
enum FileSystemKind {
    /** A real directory, in the way that is best on this platform. */
    REAL,
    /** A real directory, as on a platform that cannot open relative to directories. */
    BY_PATH,
    /** In memory. */
    MEMORY;

    /** Something to give to guests. */
    interface Grant {
        void addTo(Wasi.Builder wasi, String guestPath, boolean readOnly);

        default void addTo(Wasi.Builder wasi) {
            addTo(wasi, "/", false);
        }
    }

    Grant grant(Path directory) {
        return switch (this) {
            case REAL -> (wasi, path, readOnly) -> wasi.grant(() -> HostGrant.open(directory), path, readOnly);
            case BY_PATH -> (wasi, path, readOnly) -> wasi.grant(() -> HostGrant.openByPath(directory), path, readOnly);
            case MEMORY -> {
                var files = MemoryFileSystem.create();
                yield (wasi, path, readOnly) -> {
                    if (readOnly) {
                        wasi.readOnlyDirectory(files, path);
                    } else {
                        wasi.directory(files, path);
                    }
                };
            }
        };
    }
}
