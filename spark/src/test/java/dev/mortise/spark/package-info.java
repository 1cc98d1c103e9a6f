/** Tests with a Spark of their own. */
@NullMarked
package dev.mortise.spark;

import org.jspecify.annotations.NullMarked;
