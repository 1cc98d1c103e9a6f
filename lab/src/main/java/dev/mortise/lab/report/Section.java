package dev.mortise.lab.report;

import java.util.List;

/**
 * A chapter of the report.
 *
 * @param id by which the page links to it
 */
record Section(String id, String title, List<Block> blocks) {

    Section {
        blocks = List.copyOf(blocks);
    }
}
