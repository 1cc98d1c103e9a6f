package dev.mortise.wasi.internal.file;

import org.jspecify.annotations.Nullable;

/**
 * The times to give to a file, in nanoseconds since 1970.
 *
 * @param accessed null leaves the time as it is
 * @param modified null leaves the time as it is
 */
public record Times(@Nullable Long accessed, @Nullable Long modified) {
}
