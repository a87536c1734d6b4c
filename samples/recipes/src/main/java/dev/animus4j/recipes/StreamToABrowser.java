package dev.animus4j.recipes;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.event.ChatEvents;
import dev.animus4j.image.store.ImageStore;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.rxjava3.RxHelper;
import java.net.URI;

/** Serves a chat: its events as server-sent events, at the pace of the browser, and its images. */
public final class StreamToABrowser {
  private StreamToABrowser() {}

  public static void main(String[] arguments) {
    RecipeProvider.setUp();
    Vertx vertx = Vertx.vertx();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> vertx.close().await())); // Ctrl-C
    System.out.println("curl -N -d 'Show me a cat' localhost:" + listen(vertx, 8080) + "/chat/a");
  }

  static int listen(Vertx vertx, int port) {
    ImageStore images = ImageStore.inMemory(256 << 20); // each has an imageUrl mem:NAME
    var builder = AnimusClient.builder(vertx).fromEnv().imageStore(images);
    AnimusClient client = builder.options(options -> options.withImages()).build();
    Router site = Router.router(vertx);
    site.post("/chat/:id").handler(BodyHandler.create(false)).handler(call -> answer(call, client));
    site.delete("/chat/:id/:exchange").handler(call -> stop(call, client));
    site.get("/images/:url").handler(call -> image(call, images));
    return vertx.createHttpServer().requestHandler(site).listen(port).await().actualPort();
  }

  private static void answer(RoutingContext call, AnimusClient client) {
    var events = client.chat(call.pathParam("id")).send(call.body().asString());
    var response = call.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
    events.map(ChatEvents::toServerSentEvent).subscribe(RxHelper.toSubscriber(response));
  }

  private static void stop(RoutingContext call, AnimusClient client) {
    client.chat(call.pathParam("id")).interrupt(call.pathParam("exchange"));
    call.response().setStatusCode(204).end();
  }

  private static void image(RoutingContext call, ImageStore images) {
    var response = RxHelper.toSubscriber(call.response().setChunked(true));
    images.read(URI.create(call.pathParam("url"))).subscribe(response.onError(e -> call.fail(404)));
  }
}
