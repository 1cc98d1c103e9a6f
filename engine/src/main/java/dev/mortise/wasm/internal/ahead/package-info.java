/** Modules that were compiled ahead of time: what is kept of them, where, and how it is found again. */
@NullMarked
package dev.mortise.wasm.internal.ahead;

import org.jspecify.annotations.NullMarked;
