/** Guests that call the functions one by one, and programs that use them as their languages do. */
@NullMarked
package dev.mortise.wasi;

import org.jspecify.annotations.NullMarked;
