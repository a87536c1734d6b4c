package dev.animus4j.chat.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.MessageEvent.ReasoningTokens;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DeltaRunTest {
  private static ChatEvent delta(long sequence, String content) {
    return new MessageTokens(new EventStamp("c", "x", sequence, Instant.EPOCH), content);
  }

  @Example
  void reasoningIsMergedWithReasoningOnly() {
    DeltaRun reasoning = new DeltaRun(thought(1, "h"));
    assertThat(reasoning.canAppend(delta(2, "m"))).isFalse();
    assertThat(new DeltaRun(delta(1, "h")).canAppend(thought(2, "m"))).isFalse();
    reasoning.add(thought(2, "m"));
    assertThat(reasoning.mergedEvent()).isEqualTo(thought(2, "hm"));
    assertThat(reasoning.eventAfter(1)).isEqualTo(thought(2, "m"));
  }

  private static ChatEvent thought(long sequence, String content) {
    return new ReasoningTokens(new EventStamp("c", "x", sequence, Instant.EPOCH), content);
  }

  @Property
  void itIsAsHeavyAsWhatCameTogether(@ForAll @Size(min = 1, max = 40) List<String> words) {
    DeltaRun deltaRun = new DeltaRun(delta(1, words.get(0)));
    long weight = deltaRun.sizeInBytes();
    for (int i = 1; i < words.size(); i++) {
      weight += deltaRun.add(delta(i + 1, words.get(i)));
    }
    assertThat(deltaRun.sizeInBytes()).isEqualTo(weight);
  }

  /** Whatever the characters, also halves of such, and however long it becomes. */
  @Property(tries = 200)
  void theTextAfterAnyDeltaIsExact(
      @ForAll @Size(min = 1, max = 40) List<String> words, @ForAll @IntRange(max = 8) int doubled) {
    List<String> told = new ArrayList<>(words);
    IntStream.range(0, doubled).forEach(i -> told.addAll(List.copyOf(told)));
    DeltaRun deltaRun = new DeltaRun(delta(1, told.get(0)));
    int last = 1;
    while (last < told.size() && deltaRun.canAppend(delta(last + 1, told.get(last)))) {
      deltaRun.add(delta(last + 1, told.get(last)));
      last++;
    }
    for (int i = 0; i < last; i++) {
      String rest = String.join("", told.subList(i, last));
      assertThat(((MessageTokens) deltaRun.eventAfter(i)).content()).isEqualTo(rest);
    }
  }
}
