@NullMarked
package dev.mortise.lab.report;

import org.jspecify.annotations.NullMarked;
