package dev.mortise.bind.internal;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Modifier;

/** Where the class of an object can be defined so that it sees the user's interface and the types in it. */
final class Home {

    private static final String ANCHOR = "mortise.bind.Anchor";

    private Home() {}

    /** Whether a caller can define classes of its own, for which no access may have been dropped. */
    static boolean isOpen(MethodHandles.Lookup caller) {
        return caller.hasFullPrivilegeAccess();
    }

    /** What is wrong with the interface, if something is. */
    static void check(MethodHandles.Lookup caller, Class<?> type) throws Misfit {
        if (!type.isInterface() || type.isAnnotation()) {
            throw new Misfit(type.getName() + " is no interface");
        }
        if (type.isSealed()) {
            throw new Misfit(type.getName() + " is sealed, so that no other class can implement it");
        }
        if (isOpen(caller)) {
            try {
                caller.accessClass(type);
            } catch (IllegalAccessException e) {
                throw new Misfit(type.getName() + " is not accessible to " + caller.lookupClass().getName());
            }
        } else if (!isPublic(type)) {
            throw new Misfit(type.getName()
                    + " is not accessible: make it public in an exported package, or pass MethodHandles.lookup() "
                    + "with full privilege access");
        }
    }

    /** In the caller's package if it can be, else in a package of its own below the interface's loader. */
    static MethodHandles.Lookup of(MethodHandles.Lookup caller, Class<?> type) throws ReflectiveOperationException {
        return isOpen(caller) ? caller : new Loader(type).lookup();
    }

    private static boolean isPublic(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getEnclosingClass()) {
            if (!Modifier.isPublic(each.getModifiers())) {
                return false;
            }
        }
        return type.getModule().isExported(type.getPackageName());
    }

    private static final class Loader extends ClassLoader {

        Loader(Class<?> type) {
            super("mortise bind", type.getClassLoader());
        }

        MethodHandles.Lookup lookup() throws ReflectiveOperationException {
            var answer = MethodTypeDesc.of(ConstantDescs.CD_MethodHandles_Lookup);
            var bytes = ClassFile.of().build(ClassDesc.of(ANCHOR), builder -> builder.withMethodBody("lookup", answer,
                    ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                    code -> code.invokestatic(ConstantDescs.CD_MethodHandles, "lookup", answer).areturn())
                    .withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL));
            var anchor = defineClass(ANCHOR, bytes, 0, bytes.length);
            return (MethodHandles.Lookup) anchor.getMethod("lookup").invoke(null);
        }
    }
}
