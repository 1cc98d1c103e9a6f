package dev.mortise.spark.internal;

import dev.mortise.simulator.BuiltInPolicy;
import dev.mortise.simulator.PluginPolicy;
import dev.mortise.simulator.PolicyAbi;
import dev.mortise.simulator.PolicyLanguage;
import dev.mortise.simulator.Trace;
import dev.mortise.simulator.TraceFormat;
import dev.mortise.simulator.Zipf;
import dev.mortise.spark.SparkSweep;
import dev.mortise.spark.SparkTrace;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/** The arguments of the job: names with a value each. */
public final class SweepOptions {

    public static final String HELP = """
            Runs cache policies over a trace, each at each size as a task of its own.

              --trace URL         one file, plain or gzip; by default %,d requests made up by Zipf's law
              --trace-format F    text for an id and a size a line, lirs, or csv; by default what the name ends in
              --block-bytes N     the size of a block of the format lirs; 4096 by default
              --id-column NAME    the column of the ids in csv; 'id' by default
              --size-column NAME  the column of the sizes in csv; 'size' by default
              --sizes LIST        cache sizes in MiB, or with a unit (256K, 2G), with commas between
              --policies LIST     fifo, lru, lfu, gds, gds-published, and modules on the driver as NAME=FILE
              --abi LIST          of java, direct, struct, bincode; by default all
              --guests LIST       the language of the built-in plug-ins: rust (the default), c,
                                  assemblyscript
              --repeat N          how often each run is done; 3 by default
              --timeout SECONDS   how long a plug-in may take for one run; 600 by default
              --output URL        a new folder for the results
              --format FORMAT     of the results there: csv (the default), json, parquet"""
            .formatted(Zipf.USUAL.requests());

