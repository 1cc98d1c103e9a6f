/** The WebAssembly text format: WAT to binary. */
@NullMarked
package dev.mortise.wasm.text;

import org.jspecify.annotations.NullMarked;
