package dev.mortise.spark;

import dev.mortise.simulator.Trace;
import dev.mortise.simulator.TraceException;
import dev.mortise.simulator.TraceFormat;
import dev.mortise.spark.internal.ShippedTrace;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** Traces of requests from where Spark finds its data. */
public final class SparkTrace {

    private static final Set<DataType> WHOLE = Set.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType,
            DataTypes.LongType);

    private SparkTrace() {}

    /** What a task makes of a file: a trace, or why there is none. */
    private record Found(@Nullable ShippedTrace trace, String failure) implements Serializable {
    }

    /**
     * Reads a file, which may be compressed with gzip, from any file system that Spark knows: a task does. Lines that are
     * no requests are skipped and noted.
     *
     * @param url of one file
     * @throws TraceException if what the format needs is missing, there is no request in the file, or the URL stands for
     *             several files
     */
    public static Trace read(SparkSession spark, String url, TraceFormat format) {
        var context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        var found = context.binaryFiles(url, 1).map(file -> {
            try (var in = file._2().open()) {
                return new Found(ShippedTrace.of(Trace.read(lastName(file._1()), in, format)), "");
            } catch (TraceException e) {
                // Not to be wrapped in what Spark throws for a task, nor tried again.
                return new Found(null, String.valueOf(e.getMessage()));
            } catch (IOException e) {
                throw new UncheckedIOException("%s: cannot be read".formatted(file._1()), e);
            }
        }).collect();
        if (found.size() != 1) {
            throw new TraceException("%s: these are %d files, and a trace is one".formatted(url, found.size()));
        }
        var trace = found.getFirst().trace();
        if (trace == null) {
            throw new TraceException(found.getFirst().failure());
        }
        return trace.trace();
    }

    private static String lastName(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /**
     * The requests in a table, in the order of its rows: sort it, since tables read from files have none.
     *
     * @param name what to call the trace
     * @param idColumn the column of the ids: whole numbers or texts
     * @param sizeColumn the column of the sizes, whole numbers of bytes
     * @throws TraceException if a column is missing or of another type, a value is null or a size negative, or there are
     *             no rows
     */
    public static Trace of(String name, Dataset<Row> rows, String idColumn, String sizeColumn) {
        for (var column : new String[]{idColumn, sizeColumn}) {
            if (!Arrays.asList(rows.columns()).contains(column)) {
                throw new TraceException("%s: there is no column '%s'; there are: %s".formatted(name, column,
                        String.join(", ", rows.columns())));
            }
        }
        var idType = rows.schema().apply(idColumn).dataType();
        var isText = idType.sameType(DataTypes.StringType);
        if (!isText && !isWhole(idType)) {
            throw new TraceException("%s: the ids in '%s' must be whole numbers or texts, not %s".formatted(name,
                    idColumn, idType.simpleString()));
        }
        var sizeType = rows.schema().apply(sizeColumn).dataType();
        if (!isWhole(sizeType)) {
            throw new TraceException("%s: the sizes in '%s' must be whole numbers, not %s".formatted(name, sizeColumn,
                    sizeType.simpleString()));
        }
        var trace = Trace.builder(name);
        var values = rows.select(rows.col(idColumn).cast(isText ? DataTypes.StringType : DataTypes.LongType),
                rows.col(sizeColumn).cast(DataTypes.LongType)).toLocalIterator();
        while (values.hasNext()) {
            var row = values.next();
            if (row.isNullAt(0) || row.isNullAt(1) || row.getLong(1) < 0) {
                throw new TraceException("%s: request %,d is none: %s".formatted(name, trace.requests() + 1L, row));
            }
            if (isText) {
                trace.add(row.getString(0), row.getLong(1));
            } else {
                trace.add(row.getLong(0), row.getLong(1));
            }
        }
        if (trace.requests() == 0) {
            throw new TraceException(name + ": there is no request in it");
        }
        return trace.build();
    }

    private static boolean isWhole(DataType type) {
        return WHOLE.contains(type);
    }
}