    private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1 << 20);
    private static final BigDecimal MOST = BigDecimal.valueOf(1L << 62);
    private static final Map<String, Long> UNITS = Map.of("K", 1L << 10, "M", 1L << 20, "G", 1L << 30, "T", 1L << 40);
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("--block-bytes", "" + TraceFormat.Lirs.USUAL_BLOCK),
            Map.entry("--id-column", "id"),
            Map.entry("--size-column", "size"),
            Map.entry("--sizes", "4,8,16,32,64,128,256,512,1024,2048,4096,8192"),
            Map.entry("--policies", "fifo,lru,lfu,gds,gds-published"),
            Map.entry("--abi", "java,direct,struct,bincode"),
            Map.entry("--guests", "rust"),
            Map.entry("--repeat", "3"),
            Map.entry("--timeout", "600"),
            Map.entry("--format", "csv"));
    private static final List<String> WITHOUT_DEFAULT = List.of("--trace", "--trace-format", "--output");

    private final Map<String, String> given = new LinkedHashMap<>();

    private SweepOptions() {}

    /**
     * Reads arguments.
     *
     * @throws IllegalArgumentException if one is unknown or has no value
     */
    public static SweepOptions parse(String... arguments) {
        var options = new SweepOptions();
        for (var i = 0; i < arguments.length; i += 2) {
            var name = arguments[i];
            if (!DEFAULTS.containsKey(name) && !WITHOUT_DEFAULT.contains(name)) {
                throw new IllegalArgumentException("there is no option '" + name + "'; --help lists them");
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            options.given.put(name, arguments[i + 1]);
        }
        return options;
    }

    /** Where results go. */
    public Optional<String> output() {
        return Optional.ofNullable(given.get("--output"));
    }

    /** What Spark calls their format. */
    public String outputFormat() {
        return chosen("--format", text -> List.of("csv", "json", "parquet").contains(text)
                ? Optional.of(text)
                : Optional.empty()).getFirst();
    }

    /**
     * The sweep, with its trace read.
     *
     * @throws IllegalArgumentException if a value is none of its option's
     * @throws IOException if a module cannot be read
     */
    public SparkSweep sweep(SparkSession spark) throws IOException {
        outputFormat();
        var sizes = chosen("--sizes", SweepOptions::bytes);
        var abis = chosen("--abi", PolicyAbi::named);
        var languages = chosen("--guests", PolicyLanguage::named);
        var sweep = SparkSweep.over(spark, trace(spark)).repetitions(number("--repeat"))
                .longestRun(Duration.ofSeconds(number("--timeout")));
        sizes.forEach(sweep::cacheBytes);
        for (var policy : value("--policies").split(",", -1)) {
            add(sweep, policy.strip(), abis, languages);
        }
        return sweep;
    }

    private static void add(SparkSweep sweep, String policy, List<PolicyAbi> abis, List<PolicyLanguage> languages)
            throws IOException {
        var equals = policy.indexOf('=');
        if (equals > 0 && equals == policy.length() - 1) {
            throw new IllegalArgumentException("--policies: there is no file after '%s'".formatted(policy));
        }
        if (equals > 0) {
            addFile(sweep, policy.substring(0, equals), Path.of(policy.substring(equals + 1)), abis);
            return;
        }
        var builtIn = BuiltInPolicy.named(policy).orElseThrow(() -> new IllegalArgumentException(
                "there is no policy '%s': there are fifo, lru, lfu, gds, gds-published, and modules as NAME=FILE"
                        .formatted(policy)));
        for (var abi : abis) {
            if (abi == PolicyAbi.JAVA) {
                sweep.inJava(builtIn);
            } else {
                languages.forEach(language -> sweep.inPlugin(builtIn, language, abi));
            }
        }
    }

    private static void addFile(SparkSweep sweep, String policy, Path file, List<PolicyAbi> abis) throws IOException {
        var bytes = Files.readAllBytes(file);
        var name = String.valueOf(file.getFileName());
        var plugin = PluginPolicy.of(name, LoadedModules.get(LoadedModules.hash(bytes), name, () -> bytes));
        var possible = abis.stream().filter(plugin.abis()::contains).toList();
        if (possible.isEmpty() || plugin.isAmbiguous() && possible.size() > 1) {
            throw new IllegalArgumentException("%s: say with --abi which of %s it is to be called under".formatted(file,
                    plugin.abis().stream().map(PolicyAbi::label).toList()));
        }
        if (abis.contains(PolicyAbi.JAVA)) {
            BuiltInPolicy.named(policy).ifPresent(sweep::inJava);
        }
        possible.forEach(abi -> sweep.inPlugin(policy, name, bytes, abi));
    }

    private Trace trace(SparkSession spark) {
        var url = given.get("--trace");
        return url == null ? Zipf.USUAL.generate() : SparkTrace.read(spark, url, format(url));
    }

    private TraceFormat format(String url) {
        var name = url.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
        var byName = name.endsWith(".csv") ? "csv" : name.endsWith(".lirs") ? "lirs" : "text";
        return switch (given.getOrDefault("--trace-format", byName)) {
            case "text" -> new TraceFormat.IdAndSize();
            case "lirs" -> new TraceFormat.Lirs(number("--block-bytes"));
            case "csv" -> new TraceFormat.Csv(value("--id-column"), value("--size-column"), ',');
            default -> throw new IllegalArgumentException(
                    "--trace-format is text, lirs or csv, not '" + given.get("--trace-format") + '\'');
        };
    }

    private String value(String name) {
        var value = given.getOrDefault(name, DEFAULTS.get(name));
        return value == null ? "" : value;
    }

    private int number(String name) {
        try {
            var number = Integer.parseInt(value(name));
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new IllegalArgumentException("%s takes a whole number from 1, not '%s'".formatted(name, value(name)));
    }

    private <T> List<T> chosen(String name, Function<String, Optional<T>> parser) {
        var chosen = new ArrayList<T>();
        for (var text : value(name).split(",", -1)) {
            var one = parser.apply(text.strip()).orElseThrow(
                    () -> new IllegalArgumentException(
                            "%s does not take '%s'; --help lists what it takes".formatted(name,
                                    text)));
            if (!chosen.contains(one)) {
                chosen.add(one);
            }
        }
        return chosen;
    }

    private static Optional<Long> bytes(String text) {
        var size = text.toUpperCase(Locale.ROOT);
        var unit = size.isEmpty() ? null : UNITS.get(size.substring(size.length() - 1));
        var digits = unit == null ? size : size.substring(0, size.length() - 1);
        if (!digits.matches("\\d{1,12}(\\.\\d{1,12})?")) {
            return Optional.empty();
        }
        var number = new BigDecimal(digits).multiply(unit == null ? MEBIBYTE : BigDecimal.valueOf(unit))
                .setScale(0, RoundingMode.HALF_UP);
        return number.signum() > 0 && number.compareTo(MOST) <= 0 ? Optional.of(number.longValueExact())
                : Optional.empty();
    }
}
