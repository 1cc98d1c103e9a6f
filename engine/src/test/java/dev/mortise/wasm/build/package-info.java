/** Makes modules for the tests, byte by byte: the text format is another floor. */
@NullMarked
package dev.mortise.wasm.build;

import org.jspecify.annotations.NullMarked;
