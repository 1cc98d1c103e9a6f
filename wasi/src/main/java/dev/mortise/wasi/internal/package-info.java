/** The 46 functions of preview 1, by subject, and the state of the guest that calls them. */
@NullMarked
package dev.mortise.wasi.internal;

import org.jspecify.annotations.NullMarked;
