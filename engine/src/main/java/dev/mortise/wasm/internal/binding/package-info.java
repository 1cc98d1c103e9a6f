/** What the engine shows of its inside to generated objects that call guests. */
@NullMarked
package dev.mortise.wasm.internal.binding;

import org.jspecify.annotations.NullMarked;
