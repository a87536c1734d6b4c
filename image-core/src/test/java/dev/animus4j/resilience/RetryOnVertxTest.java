package dev.animus4j.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.rules.TestVertx;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetryOnVertxTest {
  private final TestVertx watched = new TestVertx();
  private final Vertx vertx = watched.vertx();
  private final Retry retry =
      Retry.text().withBackoff(new Backoff.Exact(List.of(Duration.ofMillis(5))));
  private final List<Context> contexts = new ArrayList<>();

  @AfterEach
  void close() {
    watched.close();
  }

  @Test
  void repeatsStayOnTheContextOfTheSubscription() throws Exception {
    CompletableFuture<Context> home = new CompletableFuture<>();
    CompletableFuture<String> done = new CompletableFuture<>();
    vertx.runOnContext(
        v -> {
          home.complete(Vertx.currentContext());
          retry.apply(thirdTime()).subscribe(done::complete, done::completeExceptionally);
        });
    assertThat(done.get(30, TimeUnit.SECONDS)).isEqualTo("ok");
    assertThat(contexts).containsOnly(home.get()).hasSize(3);
  }

  @Test
  void awayFromVertxItWaitsToo() {
    assertThat(retry.apply(thirdTime()).blockingGet()).isEqualTo("ok");
  }

  private Single<String> thirdTime() {
    return Single.defer(
        () -> {
          contexts.add(Vertx.currentContext());
          return contexts.size() == 3 ? Single.just("ok") : Single.error(busy());
        });
  }

  private static AnimusException busy() {
    return new AnimusException.Unavailable(
        FailureOrigin.of("test"), "busy", false, (Duration) null);
  }
}
