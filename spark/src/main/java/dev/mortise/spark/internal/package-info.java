/** What runs in the executors. Public as far as generated classes and Spark's serializers ask for it. */
@NullMarked
package dev.mortise.spark.internal;

import org.jspecify.annotations.NullMarked;
