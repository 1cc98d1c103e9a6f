/**
 * WASI preview 1 by capability: a guest sees the directories, streams, arguments, variables, clock, random numbers and
 * sockets that it was given, and nothing else. Start at {@link dev.mortise.wasi.Wasi}.
 */
@NullMarked
package dev.mortise.wasi;

import org.jspecify.annotations.NullMarked;
