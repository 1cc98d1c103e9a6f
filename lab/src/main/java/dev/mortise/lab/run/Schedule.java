package dev.mortise.lab.run;

import dev.mortise.lab.experiment.Budget;
import dev.mortise.lab.experiment.Row;
import dev.mortise.lab.peer.Contender;
import dev.mortise.lab.peer.Contender.Pace;
import java.util.ArrayList;
import java.util.List;

/**
 * Who measures what when. The contenders of a row run one right after the other, so that what slows the machine down for
 * a while slows all of them; and the one that begins is another one in each round. A run that is to be over soon has
 * siblings and slow ones in its first round alone.
 */
final class Schedule {

    private Schedule() {}

    /** The steps of one round. */
    static List<Step> round(int round, List<Row> rows, List<Contender> contenders, Budget budget) {
        var steps = new ArrayList<Step>();
        for (var row : rows) {
            var taking = contenders.stream().filter(each -> row.isFor(each, budget.isThorough()))
                    .filter(each -> round == 0 || budget.isThorough() || each.pace() == Pace.FULL).toList();
            int processes = row.isWholeProcess() ? budget.processes() : 1;
            for (int process = 0; process < processes; process++) {
                for (int i = 0; i < taking.size(); i++) {
                    steps.add(new Step(round, row, taking.get((i + round + process) % taking.size())));
                }
            }
        }
        return steps;
    }
}
