package dev.animus4j.checks;

import dev.animus4j.chat.AnimusClient;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A node publishes while another one that listens stands still. */
final class StoppedPeerCheck implements Check {
  private static final int CONVERSATIONS = 6;
  private static final int ROUNDS = 100;
  private static final long MAX_GROWTH = 4 << 20;
  private static final int NEVER_MILLIS = 3_600_000;
  private static final KillLoad LOAD = new KillLoad(CONVERSATIONS, NEVER_MILLIS, 25);

  @Override
  public String name() {
    return "stopped-peer";
  }

  @Override
  public String claim() {
    return "a node that stands still costs one that it listens to no memory, and misses nothing";
  }

  @Override
  public List<String> jvm() {
    List<String> options = List.of("-Xmx256m", "-Dorg.slf4j.simpleLogger.log.io.zonky=warn");
    return Stream.concat(options.stream(), LOAD.options().stream()).toList();
  }

  @Override
  public Duration limit() {
    return Duration.ofMinutes(5);
  }

  @Override
  public String prove() throws Exception {
    try (KillRun run = new KillRun(KillPlace.create(KillEngine.CLUSTER))) {
      String ledger = run.place().ledger();
      Vertx vertx = ClusteredVertx.start(ledger);
      try (AnimusClient client =
          KillClient.create(
              vertx,
              KillEngine.CLUSTER.open(vertx, ledger),
              run.place().images(),
              run.providerUrl())) {
        return prove(run, client);
      } finally {
        vertx.close().await();
      }
    }
  }

  private static String prove(KillRun run, AnimusClient client) throws Exception {
    KillProcess peer = run.start();
    talk(client);
    peer.await(KillLine.Kind.HEARD, 1);
    talk(client);
    long before = MemoryMeter.live();
    long events = last(client);
    peer.pause();
    talk(client);
    talk(client);
    long grown = MemoryMeter.live() - before;
    long published = last(client) - events;
    peer.resume();
    for (String id : LOAD.conversationIds()) {
      long last = client.events().lastSequence(id).blockingGet();
      run.heardEvents().await(peer.number(), id, last);
    }
    Check.require(grown < MAX_GROWTH, "the heap grew by %,d bytes", grown);
    return "%d events published to a node that stood still, the heap grew by %,d kB, and it heard all"
        .formatted(published, grown >> 10);
  }

  /** As many messages in each conversation. */
  private static void talk(AnimusClient client) {
    Flowable.fromIterable(LOAD.conversationIds())
        .flatMap(
            id ->
                Flowable.range(0, ROUNDS)
                    .concatMapCompletable(i -> client.chat(id).send(id + ": " + i).ignoreElements())
                    .toFlowable())
        .blockingSubscribe();
  }

  private static long last(AnimusClient client) {
    return LOAD.conversationIds().stream()
        .mapToLong(id -> client.events().lastSequence(id).blockingGet())
        .sum();
  }
}
