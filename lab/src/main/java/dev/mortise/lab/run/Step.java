package dev.mortise.lab.run;

import dev.mortise.lab.experiment.Row;
import dev.mortise.lab.peer.Contender;

/**
 * One process to come.
 *
 * @param round from 0
 * @param row what it measures
 * @param contender who it is
 */
record Step(int round, Row row, Contender contender) {
}
