@NullMarked
package dev.mortise.lab.result;

import org.jspecify.annotations.NullMarked;
