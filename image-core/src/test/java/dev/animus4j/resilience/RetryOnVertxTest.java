package dev.animus4j.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxTestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@VertxTest
class RetryOnVertxTest {
  private final Retry retry =
      Retry.chat().withBackoff(new Backoff.Exact(List.of(Duration.ofMillis(5))));
  private final List<Context> contexts = new ArrayList<>();

  @Test
  void repeatsStayOnTheContextOfTheSubscription(Vertx vertx, VertxTestContext test) {
    Context home = vertx.getOrCreateContext();
    home.runOnContext(
        v ->
            retry
                .apply(thirdTime())
                .doOnSuccess(ok -> assertThat(contexts).containsOnly(home).hasSize(3))
                .subscribe(ok -> test.completeNow(), test::failNow));
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
