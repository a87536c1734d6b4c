package dev.animus4j.checks;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.event.ChatEvent;
import io.reactivex.rxjava3.disposables.Disposable;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** What it costs a message that its conversation is at another node, and a listener. */
final class ForwardedMessagesCheck implements Check {
  private static final int WARM_UP = 500;
  private static final int MESSAGES = 500;
  private static final int CLAIMS = 100;

  @Override
  public String name() {
    return "forwarded-messages";
  }

  @Override
  public String claim() {
    return "a message to a conversation of another node begins at most four times as late as one to an own";
  }

  @Override
  public List<String> jvm() {
    return List.of("-Xmx512m", "-Dorg.slf4j.simpleLogger.log.io.zonky=warn", "-Dkill.words=3");
  }

  @Override
  public Duration limit() {
    return Duration.ofMinutes(5);
  }

  @Override
  public String prove() throws Exception {
    try (Nodes nodes = Nodes.start()) {
      return nodes.measure();
    }
  }

  /** A node that has the conversations, and one that has not. */
  private record Nodes(
      Vertx provider,
      KillPlace place,
      Vertx one,
      Vertx other,
      AnimusClient owner,
      AnimusClient peer)
      implements AutoCloseable {

    static Nodes start() throws Exception {
      KillPlace place = KillPlace.create(KillEngine.CLUSTER);
      Vertx provider = Vertx.vertx();
      String url = KillProvider.start(provider).url(KillAccess.LOCAL);
      Vertx one = ClusteredVertx.start(place.ledger());
      Vertx other = ClusteredVertx.start(place.ledger());
      return new Nodes(
          provider, place, one, other, client(one, place, url), client(other, place, url));
    }

    private static AnimusClient client(Vertx vertx, KillPlace place, String url) {
      return KillClient.create(
          vertx, place.engine().open(vertx, place.ledger()), place.images(), url);
    }

    String measure() {
      Chat own = owner.chat("c");
      Chat foreign = peer.chat("c");
      send(own, WARM_UP, new Delays(), new Delays());
      send(foreign, WARM_UP, new Delays(), new Delays());
      Delays ownBegin = new Delays();
      Delays ownEnd = new Delays();
      Delays foreignBegin = new Delays();
      Delays foreignEnd = new Delays();
      send(own, MESSAGES, ownBegin, ownEnd);
      send(foreign, MESSAGES, foreignBegin, foreignEnd);
      Delays followed = follow(own);
      Delays claimed = claim();
      String figures =
          "first event on its node %s, forwarded %s, with a claim %s; whole answers %s and %s; a followed event %s later"
              .formatted(ownBegin, foreignBegin, claimed, ownEnd, foreignEnd, followed);
      Check.require(foreignBegin.median() < 4 * ownBegin.median(), "%s", figures);
      return figures;
    }

    private static void send(Chat chat, int messages, Delays begin, Delays end) {
      for (int i = 0; i < messages; i++) {
        long start = System.nanoTime();
        boolean[] begun = {false};
        chat.send("c: " + i)
            .blockingForEach(
                event -> {
                  if (!begun[0]) {
                    begun[0] = true;
                    begin.add(System.nanoTime() - start);
                  }
                });
        end.add(System.nanoTime() - start);
      }
    }

    /** How much later than at its node an event is heard at the other. */
    private Delays follow(Chat own) {
      Map<Long, Long> heard = new ConcurrentHashMap<>();
      Delays delays = new Delays();
      String id = own.id();
      long from = owner.events().lastSequence(id).blockingGet();
      Disposable local =
          owner.events().streamSince(id, from).subscribe(event -> pair(event, heard, delays));
      Disposable remote =
          peer.events().streamSince(id, from).subscribe(event -> pair(event, heard, delays));
      send(own, MESSAGES, new Delays(), new Delays());
      local.dispose();
      remote.dispose();
      return delays;
    }

    private static void pair(ChatEvent event, Map<Long, Long> heard, Delays delays) {
      long now = System.nanoTime();
      Long other = heard.putIfAbsent(event.sequence(), now);
      if (other != null) {
        delays.add(now - other);
      }
    }

    /** To conversations that nobody has any more. */
    private Delays claim() {
      List<String> ids = IntStream.range(0, CLAIMS).mapToObj(i -> "left" + i).toList();
      ids.forEach(id -> send(owner.chat(id), 1, new Delays(), new Delays()));
      owner.closeAsync(Duration.ofSeconds(10)).blockingAwait();
      Delays delays = new Delays();
      ids.forEach(id -> send(peer.chat(id), 1, delays, new Delays()));
      return delays;
    }

    @Override
    public void close() throws InterruptedException {
      owner.close();
      peer.close();
      one.close().await();
      other.close().await();
      provider.close().await();
      place.close();
    }
  }
}
