@NullMarked
package dev.mortise.spark.internal;

import org.jspecify.annotations.NullMarked;
