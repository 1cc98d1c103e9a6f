package dev.mortise.cli.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.lang.module.ResolvedModule;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The rules of the house that module descriptors cannot express. They stand in this module because the command is the
 * one floor that sees all the others.
 */
class ArchitectureTest {
    private static final String[] JDK = {"java..", "javax..", "jdk..", "com.sun.management.."};
    private static final String ANNOTATIONS = "org.jspecify..";

    private static final DescribedPredicate<JavaClass> TEXT = resideInAPackage("dev.mortise.wasm.text..");
    private static final DescribedPredicate<JavaClass> ENGINE =
            resideInAPackage("dev.mortise.wasm..").and(not(TEXT)).as("the engine");
    private static final DescribedPredicate<JavaClass> WASI = resideInAPackage("dev.mortise.wasi..");
    private static final DescribedPredicate<JavaClass> PLUGIN = resideInAPackage("dev.mortise.plugin..");
    private static final DescribedPredicate<JavaClass> BIND = resideInAPackage("dev.mortise.bind..");
    private static final DescribedPredicate<JavaClass> SIMULATOR = resideInAPackage("dev.mortise.simulator..");
    private static final DescribedPredicate<JavaClass> CLI = resideInAPackage("dev.mortise.cli..");
    private static final DescribedPredicate<JavaClass> JDK_AND_ANNOTATIONS =
            resideInAnyPackage(JDK).or(resideInAPackage(ANNOTATIONS)).or(primitive());

    private static final List<ResolvedModule> FLOORS = ModuleLayer.boot().configuration().modules().stream()
            .filter(module -> module.name().startsWith("dev.mortise."))
            .toList();

    private static final JavaClasses CLASSES = new ClassFileImporter().importLocations(
            FLOORS.stream().map(floor -> Location.of(floor.reference().location().orElseThrow())).toList());

    @Test
    void everyFloorIsLookedAt() {
        assertThat(FLOORS).extracting(ResolvedModule::name).contains("dev.mortise.wasm", "dev.mortise.wasm.text",
                "dev.mortise.wasi", "dev.mortise.plugin", "dev.mortise.bind", "dev.mortise.simulator",
                "dev.mortise.cli");
        assertThat(CLASSES).anyMatch(ENGINE).anyMatch(TEXT).anyMatch(WASI).anyMatch(PLUGIN).anyMatch(BIND)
                .anyMatch(SIMULATOR).anyMatch(CLI);
    }

    @Test
    void theEngineNeedsNothingButTheJdk() {
        classes().that(ENGINE).should().onlyDependOnClassesThat(ENGINE.or(JDK_AND_ANNOTATIONS)).check(CLASSES);
    }

    @Test
    void theEnginesDescriptorRequiresNothingButTheJdkAtRunTime() {
        var engine = FLOORS.stream().filter(floor -> floor.name().equals("dev.mortise.wasm")).findFirst().orElseThrow();
        assertThat(engine.reference().descriptor().requires())
                .filteredOn(required -> !required.modifiers().contains(Modifier.STATIC))
                .extracting(ModuleDescriptor.Requires::name)
                .isNotEmpty()
                .allMatch(name -> name.startsWith("java.") || name.startsWith("jdk."));
    }

    @Test
    void theTextFormatSeesTheEngineOnly() {
        classes().that(TEXT).should().onlyDependOnClassesThat(TEXT.or(ENGINE).or(JDK_AND_ANNOTATIONS)).check(CLASSES);
    }

    @Test
    void wasiSeesTheEngineOnly() {
        classes().that(WASI).should().onlyDependOnClassesThat(WASI.or(ENGINE).or(JDK_AND_ANNOTATIONS)).check(CLASSES);
    }

    /** Files and the walk along paths can be judged on their own: nothing in there depends on who calls. */
    @Test
    void wasisFilesKnowNoFunctions() {
        noClasses().that().resideInAPackage("dev.mortise.wasi.internal.file..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.mortise.wasi", "dev.mortise.wasi.internal", "dev.mortise.wasm..")
                .check(CLASSES);
    }

