@NullMarked
package dev.mortise.maven;

import org.jspecify.annotations.NullMarked;
