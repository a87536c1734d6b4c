package dev.animus4j.chat.ledger.postgres;

import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.Answer;
import dev.animus4j.chat.Chat;
import dev.animus4j.chat.Erasure;
import dev.animus4j.chat.cluster.NodeBus;
import dev.animus4j.chat.cluster.NodeReply;
import dev.animus4j.chat.cluster.NodeRequest;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ClusterEvents;
import dev.animus4j.chat.event.ExchangeEvent.ExchangeCompleted;
import dev.animus4j.chat.event.ExchangeOutcome;
import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import dev.animus4j.chat.history.HistoryEntry;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.StreamingChatModel;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.OwnedElsewhere;
import dev.animus4j.image.Image;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageConsumer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients on several nodes of a real cluster, with one database. */
class ClusterTest {
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final List<Vertx> VERTX = new ArrayList<>();

  private final PostgresOptions options = PostgresServer.shared().newSchema();
  private final List<ClusterNode> nodes = new ArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile CompletableSubject gate = CompletableSubject.create();
  private TcpProxy proxy;
  private ClusterNode one;
  private ClusterNode other;

  @BeforeAll
  static void startCluster() {
    String name = UUID.randomUUID().toString();
    VERTX.add(ClusterNode.clustered(name));
    VERTX.add(ClusterNode.clustered(name));
  }

  @AfterAll
  static void stopCluster() {
    VERTX.forEach(vertx -> vertx.close().await());
  }

  @BeforeEach
  void start() {
    gate.onComplete();
    proxy = new TcpProxy(VERTX.get(0), PostgresServer.shared().port());
    one = node(VERTX.get(0), options.withDatabase(options.database().setPort(proxy.port())));
    other = node(VERTX.get(1), options);
  }

  private ClusterNode node(Vertx vertx, PostgresOptions with) {
    StreamingChatModel words = this::words;
    ClusterNode node =
        ClusterNode.start(
            vertx,
            with,
            LEASE,
            words,
            request -> Single.just(Image.of(request.prompt(), URI.create("https://x.test/1.png"))));
    nodes.add(node);
    return node;
  }

  /** Says what was said to it, in two words, the second of which waits for the gate. */
  private Flowable<ChatUpdate> words(ChatRequest request) {
    String text = request.messages().get(request.messages().size() - 1).content();
    CompletableSubject opened = gate;
    asked.add(text);
    return Flowable.<ChatUpdate>just(new ChatUpdate.TextDelta("You said "))
        .concatWith(
            opened.andThen(
                Flowable.<ChatUpdate>just(
                    new ChatUpdate.TextDelta(text), ChatResponse.of("You said " + text))));
  }

  @AfterEach
  void stop() {
    gate.onComplete();
    proxy.set(TcpProxy.Fault.NONE, 1);
    nodes.forEach(ClusterNode::close);
    proxy.close();
  }

  private static void isWhole(List<ChatEvent> events) {
    assertThat(events.get(events.size() - 1)).isInstanceOf(ExchangeCompleted.class);
    assertThat(events).extracting(ChatEvent::exchangeId).containsOnly(events.get(0).exchangeId());
  }

  /** Only deltas that were merged have no number of their own. */
  private static void isGapless(long first, List<ChatEvent> events) {
    long next = first;
    for (ChatEvent event : events) {
      boolean isMerged = event instanceof MessageTokens && event.sequence() > next;
      assertThat(event.sequence()).isEqualTo(isMerged ? event.sequence() : next);
      next = event.sequence() + 1;
    }
  }

  private static String text(List<ChatEvent> events) {
    return events.stream()
        .map(it -> it instanceof MessageTokens tokens ? tokens.content() : "")
        .collect(Collectors.joining());
  }

  private static List<String> said(Chat chat) {
    return chat.history().get().blockingGet().stream()
        .map(HistoryEntry::message)
        .map(Message::content)
        .toList();
  }

