@NullMarked
package dev.mortise.lab.experiment;

import org.jspecify.annotations.NullMarked;
