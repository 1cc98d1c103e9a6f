package dev.mortise.lab.report;

import java.util.List;

/** A part of a section. */
sealed interface Block permits Block.Text, Block.Fold, Table, Chart {

    /** A paragraph. */
    record Text(String text) implements Block {
    }

    /** What is shown when somebody asks for it. */
    record Fold(String title, List<Block> blocks) implements Block {

        public Fold {
            blocks = List.copyOf(blocks);
        }
    }
}
