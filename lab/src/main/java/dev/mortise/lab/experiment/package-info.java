/** What is measured: the rows of each experiment, and for whom each is. */
@NullMarked
package dev.mortise.lab.experiment;

import org.jspecify.annotations.NullMarked;
