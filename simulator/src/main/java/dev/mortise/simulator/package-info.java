/** Cache policies, in Java and as plug-ins, run over request traces. */
@NullMarked
package dev.mortise.simulator;

import org.jspecify.annotations.NullMarked;
