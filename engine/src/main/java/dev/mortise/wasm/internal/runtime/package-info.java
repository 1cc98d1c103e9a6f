@NullMarked
package dev.mortise.wasm.internal.runtime;

import org.jspecify.annotations.NullMarked;
