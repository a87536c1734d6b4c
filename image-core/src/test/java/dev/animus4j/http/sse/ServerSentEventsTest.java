package dev.animus4j.http.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Json;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.UnicastProcessor;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.buffer.Buffer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The chunks the network makes, demand, limits and cost. */
class ServerSentEventsTest {
  private static final FailureOrigin ORIGIN = FailureOrigin.of("test");
  private static final int MEGABYTE = 1024 * 1024;

  @Test
  void carriageReturnAndLineFeedMayComeApart() {
    assertThat(fed("data: a\r", "\n\r", "\n")).containsExactly("", "a", "");
    assertThat(fed("data: a\r", "\r")).containsExactly("", "a");
  }

  @Test
  void anEventIsThereAsSoonAsItsBlankLineIs() {
    assertThat(fed("data: a\n", "\n")).containsExactly("", "a");
    assertThat(fed("da", "ta", ":", " a", "\n\n")).containsExactly("", "", "", "", "a");
  }

  @Test
  void aSplitCommentIsNoEvent() {
    assertThat(fed(":", " OPENROUTER PROCESSING", "\n\n", "data: x\n\n"))
        .containsExactly("", "", "", "x");
  }

  @Test
  void emptyBuffersChangeNothing() {
    assertThat(fed("", "data: a\r", "", "\n", "", "\r\n", ""))
        .containsExactly("", "", "", "", "", "a", "");
  }

  @Test
  void aSplitCharacterIsPutTogether() {
    assertThat(fed(buffer("data: ", 0xE2), buffer("", 0x82), buffer("", 0xAC, '\n', '\n')))
        .containsExactly("", "", "€");
    assertThat(fed(buffer("data: ", 0xF0, 0x9F), buffer("", 0x98, 0x80, '\n', '\n')))
        .containsExactly("", "\ud83d\ude00");
  }

  @Test
  void aSplitByteOrderMarkIsRemovedAndHalfOfOneIsNot() {
    assertThat(
            fed(buffer("", 0xEF), buffer("", 0xBB), buffer("", 0xBF), Buffer.buffer("data: a\n\n")))
        .containsExactly("", "", "", "a");
    assertThat(fed(buffer("", 0xEF, 0xBB), Buffer.buffer("data: a\n\n"))).containsExactly("", "");
  }

  @Test
  void demandIsRespectedWithinOneBuffer() {
    TestSubscriber<ServerSentEvent> subscriber = events(numbered(300)).test(1);
    assertThat(texts(subscriber)).containsExactly("0");
    subscriber.request(2);
    assertThat(texts(subscriber)).containsExactly("0", "1", "2");
    subscriber.request(1000);
    subscriber.assertValueCount(300).assertComplete();
  }

  @Test
  void atMostTwoPiecesAreReadAhead() {
    List<Long> demands = new ArrayList<>();
    Flowable<Buffer> bytes =
        Flowable.range(0, 10).map(i -> Buffer.buffer("data: " + i + "\n\n")).rebatchRequests(1);
    parsed(bytes.doOnRequest(demands::add), 1000).test(2).assertValueCount(2);
    assertThat(demands.stream().mapToLong(Long::longValue).sum()).isLessThanOrEqualTo(4);
  }

  @Test
  void nothingFollowsACancellation() {
    List<String> seen = new ArrayList<>();
    events(numbered(5)).doOnNext(event -> seen.add(event.text())).take(2).test().assertComplete();
    assertThat(seen).containsExactly("0", "1");
  }

  @Test
  void eventsBeforeAFailureAreDeliveredBeforeIt() {
    UnicastProcessor<Buffer> bytes = UnicastProcessor.create();
    TestSubscriber<ServerSentEvent> subscriber = events(bytes).test();
    bytes.onNext(Buffer.buffer("data: a\n\ndata: b\n\ndata: c"));
    bytes.onError(new IllegalStateException("reset"));
    assertThat(texts(subscriber)).containsExactly("a", "b");
    subscriber.assertError(IllegalStateException.class).assertNotComplete();
  }

