package dev.animus4j.chat.ledger;

import static java.util.stream.Collectors.toSet;

import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.TakenOver;
import dev.animus4j.image.Image;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What {@link InMemoryLedger} and those it is reopened as have in common. Not thread-safe. */
final class LedgerContents {
  private final Map<String, LedgerConversation> conversations = new LinkedHashMap<>();
  private final Set<URI> doomed = new LinkedHashSet<>();
  private long epochs;

  Tenure.Head claim(String conversationId) {
    return conversations
        .computeIfAbsent(conversationId, unknown -> new LedgerConversation())
        .claim(++epochs);
  }

  void write(String conversationId, long epoch, Step step) {
    LedgerConversation conversation = conversations.get(conversationId);
    if (conversation == null || conversation.epoch() != epoch) {
      throw new TakenOver(FailureOrigin.of("ledger"));
    }
    conversation.write(step);
    locations(step.images().stream().flatMap(it -> Stream.ofNullable(it.image())))
        .forEach(doomed::remove);
  }

  Optional<LedgerConversation> conversation(String conversationId) {
    return Optional.ofNullable(conversations.get(conversationId));
  }

  /** The ids of those with a running exchange, without these. */
  Stream<String> running(Set<String> excluded) {
    return conversations.entrySet().stream()
        .filter(it -> it.getValue().hasRunningExchange() && !excluded.contains(it.getKey()))
        .map(Map.Entry::getKey);
  }

  Optional<Image> image(URI location) {
    return images().filter(image -> image.location().equals(location)).findFirst();
  }

  List<URI> unknownImages(List<URI> locations) {
    Set<URI> known = locations(images()).collect(toSet());
    return locations.stream().filter(location -> !known.contains(location)).toList();
  }

  private Stream<Image> images() {
    return conversations.values().stream().flatMap(LedgerConversation::storedImages);
  }

  private static Stream<URI> locations(Stream<Image> images) {
    return images.map(Image::location);
  }

  boolean forget(String conversationId) {
    LedgerConversation forgotten = conversations.remove(conversationId);
    if (forgotten == null) {
      return false;
    }
    doomed.addAll(unknownImages(locations(forgotten.storedImages()).toList()));
    return true;
  }

  List<URI> doomedImages(int limit) {
    return doomed.stream().limit(limit).toList();
  }

  void deleted(URI location) {
    doomed.remove(location);
  }

  long expire(LedgerRetention retention, Instant now) {
    return conversations.values().stream().mapToLong(it -> it.expire(retention, now)).sum();
  }
}
