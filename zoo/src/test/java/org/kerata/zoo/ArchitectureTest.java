package org.kerata.zoo;

import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules of the house, held over the production classes of all modules that the zoo can see. */
class ArchitectureTest {
    private static final String ROOT = "org.kerata";

    /** Lowest first. The API is what lies in the root package and in none of the others. */
    private static final List<String> MODULES =
            List.of("autodiff", "layers", "training", "serialization", "api", "zoo");

    private static final ImportOption PRODUCTION =
            location -> !location.contains("/test-classes/") && !location.contains("-tests.jar");

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(PRODUCTION).importPackages(ROOT);

    @Test
    void seesEveryModule() {
        assertEquals(
                new TreeSet<>(MODULES),
                new TreeSet<>(CLASSES.stream().map(ArchitectureTest::module).toList()));
    }

    @TestFactory
    Stream<DynamicTest> rules() {
        return Stream.of(
                        classes().should(dependOnlyOnModulesBelow()),
                        classes().should(leaveInternalsOfOtherModulesAlone()),
                        classes().that(areWrittenClasses()).should(beClosedToAccidentalExtension()),
                        noClasses()
                                .should()
                                .haveNameMatching(".*(Utils|Helper|Manager|Impl)")
                                .because("a class is found by what it is"))
                .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> check(rule)));
    }

    @Test
    void everyPackageIsNullMarked() {
        List<String> without = CLASSES.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(p -> !isNullMarked(p))
                .map(JavaPackage::getName)
                .sorted()
                .toList();
        assertEquals(List.of(), without, "packages without a package-info.java annotated @NullMarked");
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }

    private static String module(JavaClass type) {
        String name = type.getPackageName();
        return MODULES.stream()
                .filter(m -> (name + ".").startsWith(ROOT + "." + m + "."))
                .findFirst()
                .orElse("api");
    }

    private static boolean isOurs(JavaClass type) {
        return (type.getPackageName() + ".").startsWith(ROOT + ".");
    }

    private static ArchCondition<JavaClass> dependOnlyOnModulesBelow() {
        return condition("use only their own module and modules below it", (from, to) -> {
            return MODULES.indexOf(module(to)) > MODULES.indexOf(module(from));
        });
    }

    private static ArchCondition<JavaClass> leaveInternalsOfOtherModulesAlone() {
        return condition("leave internal packages of other modules alone", (from, to) -> {
            boolean internal = (to.getPackageName() + ".").contains(".internal.");
            return internal && !module(from).equals(module(to));
        });
    }

    private interface Offence {
        boolean test(JavaClass from, JavaClass to);
    }

    private static ArchCondition<JavaClass> condition(String description, Offence offence) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                from.getDirectDependenciesFromSelf().stream()
                        .filter(d -> isOurs(d.getTargetClass().getBaseComponentType()))
                        .filter(d -> offence.test(from, d.getTargetClass().getBaseComponentType()))
                        .forEach(d -> events.add(SimpleConditionEvent.violated(from, d.getDescription())));
            }
        };
    }

    private static DescribedPredicate<JavaClass> areWrittenClasses() {
        return DescribedPredicate.describe(
                "are classes with a name",
                c -> !c.isInterface()
                        && !c.isEnum()
                        && !c.isRecord()
                        && !c.isAnonymousClass()
                        && !c.isLocalClass()
                        && !c.getSimpleName().equals("package-info"));
    }

    /** Extended on purpose: an input of a model is a tensor, and modules add kinds of errors. */
    private static final List<String> EXTENDED =
            List.of("org.kerata.autodiff.Tensor", "org.kerata.autodiff.KerataException");

    private static ArchCondition<JavaClass> beClosedToAccidentalExtension() {
        return new ArchCondition<>("be abstract, final or sealed") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean closed = type.getModifiers().contains(ABSTRACT)
                        || type.getModifiers().contains(FINAL)
                        || type.reflect().isSealed()
                        || EXTENDED.contains(type.getName());
                if (!closed) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getName() + " is neither abstract nor final nor sealed"));
                }
            }
        };
    }

    private static boolean isNullMarked(JavaPackage javaPackage) {
        return javaPackage.tryGetPackageInfo().isPresent() && javaPackage.isAnnotatedWith(NullMarked.class);
    }
}
