package dev.animus4j.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SlidingWindowRateLimiterPropertyTest {
  private static final Duration PER = Duration.ofMillis(1000);

  @Property
  void noSpanHasMoreCallsThanAllowedAndTheWaitIsExact(
      @ForAll @IntRange(min = 1, max = 5) int calls,
      @ForAll @Size(max = 60) List<@IntRange(max = 700) Integer> gaps) {
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - PER.toNanos() * 5);
    SlidingWindowRateLimiter slidingWindowRateLimiter =
        new SlidingWindowRateLimiter(ResilienceLimits.images().withRate(calls, PER), now::get);
    List<Long> begun = new ArrayList<>();
    for (int gap : gaps) {
      now.addAndGet(Duration.ofMillis(gap).toNanos());
      Duration wait = slidingWindowRateLimiter.tryAcquire(1);
      assertThat(wait).isLessThanOrEqualTo(PER).isGreaterThanOrEqualTo(Duration.ZERO);
      assertThat(wait.toNanos()).isEqualTo(waitAfter(begun, calls, now.get()));
      if (wait.isZero()) {
        begun.add(now.get());
      }
    }
  }

  /** Until the span that ends now, and begins just after the call so many before, has room. */
  private static long waitAfter(List<Long> begun, int calls, long now) {
    return begun.size() < calls
        ? 0
        : Math.max(0, begun.get(begun.size() - calls) + PER.toNanos() - now);
  }

  @Property
  void nodesTogetherStayWithinTheRate(
      @ForAll @IntRange(min = 1, max = 12) int calls,
      @ForAll @IntRange(min = 1, max = 7) int nodes,
      @ForAll @Size(max = 200) List<@IntRange(max = 70) Integer> gaps) {
    AtomicLong now = new AtomicLong();
    List<SlidingWindowRateLimiter> limiters =
        Stream.generate(
                () ->
                    new SlidingWindowRateLimiter(
                        ResilienceLimits.images().withRate(calls, PER), now::get))
            .limit(nodes)
            .toList();
    List<Long> begun = new ArrayList<>();
    for (int gap : gaps) {
      now.addAndGet(Duration.ofMillis(gap).toNanos());
      for (SlidingWindowRateLimiter limiter : limiters) {
        if (limiter.tryAcquire(nodes).isZero()) {
          begun.add(now.get());
        }
      }
    }
    if (nodes <= calls) {
      assertThat(most(begun, PER.toNanos())).isLessThanOrEqualTo(calls);
    } else {
      assertThat(most(begun, PER.toNanos() / calls * nodes)).isLessThanOrEqualTo(nodes);
    }
  }

  /** The most that began within any span of this length. */
  private static int most(List<Long> begun, long span) {
    return begun.stream()
        .mapToInt(
            first -> (int) begun.stream().filter(it -> it >= first && it - first < span).count())
        .max()
        .orElse(0);
  }

  @Test
  void aChangedShareCountsWhatBeganBefore() {
    AtomicLong now = new AtomicLong();
    SlidingWindowRateLimiter limiter =
        new SlidingWindowRateLimiter(ResilienceLimits.images().withRate(4, PER), now::get);
    for (int i = 0; i < 4; i++) {
      assertThat(limiter.tryAcquire(1)).isZero();
      now.addAndGet(Duration.ofMillis(100).toNanos());
    }
    assertThat(limiter.tryAcquire(2)).isEqualTo(Duration.ofMillis(800));
    assertThat(limiter.tryAcquire(8)).isEqualTo(Duration.ofMillis(1900));
    now.addAndGet(Duration.ofMillis(800).toNanos());
    assertThat(limiter.tryAcquire(2)).isZero();
    assertThat(limiter.tryAcquire(1)).isZero();
  }
}
