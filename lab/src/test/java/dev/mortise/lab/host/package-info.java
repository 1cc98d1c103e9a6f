@NullMarked
package dev.mortise.lab.host;

import org.jspecify.annotations.NullMarked;
