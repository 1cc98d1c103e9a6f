/** Tests of the simulator from outside. */
@NullMarked
package dev.mortise.simulator;

import org.jspecify.annotations.NullMarked;
