@NullMarked
package dev.mortise.lab.peer;

import org.jspecify.annotations.NullMarked;
