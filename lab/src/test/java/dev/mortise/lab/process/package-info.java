@NullMarked
package dev.mortise.lab.process;

import org.jspecify.annotations.NullMarked;
