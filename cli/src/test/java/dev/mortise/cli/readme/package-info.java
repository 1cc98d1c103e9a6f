/** The documents' code, run as a reader would run it. */
@NullMarked
package dev.mortise.cli.readme;

import org.jspecify.annotations.NullMarked;
