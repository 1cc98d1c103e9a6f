/** What {@code mortise simulate} reads from its options and makes of results. */
@NullMarked
package dev.mortise.cli.internal.simulation;

import org.jspecify.annotations.NullMarked;
