/** Guests that only an interruption ends, in this JVM and under each of its garbage collectors. */
@NullMarked
package dev.mortise.wasm.interruption;

import org.jspecify.annotations.NullMarked;
