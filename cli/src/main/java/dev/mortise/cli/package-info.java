/** The {@code mortise} command. */
@NullMarked
package dev.mortise.cli;

import org.jspecify.annotations.NullMarked;
