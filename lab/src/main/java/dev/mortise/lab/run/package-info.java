/** A run: contenders by turns, the machine watched, progress shown, and whatever goes wrong kept to its row. */
@NullMarked
package dev.mortise.lab.run;

import org.jspecify.annotations.NullMarked;