  @Test
  void eventsBeforeAFailureAreDeliveredBeforeItHoweverSlowly() {
    UnicastProcessor<Buffer> bytes = UnicastProcessor.create();
    TestSubscriber<ServerSentEvent> subscriber = events(bytes).test(1);
    bytes.onNext(Buffer.buffer("data: 0\n\ndata: 1\n\n"));
    bytes.onNext(Buffer.buffer("data: 2\n\ndata: 3\n\n"));
    bytes.onNext(Buffer.buffer("data: 4\n\n"));
    bytes.onError(new IllegalStateException("reset"));
    assertThat(texts(subscriber)).containsExactly("0");
    subscriber.assertNoErrors().request(4);
    assertThat(texts(subscriber)).containsExactly("0", "1", "2", "3", "4");
    subscriber.assertError(IllegalStateException.class);
  }

  @Test
  void eventsBeforeOneThatIsTooLargeAreDeliveredBeforeTheFailure() {
    Buffer bytes = Buffer.buffer("data: a\n\ndata: b\n\ndata: " + "x".repeat(100) + "\n\n");
    TestSubscriber<ServerSentEvent> subscriber =
        parsed(Flowable.just(bytes).concatWith(Flowable.never()), 64).test(1);
    subscriber.assertNoErrors().request(1);
    assertThat(texts(subscriber)).containsExactly("a", "b");
    subscriber.assertError(AnimusException.Protocol.class);
  }

  /** The events of a whole body; one that its end broke off is marked. */
  private static List<String> wholeBody(String mediaType, String body, int size) {
    Flowable<Buffer> pieces =
        Flowable.range(0, (body.length() + size - 1) / size)
            .map(i -> body.substring(i * size, Math.min(body.length(), (i + 1) * size)))
            .map(Buffer::buffer);
    return EventStreams.parse(
            pieces,
            () -> new ServerSentEvents(ORIGIN, 1000, mediaType),
            events -> {
              List<String> texts = new ArrayList<>();
              events.forEach(e -> texts.add(e.text() + (e.isUnterminated() ? "…" : "")));
              return texts;
            })
        .flatMapIterable(texts -> texts)
        .toList()
        .blockingGet();
  }

  @Test
  void theEndOfTheBodyEndsTheLastEvent() {
    for (int size : new int[] {1, 3, 99}) {
      for (String end : List.of("", "\n", "\r\n", "\r")) {
        assertThat(wholeBody("text/event-stream", "data: a\n\ndata: b" + end, size))
            .containsExactly("a", "b…");
      }
      assertThat(wholeBody("text/event-stream", "data: a\n\n: b\nevent: c", size))
          .containsExactly("a");
      assertThat(wholeBody("text/event-stream", "{\"a\":[1", size)).containsExactly("{\"a\":[1…");
    }
  }

  @Test
  void theFirstLineTellsAnEventStreamWhateverItIsCalled() {
    for (String type : List.of("", "text/plain", "application/json", "text/html")) {
      for (int size : new int[] {1, 3, 99}) {
        for (String first : List.of("", ":\n", ": x\n", "event: x\n", "id\n", "retry: 1\n", "\n")) {
          assertThat(wholeBody(type, first + "data:a\n\n", size)).containsExactly("a");
        }
        for (String text :
            List.of("<html>", " <!DOCTYPE html>\n", "Service down", "7", "database")) {
          assertThatThrownBy(() -> wholeBody(type, text, size))
              .isInstanceOf(AnimusException.Protocol.class)
              .hasMessageContaining("not an event stream");
        }
      }
    }
    assertThat(wholeBody("text/event-stream", "x: y\ndata: a\n\n", 9)).containsExactly("a");
    assertThatThrownBy(() -> wholeBody("text/event-stream", "\n<html>\n", 9))
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("the answer is a page");
  }

  @Test
  void everySubscriberHasAParserOfItsOwn() {
    Flowable<ServerSentEvent> events = events(Flowable.just(Buffer.buffer("data: a\n\ndata: b")));
    events.test().assertValueCount(2).assertComplete();
    events.test().assertValueCount(2).assertComplete();
  }

  @Test
  void aLineOrAnEventBeyondTheLimitIsAProtocolFailure() {
    assertThatThrownBy(() -> limited().feed(Buffer.buffer("data: " + "x".repeat(100))))
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("larger than 64 bytes")
        .hasMessageNotContaining("xxxx");
    assertThatThrownBy(() -> limited().feed(Buffer.buffer("data: xxxxxxx\n".repeat(10))))
        .isInstanceOf(AnimusException.Protocol.class);
  }

