/** Extism's kernel and environment in Java, and the way of one call into a plug-in. */
@NullMarked
package dev.mortise.plugin.internal;

import org.jspecify.annotations.NullMarked;
