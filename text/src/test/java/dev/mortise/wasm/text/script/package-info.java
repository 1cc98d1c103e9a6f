/** Scripts in the format of the official test suite ({@code .wast}): a reader that runs each form as it comes. */
@NullMarked
package dev.mortise.wasm.text.script;

import org.jspecify.annotations.NullMarked;
