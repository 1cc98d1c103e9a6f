package dev.mortise.lab.run;

import dev.mortise.lab.experiment.Budget;
import dev.mortise.lab.experiment.Row;
import dev.mortise.lab.peer.Contender;
import dev.mortise.lab.peer.Contender.Pace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Who measures what when. The contenders of a row run one right after the other, so that what slows the machine down for
 * a while slows all of them; and the one that begins is another one in each round. Experiments take turns, too, so that a
 * run that ends early has something of each. One that is to be over soon has siblings and slow ones in its first round
 * alone.
 */
final class Schedule {

    private Schedule() {}

    /** The steps of one round. */
    static List<Step> round(int round, List<Row> rows, List<Contender> contenders, Budget budget) {
        var steps = new ArrayList<Step>();
        for (var row : byTurns(rows)) {
            var taking = contenders.stream().filter(each -> row.isFor(each, budget.isThorough()))
                    .filter(each -> round == 0 || budget.isThorough() || each.pace() == Pace.FULL).toList();
            int most = row.isWholeProcess() ? budget.processes() : 1;
            for (int process = 0; process < most; process++) {
                for (int i = 0; i < taking.size(); i++) {
                    var contender = taking.get((i + round + process) % taking.size());
                    // Seconds a process: four of them each round say no more of a slow one than one does.
                    if (process == 0 || contender.pace() != Pace.SLOW) {
                        steps.add(new Step(round, row, contender));
                    }
                }
            }
        }
        return steps;
    }

    /** One row of each experiment, then the next of each. */
    private static List<Row> byTurns(List<Row> rows) {
        var waiting = new LinkedHashMap<String, Deque<Row>>();
        rows.forEach(row -> waiting.computeIfAbsent(row.experiment(), key -> new ArrayDeque<>()).add(row));
        var turns = new ArrayList<Row>();
        while (turns.size() < rows.size()) {
            waiting.values().stream().filter(each -> !each.isEmpty()).forEach(each -> turns.add(each.remove()));
        }
        return turns;
    }
}
