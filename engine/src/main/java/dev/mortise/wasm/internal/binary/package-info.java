@NullMarked
package dev.mortise.wasm.internal.binary;

import org.jspecify.annotations.NullMarked;
