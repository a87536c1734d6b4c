package dev.animus4j.chat;

import dev.animus4j.chat.guard.Guardrail;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.chat.ledger.LedgerRetention;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.store.ImageStore;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Scheduler;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Settings of a client: what its builder was given, and defaults. */
final class ClientSettings {
  final @Nullable Vertx vertx;
  @Nullable Function<String, @Nullable String> environment;
  @Nullable ChatModel chatModel;
  @Nullable ImageModel imageModel;
  @Nullable ImageStore imageStore;
  long bytesInFlight = 64 << 20;
  HistoryStore history = HistoryStore.inMemory();
  @Nullable Ledger ledger;
  LedgerRetention retention = LedgerRetention.DEFAULT;
  @Nullable ChatModel summaryModel;
  FailClosedGuardrail guard = new FailClosedGuardrail(Guardrail.none(), Duration.ofSeconds(10));
  UnaryOperator<ChatOptions> options = UnaryOperator.identity();
  final Map<String, UnaryOperator<ChatOptions>> namedOptions = new LinkedHashMap<>();
  int maxConversations = 100_000;
  final List<Supplier<? extends Completable>> closeSteps = new ArrayList<>();
  @Nullable Scheduler scheduler;
  RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();

  ClientSettings(@Nullable Vertx vertx) {
    this.vertx = vertx;
  }
}
