/** The report of a run: a page that needs no network, and Markdown for a pull request. */
@NullMarked
package dev.mortise.lab.report;

import org.jspecify.annotations.NullMarked;
