package dev.mortise.spark.internal;

import dev.mortise.bind.Bindings;
import dev.mortise.bind.Export;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.NumberType;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two small classes for all exports of one name and type: the interface that such an export is bound to, and the
 * {@link RowFunction} that takes the numbers out of Spark's objects, calls it, and makes an object of the result. With
 * {@code multiply(i32, i32) -> i32}:
 *
 * {@snippet :
 * public interface Export1 {
 *     int call(int a, int b);
 * }
 *
 * public final class Row1 extends RowFunction {
 *     protected Object call(Object a, Object b) {
 *         return Integer.valueOf(target.call(Arguments.i32(a, 1), Arguments.i32(b, 2)));
 *     }
 * }
 * }
 *
 * So nothing is boxed that Spark does not hold in a box, and the compiler of the JVM sees through all of it, which it
 * would not with a method handle in a field.
 */
final class DirectClasses {

    static final int MOST = 200;

    private static final RecentlyUsed<Key, DirectClasses> KNOWN = new RecentlyUsed<>(MOST);
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final String METHOD = "call";
    private static final String TARGET = "target";
    private static final ClassDesc ROW_FUNCTION = desc(RowFunction.class);
    private static final ClassDesc ARGUMENTS = desc(Arguments.class);

    private final Class<?> bound;
    private final MethodHandle makeRowFunction;

    private record Key(String export, DirectType type) {
    }

    /** A loader for two classes, with which they go. */
    private static final class OwnLoader extends ClassLoader {

        OwnLoader() {
            super("mortise-udf", DirectClasses.class.getClassLoader());
        }

        Class<?> define(byte[] bytes) {
            return defineClass(null, bytes, 0, bytes.length);
        }
    }

    private DirectClasses(String export, DirectType type) {
        var number = NUMBERS.incrementAndGet();
        var loader = new OwnLoader();
        try {
            bound = loader.define(boundInterface(name("Export", number), export, type));
            var row = loader.define(rowFunctionClass(name("Row", number), desc(bound), type));
            makeRowFunction =
                    MethodHandles.publicLookup().findConstructor(row, MethodType.methodType(void.class, bound))
                            .asType(MethodType.methodType(RowFunction.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("classes for the export " + export, e);
        }
    }

    /** The classes for an export. */
    static DirectClasses of(String export, DirectType type) {
        return KNOWN.get(new Key(export, type), key -> new DirectClasses(export, type));
    }

    /**
     * The export of this instance. One at a time: tasks that start together would each have a class made for the module,
     * and the compiler of the JVM would find two of them behind the call.
     */
    synchronized RowFunction rowFunction(Instance instance) {
        var target = (Object) Bindings.bind(bound, instance);
        try {
            return (RowFunction) makeRowFunction.invokeExact(target);
        } catch (Throwable e) {
            throw new LinkageError("a constructor of Mortise", e);
        }
    }

    private static byte[] boundInterface(ClassDesc name, String export, DirectType type) {
        return ClassFile.of().build(name, builder -> builder
                .withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_INTERFACE | ClassFile.ACC_ABSTRACT)
                .withMethod(METHOD, natural(type), ClassFile.ACC_PUBLIC | ClassFile.ACC_ABSTRACT,
                        method -> method.with(RuntimeVisibleAnnotationsAttribute.of(
                                Annotation.of(desc(Export.class), AnnotationElement.ofString("value", export))))));
    }

    private static byte[] rowFunctionClass(ClassDesc name, ClassDesc bound, DirectType type) {
        var constructor = MethodTypeDesc.of(ConstantDescs.CD_void, bound);
        var objects = MethodTypeDesc.of(ConstantDescs.CD_Object,
                Collections.nCopies(type.parameters().size(), ConstantDescs.CD_Object));
        return ClassFile.of().build(name, builder -> builder
                .withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                .withSuperclass(ROW_FUNCTION)
                .withField(TARGET, bound, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL)
                .withMethodBody(ConstantDescs.INIT_NAME, constructor, ClassFile.ACC_PUBLIC, code -> code
                        .aload(0)
                        .invokespecial(ROW_FUNCTION, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                        .aload(0)
                        .aload(1)
                        .putfield(name, TARGET, bound)
                        .return_())
                .withMethodBody(METHOD, objects, ClassFile.ACC_PROTECTED, code -> {
                    code.aload(0).getfield(name, TARGET, bound);
                    for (var i = 0; i < type.parameters().size(); i++) {
                        convert(code, type.parameters().get(i), i + 1);
                    }
                    code.invokeinterface(bound, METHOD, natural(type));
                    box(code, type.result());
                    code.areturn();
                }));
    }

    private static void convert(CodeBuilder code, NumberType type, int position) {
        code.aload(position).loadConstant(position).invokestatic(ARGUMENTS, type.toString(),
                MethodTypeDesc.of(primitive(type), ConstantDescs.CD_Object, ConstantDescs.CD_int));
    }

    private static void box(CodeBuilder code, NumberType type) {
        var box = switch (type) {
            case I32 -> ConstantDescs.CD_Integer;
            case I64 -> ConstantDescs.CD_Long;
            case F32 -> ConstantDescs.CD_Float;
            case F64 -> ConstantDescs.CD_Double;
        };
        code.invokestatic(box, "valueOf", MethodTypeDesc.of(box, primitive(type)));
    }

    private static MethodTypeDesc natural(DirectType type) {
        return MethodTypeDesc.of(primitive(type.result()),
                type.parameters().stream().map(DirectClasses::primitive).toList());
    }

    private static ClassDesc primitive(NumberType type) {
        return switch (type) {
            case I32 -> ConstantDescs.CD_int;
            case I64 -> ConstantDescs.CD_long;
            case F32 -> ConstantDescs.CD_float;
            case F64 -> ConstantDescs.CD_double;
        };
    }

    private static ClassDesc name(String kind, int number) {
        return ClassDesc.of(DirectClasses.class.getPackageName(), kind + number);
    }

    private static ClassDesc desc(Class<?> type) {
        return ClassDesc.ofDescriptor(type.descriptorString());
    }
}
