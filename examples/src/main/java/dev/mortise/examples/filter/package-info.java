/**
 * A small HTTP service whose request filter is a plug-in, replaced without restart when its file changes. Start
 * {@link dev.mortise.examples.filter.FilterService}.
 */
package dev.mortise.examples.filter;
