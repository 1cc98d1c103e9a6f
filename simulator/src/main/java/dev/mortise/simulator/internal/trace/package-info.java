/** Readers of trace files. */
@NullMarked
package dev.mortise.simulator.internal.trace;

import org.jspecify.annotations.NullMarked;
