@NullMarked
package dev.mortise.lab.run;

import org.jspecify.annotations.NullMarked;
