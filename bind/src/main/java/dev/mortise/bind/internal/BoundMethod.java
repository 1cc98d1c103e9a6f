package dev.mortise.bind.internal;

import dev.mortise.bind.Export;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An abstract method of a user's interface.
 *
 * @param export its name on the guest's side
 */
record BoundMethod(Method method, String export) {

    /** Those to be implemented, sorted; what is default, static, or of {@link Object} is left alone. */
    static List<BoundMethod> of(Class<?> type) {
        var found = new ArrayList<BoundMethod>();
        var seen = new HashSet<List<Object>>();
        for (var method : type.getMethods()) {
            var signature = List.<Object>of(method.getName(), typeOf(method));
            if (Modifier.isAbstract(method.getModifiers()) && !isObjectMethod(method) && seen.add(signature)) {
                var export = method.getAnnotation(Export.class);
                found.add(new BoundMethod(method, export == null ? method.getName() : export.value()));
            }
        }
        found.sort(Comparator.comparing((BoundMethod each) -> each.method.getName())
                .thenComparing(each -> each.type().toString()));
        return found;
    }

    MethodType type() {
        return typeOf(method);
    }

    private static MethodType typeOf(Method method) {
        return MethodType.methodType(method.getReturnType(), method.getParameterTypes());
    }

    private static boolean isObjectMethod(Method method) {
        try {
            Object.class.getMethod(method.getName(), method.getParameterTypes());
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** As in {@code int multiply(int, int)}. */
    @Override
    public String toString() {
        return method.getGenericReturnType().getTypeName() + " " + method.getName()
                + Arrays.stream(method.getGenericParameterTypes()).map(each -> each.getTypeName())
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
