/** The rules of the house, checked on the classes of every floor. */
@NullMarked
package dev.mortise.cli.architecture;

import org.jspecify.annotations.NullMarked;
