package dev.animus4j.checks.history;

import static dev.animus4j.checks.history.PlantedHistory.IMAGE;
import static dev.animus4j.checks.history.PlantedHistory.NOW;
import static dev.animus4j.checks.history.PlantedHistory.at;
import static dev.animus4j.checks.history.PlantedHistory.completed;
import static dev.animus4j.checks.history.PlantedHistory.ended;
import static dev.animus4j.checks.history.PlantedHistory.received;
import static dev.animus4j.checks.history.PlantedHistory.seconds;
import static dev.animus4j.checks.history.PlantedHistory.started;
import static dev.animus4j.checks.history.PlantedHistory.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.Message;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A correct history passes, and each fault that is planted in it is found. */
class HistoryCheckerTest {

  @Test
  void aCorrectHistoryPasses() {
    assertThat(new PlantedHistory().violations()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"entryFaults", "eventFaults", "endFaults", "providerFaults", "imageFaults"})
  void aPlantedFaultIsFound(String name, Consumer<PlantedHistory> fault, String violation) {
    PlantedHistory history = new PlantedHistory();
    fault.accept(history);
    assertThat(history.violations()).anyMatch(it -> it.contains(violation));
  }

  private static Arguments fault(String name, Consumer<PlantedHistory> fault, String violation) {
    return Arguments.of(name, fault, violation);
  }

  static Stream<Arguments> entryFaults() {
    return Stream.of(
        fault("lost entry", it -> it.entries.remove(1), "the history has"),
        fault("lost last entry", it -> it.entries.remove(6), "the history has"),
        fault("duplicated entry", it -> it.entries.add(it.entries.get(6)), "the history has"),
        fault("swapped entries", it -> Collections.swap(it.entries, 0, 1), "the history has"),
        fault(
            "invented entry",
            it -> it.add(HistoryEntry.of(Message.user("boo"), NOW)),
            "the history has"),
        fault("message that nobody sent", it -> it.sends.remove(1), "nobody sent 'two'"),
        fault(
            "message stored twice",
            it -> {
              it.add(received("w", 20, "one"));
              it.add(ended("w", 21, 0, 0));
            },
            "'one' is stored twice"),
        fault(
            "sent later, stored before",
            it -> it.sends.set(0, new ObservedSend(0, "c", "one", null, seconds(20))),
            "although it was sent after 16"),
        fault(
            "partial text differs", it -> it.entries.set(4, it.entries.get(3)), "the history has"));
  }

  static Stream<Arguments> eventFaults() {
    return Stream.of(
        fault("gap", it -> it.rows.remove(1), "a gap between 1 and 3"),
        fault(
            "overlap",
            it -> it.replace(5, new StoredEvent(4, completed("x", 5, "Look!"))),
            "an overlap between 4 and 4"),
        fault(
            "number used again",
            it -> it.observed.add(new ObservedEvent(2, seconds(40), tokens("y", 12, " else"))),
            "the number 12 was published twice"),
        fault(
            "published again by the same client",
            it -> it.observed.add(it.observed.get(0)),
            "published 1 after 12"),
        fault("published, not stored", it -> it.rows.remove(it.rows.size() - 1), "none is stored"),
        fault(
            "stored differently",
            it -> it.replace(18, new StoredEvent(18, completed("z", 18, "no"))),
            "was published,"),
        fault(
            "delta differs",
            it -> it.replace(4, new StoredEvent(3, tokens("x", 4, "Loot!"), List.of(2, 3))),
            "was published,"),
        fault("delta lost long before the crash", it -> it.crash = at(15), "was published,"),
        fault("lost conversation", PlantedHistory::rename, "are lost"));
  }

  static Stream<Arguments> endFaults() {
    return Stream.of(
        fault(
            "exchange without end",
            it -> {
              it.add(received("w", 20, "four"));
              it.add(started("w", 21));
            },
            "the exchange w has no end of [message]"),
        fault(
            "exchange with two ends",
            it -> it.add(ended("z", 20, 1, 0)),
            "the exchange z has 2 ends"),
        fault(
            "message with two ends",
            it -> it.replace(19, new StoredEvent(19, completed("z", 19, "yes"))),
            "out of order"),
        fault(
            "image without start",
            it -> it.replace(6, new StoredEvent(6, started("x", 6))),
            "out of order"),
        fault(
            "end that counts differently",
            it -> it.replace(19, new StoredEvent(19, ended("z", 19, 2, 0))),
            "counts others"));
  }

  static Stream<Arguments> providerFaults() {
    return Stream.of(
        fault(
            "provider called twice",
            it -> it.calls.add(it.calls.get(0)),
            "'one' was started 1 times, and the provider was called 2 times"),
        fault(
            "provider called without a row",
            it -> it.calls.add(new ProviderCall(ProviderCall.Kind.CHAT, "c", "four", at(30))),
            "'four' was started 0 times"),
        fault(
            "provider called before the row",
            it -> it.calls.set(0, new ProviderCall(ProviderCall.Kind.CHAT, "c", "one", at(0))),
            "before it was stored"),
        fault(
            "image ordered twice",
            it -> it.calls.add(it.calls.get(1)),
            "'cat' was started 1 times"),
        fault(
            "message id answered twice",
            it -> it.answers.add(new ObservedAnswer("c", "m", "other")),
            "the message m has the answers"),
        fault(
            "message id that is forgotten",
            it -> it.exchanges.clear(),
            "the message m leads to null"));
  }

  static Stream<Arguments> imageFaults() {
    return Stream.of(
        fault("image without row", it -> it.images.clear(), IMAGE + " has no row"),
        fault("image without file", it -> it.files.clear(), "the file " + IMAGE + " is missing"),
        fault(
            "file without row",
            it -> it.files.add(URI.create("file:/images/2.png")),
            "the file file:/images/2.png has no row"));
  }
}
