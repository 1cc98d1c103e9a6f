@NullMarked
package dev.mortise.wasm.ahead;

import org.jspecify.annotations.NullMarked;
