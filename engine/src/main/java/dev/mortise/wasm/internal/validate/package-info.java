@NullMarked
package dev.mortise.wasm.internal.validate;

import org.jspecify.annotations.NullMarked;
