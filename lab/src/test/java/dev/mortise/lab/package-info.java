@NullMarked
package dev.mortise.lab;

import org.jspecify.annotations.NullMarked;
