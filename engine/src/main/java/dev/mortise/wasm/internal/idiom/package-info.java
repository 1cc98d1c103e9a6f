/** Loops that do what one bulk operation does, as compilers write them: found in the code, told to the compiler. */
@NullMarked
package dev.mortise.wasm.internal.idiom;

import org.jspecify.annotations.NullMarked;