  @Test
  void commentsAndUnknownFieldsAreNotGathered() {
    ServerSentEvents parser = limited();
    for (int i = 0; i < 1000; i++) {
      parser.feed(Buffer.buffer(i == 0 ? ":" : "comment without end "));
    }
    parser.feed(Buffer.buffer("\nunknown: " + "x".repeat(1000) + "\ndata: a"));
    assertThat(parser.feed(Buffer.buffer("\n\n")))
        .extracting(ServerSentEvent::text)
        .containsExactly("a");
  }

  /** Looking again at all that came before would take minutes here; looking once, a moment. */
  @Test
  void aLongLineIsLookedAtOnceHoweverSmallItsPieces() {
    ServerSentEvents parser = new ServerSentEvents(ORIGIN, 5 * MEGABYTE);
    Buffer piece = Buffer.buffer("x".repeat(64));
    parser.feed(Buffer.buffer("data: "));
    long start = cpuTime();
    IntStream.range(0, 4 * MEGABYTE / 64).forEach(i -> parser.feed(piece));
    assertThat(parser.feed(Buffer.buffer("\n\n")).get(0).data()).hasSize(4 * MEGABYTE);
    assertThat(Duration.ofNanos(cpuTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aLineOfFourMegabytesInBuffersOfTheNetworksSizeIsOneEvent() {
    ServerSentEvents parser = new ServerSentEvents(ORIGIN, 5 * MEGABYTE);
    Buffer piece = Buffer.buffer("x".repeat(8192));
    parser.feed(Buffer.buffer("data: "));
    IntStream.range(0, 512).forEach(i -> assertThat(parser.feed(piece)).isEmpty());
    assertThat(parser.feed(Buffer.buffer("\n\n")).get(0).data()).hasSize(4 * MEGABYTE);
  }

  @Test
  void dataIsReadAsJsonWithoutBecomingText() {
    ServerSentEvent event = limited().feed(Buffer.buffer("data: {\"some_text\":\"é\"}\n\n")).get(0);
    record Delta(String someText) {}
    assertThat(Json.read(event.data(), Delta.class, ORIGIN)).isEqualTo(new Delta("é"));
    assertThat(event.hasData("[DONE]")).isFalse();
    assertThat(event.toString()).doesNotContain("some_text");
    assertThat(limited().feed(Buffer.buffer("data: [DONE]\n\n")).get(0).hasData("[DONE]")).isTrue();
  }

  /** Of this thread, in nanoseconds: what others do on the machine does not count. */
  private static long cpuTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static ServerSentEvents limited() {
    return new ServerSentEvents(ORIGIN, 64);
  }

  private static Flowable<Buffer> numbered(int events) {
    StringBuilder all = new StringBuilder();
    IntStream.range(0, events).forEach(i -> all.append("data: ").append(i).append("\n\n"));
    return Flowable.just(Buffer.buffer(all.toString()));
  }

  private static Flowable<ServerSentEvent> events(Flowable<Buffer> bytes) {
    return parsed(bytes, 10_000);
  }

  private static Flowable<ServerSentEvent> parsed(Flowable<Buffer> bytes, int most) {
    return EventStreams.parse(bytes, () -> new ServerSentEvents(ORIGIN, most));
  }

  private static List<String> texts(TestSubscriber<ServerSentEvent> subscriber) {
    return subscriber.values().stream().map(ServerSentEvent::text).toList();
  }

  /** What each chunk completes. */
  private static List<String> fed(String... chunks) {
    return fed(Arrays.stream(chunks).map(Buffer::buffer).toArray(Buffer[]::new));
  }

  private static List<String> fed(Buffer... chunks) {
    ServerSentEvents parser = new ServerSentEvents(ORIGIN, 1000);
    return Arrays.stream(chunks)
        .map(
            chunk ->
                String.join("|", parser.feed(chunk).stream().map(ServerSentEvent::text).toList()))
        .toList();
  }

  private static Buffer buffer(String text, int... more) {
    Buffer all = Buffer.buffer(text.getBytes(UTF_8));
    Arrays.stream(more).forEach(b -> all.appendByte((byte) b));
    return all;
  }
}
