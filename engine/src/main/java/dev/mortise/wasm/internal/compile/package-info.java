@NullMarked
package dev.mortise.wasm.internal.compile;

import org.jspecify.annotations.NullMarked;
