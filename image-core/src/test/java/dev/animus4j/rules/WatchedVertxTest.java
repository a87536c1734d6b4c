package dev.animus4j.rules;

import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

/** What JUnit reports of tests that block an event loop; here they fail as they should. */
class WatchedVertxTest {
  private static final String BLOCKED = "blocked event loops: \\[vert.x-eventloop-thread-\\d+]";
  private static WatchedVertx watched;

  @VertxTest
  static class BlockedInATest {
    @RegisterExtension
    static final BeforeAllCallback LOOK = test -> watched = WatchedVertx.of(test);

    @Test
    void blocks(Vertx vertx) {
      block(vertx);
    }

    @Test
    void works(Vertx vertx) {
      vertx.timer(1).await();
    }
  }

  @VertxTest
  static class BlockedBehindTheTests {
    @RegisterExtension
    static final BeforeAllCallback LOOK = test -> watched = WatchedVertx.of(test);

    @Test
    void works(Vertx vertx) {
      vertx.timer(1).await();
    }

    @AfterAll
    static void blocks(Vertx vertx) {
      block(vertx);
    }
  }

  /** Returns when the event loop has been found blocked, and is not any more. */
  private static void block(Vertx vertx) {
    assertThat(vertx).isSameAs(watched.get());
    Context context = vertx.getOrCreateContext();
    CompletableFuture<Void> found = new CompletableFuture<>();
    Promise<Void> over = Promise.promise();
    context.runOnContext(start -> found.join());
    context.runOnContext(next -> over.complete());
    eventually(() -> !watched.blocked().isEmpty());
    found.complete(null);
    over.future().await();
  }

  private static Stream<Failure> failures(Class<?> tests) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build(),
            listener);
    return listener.getSummary().getFailures().stream();
  }

  private static String said(Failure failure) {
    return failure.getTestIdentifier().getDisplayName()
        + ": "
        + failure.getException().getMessage();
  }

  @Test
  void anEventLoopThatIsBlockedFailsTheTestThatItWasFoundInAlone() {
    assertThat(failures(BlockedInATest.class).map(WatchedVertxTest::said))
        .singleElement()
        .asString()
        .matches("blocks\\(Vertx\\): " + BLOCKED);
  }

  @Test
  void oneThatIsBlockedBehindTheTestsFailsTheirClass() {
    assertThat(failures(BlockedBehindTheTests.class).map(WatchedVertxTest::said))
        .singleElement()
        .asString()
        .matches("WatchedVertxTest\\$BlockedBehindTheTests: " + BLOCKED);
  }
}
