package dev.animus4j.checks;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.OverlapPolicy;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.chat.ledger.Ledger;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.image.provider.openai.OpenAiImages;
import dev.animus4j.image.store.FileImageStore;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Client that chats in several conversations until it is killed, and prints what it sends and what
 * it publishes.
 */
final class KillClient {
  /** On a busy machine a database may take longer than a ledger waits. */
  private static final long OPENINGS = 10;

  private static final Duration GRACE = Duration.ofSeconds(10);

  private KillClient() {}

  /** Arguments: engine, ledger, directory of the images, URL of the provider, number. */
  public static void main(String[] arguments) {
    KillEngine engine = KillEngine.of(arguments[0]);
    Vertx vertx = engine.vertx(arguments[1]);
    var unused = ChatEvents.of(vertx.eventBus()).subscribe(ChatEvent.class, KillClient::print);
    long start = System.nanoTime();
    Ledger ledger = engine.open(vertx, arguments[1]);
    var unused2 = ledger.unfinished(1).retry(OPENINGS).blockingGet(); // it is open now
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    KillLine.print(KillLine.Kind.OPEN, String.valueOf(millis));
    AnimusClient client = create(vertx, ledger, Path.of(arguments[2]), arguments[3]);
    int number = Integer.parseInt(arguments[4]);
    KillLoad load = KillLoad.ofJvm();
    List<KillConversation> conversations = new ArrayList<>();
    for (String id : load.conversationIds()) {
      if (engine.isShared()) {
        new KillListener(id).listen(client.events());
      }
      conversations.add(new KillConversation(client.chat(id), vertx, number, load.thinkMillis()));
    }
    conversations.forEach(KillConversation::start);
    endInPeace(vertx, client, conversations);
  }

  /** When it is asked to end, its users stop, and what they have sent is answered. */
  private static void endInPeace(
      Vertx vertx, AnimusClient client, List<KillConversation> conversations) {
    Thread end =
        new Thread(
            () -> {
              conversations.forEach(KillConversation::stop);
              client.closeAsync(GRACE).blockingAwait();
              vertx.close().await();
            });
    Runtime.getRuntime().addShutdownHook(end);
  }

  private static void print(ChatEvent event) {
    KillLine.print(KillLine.Kind.EVENT, ChatEvents.toJson(event).toString());
  }

  /** A client of the provider on this ledger. */
  static AnimusClient create(Vertx vertx, Ledger ledger, Path images, String url) {
    Http http = Http.create(vertx);
    FileImageStore store = new FileImageStore(vertx, images);
    ChatOptions options = ChatOptions.of("any", "Answer.").withStreaming(true).withImages();
    return AnimusClient.builder(vertx)
        .chatModel(
            OpenAiCompatibleChat.create(
                http, OpenAiCompatibleChat.endpoint(url, Credentials.none()), "any"))
        .imageModel(
            OpenAiImages.create(http, OpenAiImages.endpoint(url, Credentials.none()), store, "any"))
        .imageStore(store)
        .ledger(ledger)
        .options(options)
        .namedOptions("queue", changed -> changed.withOverlap(OverlapPolicy.queue()))
        .onClose(http::closeAsync)
        .build();
  }
}
