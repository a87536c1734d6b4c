package dev.animus4j.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.animus4j.chat.ledger.ClusterLedger;
import io.reactivex.rxjava3.core.Maybe;
import java.time.Duration;
import java.util.Optional;

/** The other nodes that have conversations, as they were known within the last few seconds. */
final class ConversationOwners {
  private static final Duration KNOWN = Duration.ofSeconds(5);
  private static final long MAX_CONVERSATIONS = 10_000;

  private final ClusterLedger ledger;
  private final Cache<String, Optional<String>> known =
      Caffeine.newBuilder()
          .expireAfterWrite(KNOWN)
          .maximumSize(MAX_CONVERSATIONS)
          .executor(Runnable::run)
          .build();

  ConversationOwners(ClusterLedger ledger) {
    this.ledger = ledger;
  }

  /** The id of the other node that has the conversation; empty for none, or this one. */
  Maybe<String> owner(String conversationId) {
    return Maybe.defer(
        () -> {
          Optional<String> owner = known.getIfPresent(conversationId);
          return owner == null ? read(conversationId) : Maybe.fromOptional(owner);
        });
  }

  private Maybe<String> read(String conversationId) {
    return ledger
        .owner(conversationId)
        .map(Optional::of)
        .defaultIfEmpty(Optional.empty())
        .map(owner -> owner.filter(id -> !id.equals(ledger.nodeId())))
        .doOnSuccess(owner -> known.put(conversationId, owner))
        .flatMapMaybe(Maybe::fromOptional);
  }

  /** The same, if it is known already. */
  Maybe<String> knownOwner(String conversationId) {
    return Maybe.defer(
        () -> {
          Optional<String> owner = known.getIfPresent(conversationId);
          return owner == null ? Maybe.empty() : Maybe.fromOptional(owner);
        });
  }

  /** Another node has been found to have it. */
  void remember(String conversationId, String nodeId) {
    known.put(conversationId, Optional.of(nodeId));
  }

  /** Forgets it: it is asked again. */
  void forget(String conversationId) {
    known.invalidate(conversationId);
  }
}
