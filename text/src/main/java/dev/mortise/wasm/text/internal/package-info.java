/** How the text format is read: lexer, literals, index spaces, fields, instructions, and the binary writer. */
@NullMarked
package dev.mortise.wasm.text.internal;

import org.jspecify.annotations.NullMarked;
