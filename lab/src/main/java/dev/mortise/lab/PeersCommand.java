package dev.mortise.lab;

import dev.mortise.lab.experiment.Budget;
import dev.mortise.lab.experiment.Plan;
import dev.mortise.lab.peer.Contenders;
import dev.mortise.lab.peer.Places;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mortise lab peers}: who can take part here, and who cannot and why. */
@Command(name = "peers", mixinStandardHelpOptions = true, description = {
    "Lists who can take part on this machine, with their experiments, and who cannot and why. Builds what is not built "
            + "yet."})
final class PeersCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PEER", arity = "0..*", description = "ids or groups, to ask these alone")
    private List<String> wanted = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var finder = new Contenders(Places.ofProcess(), what -> System.err.println("mortise lab: " + what));
        for (var each : finder.find(wanted)) {
            System.out.printf("%-22s %s%n", each.id(), each.takesPart()
                    ? each.version() + ": " + String.join(", ", Plan.experimentsFor(each, Budget.THOROUGH))
                    : "left out: " + each.leftOut());
        }
        return 0;
    }
}
