package dev.animus4j.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.image.Eventually;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TestVertxTest {
  @Test
  void anEventLoopThatWaitsIsTold() {
    TestVertx watched = new TestVertx();
    CountDownLatch over = new CountDownLatch(1);
    watched
        .vertx()
        .runOnContext(
            start -> {
              try {
                over.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });

    Eventually.eventually(() -> !watched.blocked().isEmpty());
    over.countDown();

    assertThatThrownBy(watched::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching("blocked event loops: \\[vert.x-eventloop-thread-\\d+]");
  }

  @Test
  void oneThatDoesItsWorkIsNot() {
    try (TestVertx watched = new TestVertx()) {
      watched.vertx().timer(1).await();
      assertThat(watched.blocked()).isEmpty();
    }
  }
}
