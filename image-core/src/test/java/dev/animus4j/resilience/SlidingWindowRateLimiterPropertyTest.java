package dev.animus4j.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

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
      Duration wait = slidingWindowRateLimiter.tryAcquire();
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
}
