package dev.animus4j.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
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
  void nothingStaticChanges() {
    check(fields().that().areStatic().should().beFinal());
    check(fields().that().areDeclaredInClassesThat().areEnums().should().beFinal());
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(classes);
  }
}
