/** Runs plug-ins built for Extism's ABI. */
@NullMarked
package dev.mortise.plugin;

import org.jspecify.annotations.NullMarked;
