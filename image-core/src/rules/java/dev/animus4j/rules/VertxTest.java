package dev.animus4j.rules;

import io.vertx.junit5.VertxExtension;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test class with {@link VertxExtension}, whose Vert.x is one for the whole class and is watched:
 * an event loop that is blocked fails the test that it was found in, or else the class.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({VertxTest.Watch.class, VertxExtension.class})
public @interface VertxTest {
  /** Makes the Vert.x before the extension would, and checks it after each test. */
  final class Watch implements BeforeAllCallback, AfterEachCallback {
    @Override
    public void beforeAll(ExtensionContext test) {
      WatchedVertx.of(test);
    }

    @Override
    public void afterEach(ExtensionContext test) {
      WatchedVertx.of(test).check();
    }
  }
}
