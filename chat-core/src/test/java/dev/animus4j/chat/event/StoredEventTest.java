package dev.animus4j.chat.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.chat.event.ExchangeEvent.FollowUpScheduled;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.event.MessageEvent.ReasoningTokens;
import dev.animus4j.failure.AnimusException;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StoredEventTest {
  private static final String FOX = "🦊";
  private static final List<String> DELTAS =
      List.of("One ", "", "f" + FOX, FOX.substring(0, 1), FOX.substring(1), "é", "\u0000\"");

  private static EventStamp at(long sequence) {
    return new EventStamp("c", "x", sequence, Instant.EPOCH);
  }

  private static String text(int skipped) {
    return DELTAS.stream().skip(skipped).collect(Collectors.joining());
  }

  private static List<Integer> lengths() {
    return DELTAS.stream().map(String::length).toList();
  }

  /** Deltas 11 to 17, and before them the reserved numbers from {@code first} to 10. */
  private static StoredEvent merged(long first) {
    return new StoredEvent(first, new MessageTokens(at(17), text(0)), lengths());
  }

  private static StoredEvent reread(StoredEvent stored) {
    return StoredEvent.parse(stored.first(), stored.payload());
  }

  @Test
  void itsPayloadIsReadAsItWas() {
    StoredEvent single = new StoredEvent(3, new FollowUpScheduled(at(5), 9));
    StoredEvent reasoning =
        new StoredEvent(1, new ReasoningTokens(at(2), "hm\ud83e"), List.of(2, 1));
    assertThat(Stream.of(single, merged(11), merged(4), reasoning))
        .allSatisfy(stored -> assertThat(reread(stored)).isEqualTo(stored));
    assertThat(single.payload()).isEqualTo(ChatEvents.toJson(single.event()));
    assertThat(ChatEvents.parse(merged(11).payload())).isEqualTo(merged(11).event());
  }

  @Test
  void whatFollowsAnyOfItsDeltasIsTheRestOfTheText() {
    for (int told = 0; told < DELTAS.size(); told++) {
      ChatEvent rest = reread(merged(11)).eventAfter(10 + told);
      assertThat(rest).isEqualTo(new MessageTokens(at(17), text(told)));
      assertThat(ChatEvents.parse(ChatEvents.toJson(rest))).isEqualTo(rest);
    }
  }

  @Test
  void reservedNumbersHaveNoText() {
    for (long last = 0; last <= 10; last++) {
      assertThat(merged(4).eventAfter(last)).isEqualTo(merged(4).event());
    }
    assertThat(merged(4).eventAfter(13)).isEqualTo(new MessageTokens(at(17), text(3)));
    ChatEvent single = new FollowUpScheduled(at(1030), 1);
    assertThat(new StoredEvent(6, single).eventAfter(700)).isEqualTo(single);
  }

  @Test
  void reasoningIsCutToo() {
    StoredEvent stored = new StoredEvent(1, new ReasoningTokens(at(2), "ab"), List.of(1, 1));
    assertThat(stored.eventAfter(1)).isEqualTo(new ReasoningTokens(at(2), "b"));
  }

  @Test
  void oneThatCoversNothingIsRejected() {
    assertThatThrownBy(() -> merged(18)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> merged(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPayloadThatIsNoneIsAProtocolFailure() {
    Buffer whole = merged(11).payload();
    String tooLong = whole.toString().replace("[4,", "[99999999999,");
    assertThat(tooLong).isNotEqualTo(whole.toString());
    assertThat(Stream.of(Buffer.buffer("{}"), Buffer.buffer(tooLong), whole.slice(0, 50)))
        .allSatisfy(
            payload ->
                assertThatThrownBy(() -> StoredEvent.parse(1, payload))
                    .isInstanceOf(AnimusException.Protocol.class));
  }

  @Test
  void lengthsOfWhatIsNoDeltaMeanNothing() {
    String json =
        ChatEvents.toJson(new FollowUpScheduled(at(9), 1)).toString().replace("}", "")
            + ",\"deltaLengths\":[1,2]}";
    StoredEvent stored = StoredEvent.parse(8, Buffer.buffer(json));
    assertThat(stored.eventAfter(8)).isEqualTo(new FollowUpScheduled(at(9), 1));
  }
}
