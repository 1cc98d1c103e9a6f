package dev.mortise.bind.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A method's parameters and result as shapes.
 *
 * @param result nothing for {@code void}
 */
record Signature(List<Parameter> parameters, Optional<Shape> result) {

    /** The JVM allows 255 slots; handles need some of their own. */
    private static final int MAX_SLOTS = 240;

    /** A parameter with its name, or its number where the compiler left none. */
    record Parameter(String name, Shape shape) {
    }

    static Signature of(BoundMethod bound, ShapeReader reader) throws Misfit {
        var method = bound.method();
        var slots = bound.type().parameterList().stream()
                .mapToInt(each -> each == long.class || each == double.class ? 2 : 1)
                .sum();
        if (slots > MAX_SLOTS) {
            throw new Misfit("with so many parameters it has no room for what Mortise adds: put them into a record");
        }
        var generic = method.getGenericParameterTypes();
        var parameters = new ArrayList<Parameter>();
        for (var i = 0; i < generic.length; i++) {
            var parameter = method.getParameters()[i];
            try {
                var name = parameter.isNamePresent() ? parameter.getName() : "parameter " + (i + 1);
                parameters.add(new Parameter(name, reader.read(generic[i], parameter)));
            } catch (Misfit e) {
                throw new Misfit("parameter " + (i + 1) + ": " + e.getMessage());
            }
        }
        if (method.getReturnType() == void.class) {
            return new Signature(parameters, Optional.empty());
        }
        try {
            return new Signature(parameters, Optional.of(reader.read(method.getGenericReturnType(), method)));
        } catch (Misfit e) {
            throw new Misfit("the result: " + e.getMessage());
        }
    }

    /** The parameters' Java classes. */
    List<Class<?>> types() {
        return parameters.stream().<Class<?>>map(each -> each.shape().type()).toList();
    }
}
