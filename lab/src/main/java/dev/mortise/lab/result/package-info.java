/** What a run of the lab found, the file that it is kept in, and what its figures say. */
@NullMarked
package dev.mortise.lab.result;

import org.jspecify.annotations.NullMarked;
