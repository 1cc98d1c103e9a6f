package dev.mortise.spark.internal;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.NumberType;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The type of a function with numbers in and one number out: what SQL can call.
 *
 * @param parameters in order, at most {@link RowFunction#MOST_PARAMETERS}
 * @param result the one
 */
public record DirectType(List<NumberType> parameters, NumberType result) implements Serializable {

    /** This type, if SQL can call it. */
    public static Optional<DirectType> of(FunctionType type) {
        if (type.parameters().size() > RowFunction.MOST_PARAMETERS || type.results().size() != 1
                || !(type.results().getFirst() instanceof NumberType result)) {
            return Optional.empty();
        }
        var parameters = new ArrayList<NumberType>();
        for (var each : type.parameters()) {
            if (!(each instanceof NumberType number)) {
                return Optional.empty();
            }
            parameters.add(number);
        }
        return Optional.of(new DirectType(List.copyOf(parameters), result));
    }

    /** What SQL calls the result. */
    public DataType sqlResult() {
        return switch (result) {
            case I32 -> DataTypes.IntegerType;
            case I64 -> DataTypes.LongType;
            case F32 -> DataTypes.FloatType;
            case F64 -> DataTypes.DoubleType;
        };
    }
}