  @Test
  void aMessageReachesTheNodeThatHasTheConversation() {
    List<ChatEvent> first = one.client.chat("c").send("one").toList().blockingGet();
    List<ChatEvent> second = other.client.chat("c").send("two").toList().blockingGet();
    Answer third = other.client.chat("c").ask("three").blockingGet();

    isWhole(first);
    isWhole(second);
    assertThat(second.get(0).sequence()).isGreaterThan(first.get(first.size() - 1).sequence());
    assertThat(third.text()).isEqualTo("You said three");
    assertThat(asked).containsExactly("one", "two", "three");
    List<String> all =
        List.of("one", "You said one", "two", "You said two", "three", "You said three");
    assertThat(said(one.client.chat("c"))).isEqualTo(all);
    assertThat(said(other.client.chat("c"))).isEqualTo(all);
    assertThat(other.ledger.owner("c").blockingGet()).isEqualTo(one.ledger.nodeId());
  }

  @Test
  void aMessageIsAnsweredOnceWhereverItIsSentAgain() {
    List<ChatEvent> here = one.client.chat("c").sendOnce("m", "one").toList().blockingGet();
    List<ChatEvent> there = other.client.chat("c").sendOnce("m", "one").toList().blockingGet();

    assertThat(there.get(0).exchangeId()).isEqualTo(here.get(0).exchangeId());
    isWhole(there);
    assertThat(asked).containsExactly("one");
  }

  @Test
  void whoListensElsewhereHearsAllInOrder() {
    one.client.chat("c").send("zero").blockingSubscribe();
    gate = CompletableSubject.create();
    TestSubscriber<ChatEvent> all = other.client.events().streamSince("c", 0).test();
    TestSubscriber<ChatEvent> live = other.client.chat("c").events().stream().test();
    TestSubscriber<ChatEvent> here = one.client.events().streamSince("c", 0).test();

    TestSubscriber<ChatEvent> exchange = other.client.chat("c").send("one").test();
    eventually(() -> live.values().stream().anyMatch(it -> it.type().equals("messageTokens")));
    gate.onComplete();
    exchange.awaitDone(30, TimeUnit.SECONDS).assertComplete();
    one.client.chat("c").send("two").blockingSubscribe();

    eventually(() -> last(all) == last(here) && last(live) == last(here));
    isGapless(1, all.values());
    isGapless(7, live.values());
    assertThat(text(all.values())).isEqualTo(text(here.values())).endsWith("You said two");
    all.cancel();
    live.cancel();
    here.cancel();
  }

  private static long last(TestSubscriber<ChatEvent> listener) {
    List<ChatEvent> heard = listener.values();
    return heard.isEmpty() ? 0 : heard.get(heard.size() - 1).sequence();
  }

  @Test
  void aConversationMovesWhenItsNodeLeaves() {
    TestSubscriber<ChatEvent> here = one.client.events().streamSince("c", 0).test();
    TestSubscriber<ChatEvent> there = other.client.events().streamSince("c", 0).test();
    one.client.chat("c").send("one").blockingSubscribe();
    eventually(() -> last(here) > 0 && last(there) == last(here));
    nodes.remove(one);
    one.close();

    List<ChatEvent> second = other.client.chat("c").send("two").toList().blockingGet();

    isWhole(second);
    eventually(() -> last(there) == second.get(second.size() - 1).sequence());
    isGapless(1, there.values());
    assertThat(said(other.client.chat("c"))).hasSize(4);
    here.cancel();
    there.cancel();
  }

