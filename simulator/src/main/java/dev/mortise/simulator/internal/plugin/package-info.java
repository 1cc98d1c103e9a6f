/** How policies in modules are called. */
@NullMarked
package dev.mortise.simulator.internal.plugin;

import org.jspecify.annotations.NullMarked;
