/** Tests of the command, in one process but for {@link dev.mortise.cli.ProcessTest}. */
@NullMarked
package dev.mortise.cli;

import org.jspecify.annotations.NullMarked;
