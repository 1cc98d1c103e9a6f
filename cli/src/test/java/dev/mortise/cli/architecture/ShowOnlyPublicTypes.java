package dev.mortise.cli.architecture;

import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Stream;

/** Holds for a class whose public and protected members and supertypes name no type of a hidden package. */
final class ShowOnlyPublicTypes extends ArchCondition<JavaClass> {
    private final PackageMatcher hidden;

    ShowOnlyPublicTypes(String hiddenPackage) {
        super("name no type of %s in a public signature", hiddenPackage);
        hidden = PackageMatcher.of(hiddenPackage);
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        if (!isReachable(type)) {
            return;
        }
        report(type, type.getDescription(), Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream()),
                events);
        type.getFields().stream().filter(field -> isVisible(field.getModifiers()))
                .forEach(field -> report(type, field.getDescription(), signature(field), events));
        type.getCodeUnits().stream().filter(unit -> isVisible(unit.getModifiers()))
                .forEach(unit -> report(type, unit.getDescription(), signature(unit), events));
    }

    private void report(JavaClass type, String where, Stream<? extends JavaType> signature, ConditionEvents events) {
        signature.flatMap(part -> part.getAllInvolvedRawTypes().stream())
                .distinct()
                .filter(involved -> hidden.matches(involved.getPackageName()))
                .forEach(involved -> events.add(
                        SimpleConditionEvent.violated(type, where + " shows the internal type " + involved.getName())));
    }

    private static Stream<JavaType> signature(JavaField field) {
        return Stream.of(field.getType());
    }

    private static Stream<JavaType> signature(JavaCodeUnit unit) {
        return Stream.of(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream(),
                unit.getExceptionTypes().stream()).flatMap(part -> part);
    }

    /** Public, and so is every class around it. */
    private static boolean isReachable(JavaClass type) {
        return type.getModifiers().contains(PUBLIC)
                && type.getEnclosingClass().map(ShowOnlyPublicTypes::isReachable).orElse(true);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(PUBLIC) || modifiers.contains(PROTECTED);
    }
}
