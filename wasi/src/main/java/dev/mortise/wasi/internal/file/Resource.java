package dev.mortise.wasi.internal.file;

import java.io.IOException;

/** What stands behind a file descriptor. */
public interface Resource {

    /** What kind of thing the guest sees. */
    FileType fileType();

    /** What is known of it. */
    default FileStatus status() throws IOException {
        return FileStatus.of(fileType());
    }

    /** Lets go of whatever the host holds for it. */
    void close() throws IOException;
}