  @Test
  void whoListensDoesNotWaitForANodeThatIsGone() {
    TestSubscriber<ChatEvent> there = other.client.events().streamSince("c", 0).test();
    one.client.chat("c").send("one").blockingSubscribe();
    nodes.remove(one);
    one.close();
    UUID gone = UUID.randomUUID();
    CompletableSubject followed = CompletableSubject.create();
    MessageConsumer<Object> silent =
        VERTX.get(0).eventBus().consumer("animus4j.node." + gone, it -> followed.onComplete());
    silent.completion().await();
    sql("INSERT INTO %%s.animus_node VALUES (DEFAULT, '%s', 'infinity', now())", gone);
    sql("UPDATE %%s.animus_conversation SET owner = '%s'", gone);
    followed.blockingAwait(30, TimeUnit.SECONDS);

    sql("DELETE FROM %%s.animus_node WHERE id = '%s'", gone);
    ClusterNode successor = node(VERTX.get(0), options);
    List<ChatEvent> second = successor.client.chat("c").send("two").toList().blockingGet();

    long since = System.nanoTime();
    eventually(() -> last(there) == second.get(second.size() - 1).sequence());
    assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(5));
    isGapless(1, there.values());
    there.cancel();
    silent.unregister().await();
  }

  @Test
  void aMessageThatANodeRefusesHoldsNoLaterOneBack() {
    one.client.chat("c").send("one").blockingSubscribe();
    NodeReply reply = send("two", other.ledger.nodeId());
    nodes.remove(one);
    one.close();

    TestSubscriber<ChatEvent> next = other.client.chat("c").send("three").test();

    assertThat(reply).isInstanceOf(NodeReply.Elsewhere.class);
    next.awaitDone(30, TimeUnit.SECONDS).assertComplete();
    isWhole(next.values());
  }

  @Test
  void aNodeThatStopsLeavesWhatItIsSentToOthers() {
    CompletableSubject stopping = CompletableSubject.create();
    PostgresClusterLedger ledger = PostgresClusterLedger.join(VERTX.get(0), options, LEASE);
    StreamingChatModel words = this::words;
    AnimusClient client =
        AnimusClient.builder(VERTX.get(0))
            .chatModel(words)
            .ledger(ledger)
            .onClose(() -> stopping)
            .build();
    client.chat("c").send("one").blockingSubscribe();
    TestObserver<Void> closed = client.closeAsync().test();

    assertThat(send("two", ledger.nodeId())).isInstanceOf(NodeReply.Elsewhere.class);
    stopping.onComplete();
    closed.awaitDone(30, TimeUnit.SECONDS).assertComplete();
    isWhole(other.client.chat("c").send("two").toList().blockingGet());
    assertThat(asked).containsExactly("one", "two");
  }

  /** What a node replies that is sent this message of the conversation c. */
  private static NodeReply send(String text, String nodeId) {
    String entry = HistoryEntry.of(Message.user(text), Instant.EPOCH).toJson().toString();
    return new NodeBus(VERTX.get(1).eventBus())
        .request(nodeId, new NodeRequest.Send("c", text, entry, null), Duration.ofSeconds(30))
        .blockingGet();
  }

  @Test
  void aNodeThatIsToStopDoesNotWaitForOneThatKeepsItWaiting() {
    UUID slow = UUID.randomUUID();
    CompletableSubject asking = CompletableSubject.create();
    Buffer reply = Buffer.buffer("{\"type\":\"waiting\"}");
    MessageConsumer<Object> waiting =
        VERTX
            .get(0)
            .eventBus()
            .consumer(
                "animus4j.node." + slow,
                request -> {
                  asking.onComplete();
                  VERTX.get(0).setTimer(20, due -> request.reply(reply));
                });
    waiting.completion().await();
    one.client.chat("c").send("one").blockingSubscribe();
    nodes.remove(one);
    one.close();
    sql("INSERT INTO %%s.animus_node VALUES (DEFAULT, '%s', 'infinity', now())", slow);
    sql("UPDATE %%s.animus_conversation SET owner = '%s'", slow);
    TestSubscriber<ChatEvent> sender = other.client.chat("c").send("two").test();
    asking.blockingAwait(30, TimeUnit.SECONDS);

    nodes.remove(other);
    TestObserver<Void> closed = other.client.closeAsync(Duration.ofMillis(100)).test();

    closed.awaitDone(30, TimeUnit.SECONDS).assertComplete();
    sender.awaitDone(30, TimeUnit.SECONDS).assertError(AnimusException.Cancelled.class);
    waiting.unregister().await();
  }

  private void sql(String sql, UUID node) {
    String schema = PostgresServer.schemaOf(options);
    PostgresServer.shared().sql(sql.formatted(node).formatted(schema));
  }

  @Test
  void whatANodeThatIsCutOffWasAtEndsElsewhere() {
    gate = CompletableSubject.create();
    TestSubscriber<ChatEvent> sender = one.client.chat("c").send("one").test();
    TestSubscriber<ChatEvent> there = other.client.events().streamSince("c", 0).test();
    TestSubscriber<ChatEvent> here = one.client.events().streamSince("c", 0).test();
    eventually(() -> there.values().stream().anyMatch(it -> it.type().equals("messageTokens")));

    proxy.set(TcpProxy.Fault.HOLD, 1);

    eventually(() -> there.values().stream().anyMatch(ExchangeCompleted.class::isInstance));
    ExchangeCompleted end = (ExchangeCompleted) there.values().get(there.values().size() - 1);
    assertThat(end.outcome()).isEqualTo(ExchangeOutcome.INTERRUPTED);
    gate.onComplete();
    proxy.set(TcpProxy.Fault.NONE, 1);
    eventually(() -> last(here) == end.sequence());
    sender.awaitDone(30, TimeUnit.SECONDS);
    assertThat(other.client.chat("c").ask("two").blockingGet().text()).isEqualTo("You said two");
    assertThat(one.client.chat("c").ask("three").blockingGet().text()).isEqualTo("You said three");
    eventually(() -> last(here) == last(there));
    assertThat(said(one.client.chat("c")))
        .containsExactly("one", "You said ", "two", "You said two", "three", "You said three");
    here.cancel();
    there.cancel();
  }

  @Test
  void anExchangeIsInterruptedFromAnywhere() {
    gate = CompletableSubject.create();
    TestSubscriber<ChatEvent> sender = one.client.chat("c").send("one").test();
    eventually(() -> asked.size() == 1);

    other.client.chat("c").interrupt();

    sender.awaitDone(30, TimeUnit.SECONDS).assertComplete();
    ExchangeCompleted end = (ExchangeCompleted) sender.values().get(sender.values().size() - 1);
    assertThat(end.outcome()).isEqualTo(ExchangeOutcome.INTERRUPTED);
  }

  @Test
  void aConversationIsErasedFromAnywhere() {
    one.client.chat("c").send("one").blockingSubscribe();

    assertThat(other.client.forget("c").blockingGet()).isEqualTo(new Erasure(true, List.of()));

    assertThat(said(one.client.chat("c"))).isEmpty();
    assertThat(said(other.client.chat("c"))).isEmpty();
    isWhole(other.client.chat("c").send("two").toList().blockingGet());
  }

  @Test
  void theHistoryIsEditedAndImagesAreGeneratedFromAnywhere() {
    one.client.chat("c").send("one").blockingSubscribe();

    assertThat(other.client.chat("c").history().delete(0).blockingGet()).isTrue();
    one.client.chat("c").generateImage("A fox").blockingGet();

    assertThat(said(other.client.chat("c"))).hasSize(2).startsWith("You said one");
    assertThat(one.client.chat("c").ask("two").blockingGet().text()).isEqualTo("You said two");
  }

  @Test
  void aNodeThatIsToStopEndsWhatItIsAtAndLeavesTheRest() {
    one.client.chat("idle").send("one").blockingSubscribe();
    gate = CompletableSubject.create();
    TestSubscriber<ChatEvent> running = one.client.chat("busy").send("two").test();
    eventually(() -> asked.size() == 2);

    nodes.remove(one);
    CompletableSubject busy = gate;
    gate = CompletableSubject.create();
    gate.onComplete();
    TestObserver<Void> closed = one.client.closeAsync(Duration.ofSeconds(30)).test();
    List<ChatEvent> elsewhere = one.client.chat("new").send("three").toList().blockingGet();

    busy.onComplete();
    closed.awaitDone(30, TimeUnit.SECONDS).assertComplete();
    isWhole(running.values());
    assertThat(((ExchangeCompleted) running.values().get(running.values().size() - 1)).outcome())
        .isEqualTo(ExchangeOutcome.COMPLETED);
    isWhole(elsewhere);
    assertThat(other.ledger.owner("new").blockingGet()).isEqualTo(other.ledger.nodeId());
    assertThat(other.client.chat("idle").ask("four").blockingGet().text())
        .isEqualTo("You said four");
  }

  @Test
  void optionsGoElsewhereByNameOnly() {
    one.client.chat("c").send("one").blockingSubscribe();
    Chat there = other.client.chat("c");

    there
        .send("two", there.options().withMaxTokens(7))
        .test()
        .awaitDone(30, TimeUnit.SECONDS)
        .assertError(AnimusException.InvalidRequest.class);
    isWhole(there.send("three", ClusterNode.NAMED).toList().blockingGet());

    assertThat(asked).containsExactly("one", "three");
  }

  @Test
  void whatTheOwnerIsTooBusyForFailsInWords() {
    gate = CompletableSubject.create();
    TestSubscriber<ChatEvent> running = one.client.chat("c").send("one").test();
    eventually(() -> asked.size() == 1);

    other
        .client
        .chat("c")
        .history()
        .clear()
        .test()
        .awaitDone(30, TimeUnit.SECONDS)
        .assertError(OwnedElsewhere.class);

    gate.onComplete();
    running.awaitDone(30, TimeUnit.SECONDS).assertComplete();
    assertThat(said(other.client.chat("c"))).containsExactly("one", "You said one");
  }

  @Test
  void aMessageThatItsNodeCouldNotAnswerIsInTheHistoryOnce() {
    one.client.chat("c").send("zero").blockingSubscribe();
    proxy.set(TcpProxy.Fault.HOLD, 1);

    List<ChatEvent> events = other.client.chat("c").send("one").toList().blockingGet();

    isWhole(events);
    proxy.set(TcpProxy.Fault.NONE, 1);
    assertThat(said(other.client.chat("c")))
        .containsExactly("zero", "You said zero", "one", "You said one");
    assertThat(asked).containsExactly("zero", "one");
    assertThat(one.client.chat("c").ask("two").blockingGet().text()).isEqualTo("You said two");
  }

  @Test
  void anOwnerThatIsKnownIsAskedWithoutTheDatabase() {
    other.client.chat("c").send("one").blockingSubscribe();
    one.client.chat("c").send("two").blockingSubscribe();
    proxy.set(TcpProxy.Fault.HOLD, 1);

    List<ChatEvent> events =
        one.client
            .chat("c")
            .send("three")
            .toList()
            .timeout(LEASE.toMillis(), TimeUnit.MILLISECONDS)
            .blockingGet();

    isWhole(events);
    proxy.set(TcpProxy.Fault.NONE, 1);
    assertThat(asked).containsExactly("one", "two", "three");
  }

  @Test
  void eventsThatANodePublishesToTheClusterReachTheOthersToo() {
    List<ChatEvent> here = new CopyOnWriteArrayList<>();
    List<ChatEvent> there = new CopyOnWriteArrayList<>();
    ClusterEvents publisher = new ClusterEvents(VERTX.get(0).eventBus());
    ClusterEvents subscriber = new ClusterEvents(VERTX.get(1).eventBus());
    CompositeDisposable all =
        new CompositeDisposable(
            publisher.publish(one.client.events(), ExchangeCompleted.class::isInstance),
            publisher.subscribe(ChatEvent.class, here::add),
            subscriber.subscribe(ExchangeCompleted.class, there::add));

    eventually(
        () -> {
          one.client.chat("c").send("one").blockingSubscribe();
          return !there.isEmpty() && !here.isEmpty();
        });

    assertThat(there).hasOnlyElementsOfType(ExchangeCompleted.class).isSubsetOf(here);
    all.dispose();
  }

  @Test
  void aNodeKnowsHowManyTheyAre() {
    one.client.chat("c").send("one").blockingSubscribe();
    other.client.chat("d").send("two").blockingSubscribe();
    TestSubscriber<Integer> count = one.ledger.nodeCount().test();

    eventually(() -> count.values().equals(List.of(2)));
    other.client.closeAsync().blockingAwait();
    eventually(() -> count.values().equals(List.of(2, 1)));
    one.client.closeAsync().blockingAwait();

    count.awaitDone(30, TimeUnit.SECONDS).assertComplete();
  }
}
