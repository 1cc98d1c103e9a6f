package dev.mortise.bind.internal;

import java.lang.invoke.MethodHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record as an array of objects, and back. */
final class RecordValues {

    private final List<MethodHandle> accessors;
    private final MethodHandle constructor;

    RecordValues(List<Shape.Field> fields, MethodHandle constructor) {
        this.accessors = fields.stream().map(each -> each.accessor().asType(each.accessor().type().generic())).toList();
        this.constructor = constructor.asType(constructor.type().generic()).asSpreader(Object[].class, fields.size());
    }

    Object[] takeApart(Object record) {
        var values = new Object[accessors.size()];
        try {
            for (var i = 0; i < values.length; i++) {
                values[i] = (Object) accessors.get(i).invokeExact(record);
            }
        } catch (Throwable e) {
            throw Handles.unchecked(e);
        }
        return values;
    }

    Object putTogether(@Nullable Object[] values) {
        try {
            return (Object) constructor.invokeExact(values);
        } catch (Throwable e) {
            throw Handles.unchecked(e);
        }
    }
}
