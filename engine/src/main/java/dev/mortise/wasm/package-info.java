/** A WebAssembly runtime: bytes in, Java calls out. */
@NullMarked
package dev.mortise.wasm;

import org.jspecify.annotations.NullMarked;
