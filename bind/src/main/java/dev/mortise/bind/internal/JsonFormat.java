package dev.mortise.bind.internal;

import dev.mortise.bind.BindException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON by Jackson. The mapper is made when a class is, not each time that one is bound, and goes with it: one for all
 * would keep the types that it has seen, and their class loaders.
 */
final class JsonFormat extends ObjectFormat {

    private @Nullable JsonMapper mapper;

    @Override
    void check(Shape shape) {
        // What has no place, Jackson finds out.
        if (mapper == null) {
            mapper = JsonMapper.builder().build();
        }
    }

    private JsonMapper mapper() {
        return Objects.requireNonNull(mapper, "made with the first value that was checked");
    }

    @Override
    byte[] encode(List<Signature.Parameter> parameters, @Nullable Object[] values) {
        try {
            return mapper().writeValueAsBytes(values.length == 1 ? values[0] : values);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Jackson cannot write the arguments: " + e.getMessage(), e);
        }
    }

    @Override
    Object decode(Shape shape, byte[] bytes, int from, int length) {
        var type = shape instanceof Shape.Opaque any ? any.generic() : shape.type();
        return present(mapper().readValue(bytes, from, length, mapper().constructType(type)), type);
    }

    @Override
    Object[] decodeAll(List<Signature.Parameter> parameters, byte[] bytes, int from, int length) {
        if (parameters.size() == 1) {
            return new Object[]{decode(parameters.getFirst().shape(), bytes, from, length)};
        }
        var tree = mapper().readTree(bytes, from, length);
        if (!tree.isArray() || tree.size() != parameters.size()) {
            throw new BindException("the guest's JSON must be an array of " + parameters.size() + " arguments");
        }
        var values = new Object[parameters.size()];
        for (var i = 0; i < values.length; i++) {
            var type = parameters.get(i).shape() instanceof Shape.Opaque any ? any.generic()
                    : parameters.get(i).shape().type();
            values[i] = present(mapper().treeToValue(tree.get(i), mapper().constructType(type)), type);
        }
        return values;
    }

    private static Object present(@Nullable Object value, Type type) {
        if (value == null) {
            throw new BindException("the guest's JSON is null where there must be " + type.getTypeName()
                    + "; an Optional may be absent");
        }
        return value;
    }
}
