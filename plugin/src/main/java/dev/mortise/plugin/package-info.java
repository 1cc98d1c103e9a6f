/**
 * Runs plug-ins built with Extism's PDKs. {@link dev.mortise.plugin.Plugin#open(java.nio.file.Path)} opens one,
 * {@link dev.mortise.plugin.Plugin#builder()} gives it configuration and {@linkplain dev.mortise.plugin.HostFunction
 * functions of the host}, {@link dev.mortise.plugin.Plugin#callString} calls it, and a call that fails throws a
 * {@link dev.mortise.plugin.PluginException}.
 */
@NullMarked
package dev.mortise.plugin;

import org.jspecify.annotations.NullMarked;
