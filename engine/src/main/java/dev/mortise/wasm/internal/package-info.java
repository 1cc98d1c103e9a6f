@NullMarked
package dev.mortise.wasm.internal;

import org.jspecify.annotations.NullMarked;
