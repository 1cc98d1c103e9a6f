/**
 * The programs that measure one thing in one JVM: {@code RUNTIME TASK key=value...} on the command line, one object of
 * JSON as the last line of standard output. Programs in other languages under {@code lab/peers} do the same.
 */
@NullMarked
package dev.mortise.lab.host;

import org.jspecify.annotations.NullMarked;
