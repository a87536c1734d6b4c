package dev.animus4j.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the packages and names of this module must look; compiled into every module's tests. */
class ArchitectureTest {
  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes = new ClassFileImporter().importPath(Path.of("target/classes"));
  }

  @Test
  void packagesDependOnEachOtherInOneDirection() {
    check(slices().matching("dev.animus4j.(**)").should().beFreeOfCycles());
  }

  @Test
  void valuesKnowNothingOfThePlatform() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("dev.animus4j.failure", "dev.animus4j.chat.turn")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx.."));
  }

  @Test
  void packagesAreNamedForWhatTheyAreAbout() {
    check(
        noClasses()
            .should()
            .resideInAnyPackage(
                "..impl..", "..internal..", "..common..", "..util..", "..utils..", "..helper.."));
  }

  @Test
  void classesAreNamedForWhatTheyAre() {
    check(
        noClasses()
            .should()
            .haveNameMatching(".*(Manager|Handler|Helper|Utils?|Service|Impl)")
            .orShould()
            .haveNameMatching("(.*[.$])?Abstract[^.$]*"));
  }

  @Test
  void oneNameMeansOneType() {
    Path core = Path.of("../image-core/target/classes");
    Stream<JavaClass> others =
        core.toFile().exists() ? new ClassFileImporter().importPath(core).stream() : Stream.empty();
    Map<String, Set<String>> types =
        Stream.concat(classes.stream(), others)
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(groupingBy(JavaClass::getSimpleName, mapping(JavaClass::getName, toSet())));
    assertThat(types.values()).allSatisfy(same -> assertThat(same).hasSize(1));
  }

  @Test
  void imagesAreCalledImages() {
    check(noClasses().should().haveNameMatching(".*(Picture|Drawing|Drawn|Illustrat).*"));
  }

  @Test
  void staticFactoriesAloneAreCalledOf() {
    check(methods().that().haveName("of").should().beStatic());
  }

  @Test
  void methodsAreVerbsOrNouns() {
    String participles = "told|said|heard|asked|begun|kept|drawn|answered|ruled|shown|spoken|seen";
    check(noMethods().should().haveNameMatching(participles));
  }

  @Test
  void nothingStaticChanges() {
    check(fields().that().areStatic().should().beFinal());
    check(fields().that().areDeclaredInClassesThat().areEnums().should().beFinal());
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(classes);
  }
}
