/** Directories and files by capability: real ones and those in memory, and the walk along a path between them. */
@NullMarked
package dev.mortise.wasi.internal.file;

import org.jspecify.annotations.NullMarked;
