/** How objects behind interfaces are made, and how values cross into a guest and back. */
@NullMarked
package dev.mortise.bind.internal;

import org.jspecify.annotations.NullMarked;
