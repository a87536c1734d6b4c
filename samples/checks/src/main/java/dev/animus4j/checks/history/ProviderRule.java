package dev.animus4j.checks.history;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ImageEvent.ImageGenerationStarted;
import dev.animus4j.chat.event.MessageEvent.MessageReceived;
import dev.animus4j.chat.event.MessageEvent.MessageStarted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A provider is called once at most for what is stored as started, and not before. */
final class ProviderRule implements HistoryRule {

  @Override
  public void check(
      ObservedHistory observed, StoredHistory.Conversation stored, Violations violations) {
    Set<String> answered =
        stored.eventsOf(MessageStarted.class).stream().map(ChatEvent::exchangeId).collect(toSet());
    Map<String, List<Instant>> messages =
        stored.eventsOf(MessageReceived.class).stream()
            .filter(it -> answered.contains(it.exchangeId()))
            .collect(groupingBy(MessageReceived::content, mapping(ProviderRule::time, toList())));
    Map<String, List<Instant>> images =
        stored.eventsOf(ImageGenerationStarted.class).stream()
            .collect(
                groupingBy(ImageGenerationStarted::prompt, mapping(ProviderRule::time, toList())));
    check(calls(observed, ProviderCall.Kind.CHAT), messages, violations);
    check(calls(observed, ProviderCall.Kind.IMAGE), images, violations);
  }

  private static Instant time(ChatEvent event) {
    return event.stamp().timestamp();
  }

  private static Stream<ProviderCall> calls(ObservedHistory observed, ProviderCall.Kind kind) {
    return observed.calls().stream().filter(it -> it.kind() == kind);
  }

  private static void check(
      Stream<ProviderCall> calls, Map<String, List<Instant>> starts, Violations violations) {
    Map<String, List<Instant>> times =
        calls.collect(groupingBy(ProviderCall::text, mapping(ProviderCall::time, toList())));
    times.forEach(
        (text, called) -> {
          List<Instant> started = starts.getOrDefault(text, List.of());
          violations.addUnless(
              called.size() <= started.size(),
              "'%s' was started %d times, and the provider was called %d times",
              text,
              started.size(),
              called.size());
          for (int i = 0; i < Math.min(called.size(), started.size()); i++) {
            violations.addUnless(
                !called.get(i).isBefore(started.get(i)),
                "the provider was called for '%s' at %s, before it was stored as started at %s",
                text,
                called.get(i),
                started.get(i));
          }
        });
  }
}
