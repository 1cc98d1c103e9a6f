/** Other programs, run with a time limit. */
@NullMarked
package dev.mortise.lab.process;

import org.jspecify.annotations.NullMarked;
