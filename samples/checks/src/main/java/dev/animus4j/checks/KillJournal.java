package dev.animus4j.checks;

import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.checks.history.ObservedAnswer;
import dev.animus4j.checks.history.ObservedEvent;
import dev.animus4j.checks.history.ObservedHistory;
import dev.animus4j.checks.history.ObservedSend;
import dev.animus4j.checks.history.ProviderCall;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All that clients have printed. */
final class KillJournal {
  private final List<ObservedSend> sends = new ArrayList<>();
  private final List<ObservedEvent> events = new ArrayList<>();
  private final List<ObservedAnswer> answers = new ArrayList<>();
  private final HeardEvents heard = new HeardEvents();
  private final List<String> failures = new ArrayList<>();
  private final List<Long> openMillis = new ArrayList<>();
  private final Map<Integer, List<Instant>> crashes = new HashMap<>();

  synchronized void add(int client, KillLine line) {
    List<String> fields = line.fields();
    switch (line.kind()) {
      case OPEN -> openMillis.add(Long.parseLong(fields.get(0)));
      case SEND -> {
        String id = fields.get(2).isEmpty() ? null : fields.get(2);
        sends.add(new ObservedSend(client, fields.get(0), fields.get(1), id, line.nanos()));
      }
      case EVENT -> {
        Buffer json = Buffer.buffer(fields.get(0));
        events.add(new ObservedEvent(client, line.nanos(), ChatEvents.parse(json)));
      }
      case HEARD -> heard.add(client, line);
      case ANSWER -> answers.add(new ObservedAnswer(fields.get(0), fields.get(1), fields.get(2)));
      case FAILURE -> failures.add(fields.toString());
    }
  }

  /** From this moment on it may not have stored what it had just published. */
  synchronized void addCrash(int client, Instant time) {
    crashes.computeIfAbsent(client, it -> new ArrayList<>()).add(time);
  }

  /** The client is gone, and hears nothing any more. */
  synchronized void addEnd(int client) {
    heard.addEnd(client, System.nanoTime());
  }

  HeardEvents heardEvents() {
    return heard;
  }

  synchronized int sends() {
    return sends.size();
  }

  synchronized List<String> failures() {
    return List.copyOf(failures);
  }

  /** The failures, and how often there were, without their conversations. */
  synchronized Map<String, Long> refusals() {
    return failures.stream()
        .map(it -> it.replaceAll("^\\[\\w+, [^:]*: |]$", ""))
        .collect(Collectors.groupingBy(it -> it, TreeMap::new, Collectors.counting()));
  }

  /** How long each client took to open its ledger. */
  synchronized List<Long> openMillis() {
    return List.copyOf(openMillis);
  }

  synchronized ObservedHistory history(List<ProviderCall> calls) {
    return new ObservedHistory(sends, events, answers, calls, crashes);
  }
}
