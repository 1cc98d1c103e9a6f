/** What the commands work with: reports about modules. */
@NullMarked
package dev.mortise.cli.internal;

import org.jspecify.annotations.NullMarked;
