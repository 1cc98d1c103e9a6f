/** Compiled classes of modules, kept in files. */
@NullMarked
package dev.mortise.wasm.internal.cache;

import org.jspecify.annotations.NullMarked;
