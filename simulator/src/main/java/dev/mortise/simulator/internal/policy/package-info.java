/** The policies that come with the simulator, in Java. */
@NullMarked
package dev.mortise.simulator.internal.policy;

import org.jspecify.annotations.NullMarked;