    @Test
    void thePluginHostSeesEngineWasiTextAndItsJsonLibraryOnly() {
        classes().that(PLUGIN)
                .should()
                .onlyDependOnClassesThat(
                        PLUGIN.or(ENGINE).or(WASI).or(TEXT).or(JDK_AND_ANNOTATIONS)
                                .or(resideInAPackage("tools.jackson..")))
                .check(CLASSES);
    }

    @Test
    void bindSeesEnginePluginAndItsCodecsLibrariesOnly() {
        classes().that(BIND)
                .should()
                .onlyDependOnClassesThat(
                        BIND.or(ENGINE).or(PLUGIN).or(JDK_AND_ANNOTATIONS)
                                .or(resideInAnyPackage("com.google.protobuf..", "org.msgpack..", "tools.jackson..")))
                .check(CLASSES);
    }

    /** Of the engine's inside, generated objects need one small class, which nobody else may lean on. */
    @Test
    void bindAndTheEnginesBindingKnowEachOtherAlone() {
        var binding = resideInAPackage("dev.mortise.wasm.internal.binding..");
        noClasses().that(not(BIND.or(ENGINE))).should().dependOnClassesThat(binding).check(CLASSES);
        noClasses().that(BIND).should()
                .dependOnClassesThat(resideInAPackage("dev.mortise.wasm.internal..").and(not(binding)))
                .check(CLASSES);
        noClasses().that(ENGINE.and(not(binding))).should().dependOnClassesThat(binding).check(CLASSES);
    }

    @Test
    void theSimulatorSeesEngineBindingsAndItsCsvLibraryOnly() {
        classes().that(SIMULATOR)
                .should()
                .onlyDependOnClassesThat(
                        SIMULATOR.or(ENGINE).or(BIND).or(JDK_AND_ANNOTATIONS)
                                .or(resideInAPackage("de.siegmar.fastcsv..")))
                .check(CLASSES);
    }

    @Test
    void nobodySeesTheCommand() {
        noClasses().that(not(CLI)).should().dependOnClassesThat(CLI).check(CLASSES);
    }

    @Test
    void noInternalTypeAppearsInAPublicSignature() {
        classes().that(resideInAPackage("dev.mortise..").and(not(resideInAPackage("..internal.."))))
                .should(new ShowOnlyPublicTypes("..internal.."))
                .check(CLASSES);
    }

    @Test
    void decodingKnowsNoLaterStage() {
        noClasses().that().resideInAPackage("dev.mortise.wasm.internal.binary..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.mortise.wasm.internal.validate..", "dev.mortise.wasm.internal.compile..",
                        "dev.mortise.wasm.internal.runtime..")
                .check(CLASSES);
    }

    @Test
    void validationKnowsNoLaterStage() {
        noClasses().that().resideInAPackage("dev.mortise.wasm.internal.validate..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.mortise.wasm.internal.compile..", "dev.mortise.wasm.internal.runtime..")
                .check(CLASSES);
    }

    /** What emitted code calls has to run without the compiler: a module may have been compiled long before. */
    @Test
    void runningNeedsNoCompiler() {
        noClasses().that()
                .resideInAnyPackage("dev.mortise.wasm.internal.runtime..", "dev.mortise.wasm.internal.template..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.mortise.wasm.internal.compile..")
                .check(CLASSES);
    }

    @Test
    void noStageOfTheEngineGoesRoundInACircle() {
        slices().assignedFrom(new EngineStages()).should().beFreeOfCycles().check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> primitive() {
        return DescribedPredicate.describe("primitive types and arrays of them",
                type -> type.getBaseComponentType().isPrimitive());
    }

    /** A package below {@code internal} is a stage; the templates, which a module's loader copies, belong to running. */
    private static final class EngineStages implements SliceAssignment {
        private static final String INTERNAL = "dev.mortise.wasm.internal.";

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            if (!type.getPackageName().startsWith(INTERNAL)) {
                return SliceIdentifier.ignore();
            }
            var stage = type.getPackageName().substring(INTERNAL.length());
            return SliceIdentifier.of(stage.equals("template") ? "runtime" : stage);
        }

        @Override
        public String getDescription() {
            return "stages of the engine";
        }
    }
}
