package dev.animus4j.image.provider;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.ImageUpdate.Progressed;
import dev.animus4j.image.provider.openai.OpenAiImages;
import dev.animus4j.image.store.FileImageStore;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However many pictures arrive at once, a failure behind them takes none of them away. */
@VertxTest
class ImagesBeforeFailureTest {
  private static final String PICTURE =
      Base64.getEncoder().encodeToString(drawn("png", 20, 15).getBytes());
  private static final String ERROR =
      event("{'type':'error','error':{'message':'busy','code':'server_is_overloaded'}}");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void allPicturesBeforeAFailureAreTold(boolean cut, Vertx vertx) {
    for (int count : List.of(1, 2, 3, 9)) {
      String unfinished =
          IntStream.range(0, count)
              .mapToObj(ImagesBeforeFailureTest::unfinished)
              .collect(Collectors.joining());
      NetServer server = server(vertx, unfinished + finished() + (cut ? "" : ERROR), cut);
      Http http = Http.create(vertx);

      TestSubscriber<ImageUpdate> seen = drawing(server, http, vertx);
      eventually(() -> seen.values().size() >= 1);
      seen.request(1);
      eventually(() -> seen.values().size() >= 2);
      seen.request(99);
      seen.awaitDone(30, TimeUnit.SECONDS).assertError(AnimusException.class);

      assertThat(seen.values()).hasSize(count + 1).last().isInstanceOf(Image.class);
      assertThat(seen.values().stream().filter(Progressed.class::isInstance)).hasSize(count);
      http.close();
      server.close().await();
    }
  }

  private TestSubscriber<ImageUpdate> drawing(NetServer server, Http http, Vertx vertx) {
    Endpoint endpoint =
        OpenAiImages.endpoint("http://127.0.0.1:" + server.actualPort(), Credentials.none());
    return OpenAiImages.create(http, endpoint, new FileImageStore(vertx, directory), "m").stream(
            ImageRequest.of("a fox").withExtra("n", 2).withExtra("stream", true))
        .test(1);
  }

  /** Says all of it in one piece, whatever it is asked. */
  private static NetServer server(Vertx vertx, String chunks, boolean cut) {
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    String all = head + chunks + (cut ? "" : "0\r\n\r\n");
    return vertx
        .createNetServer()
        .connectHandler(socket -> socket.handler(asked -> say(socket, all)))
        .listen(0, "127.0.0.1")
        .await();
  }

  private static void say(NetSocket socket, String all) {
    socket.write(Buffer.buffer(all)).onComplete(written -> socket.close());
  }

  private static String unfinished(int index) {
    return event(
        "{'type':'image_generation.partial_image','partial_image_index':%d,'b64_json':'%s'}"
            .formatted(index, PICTURE));
  }

  private static String finished() {
    return event("{'type':'image_generation.completed','b64_json':'%s'}".formatted(PICTURE));
  }

  private static String event(String json) {
    String text = "data: " + json.replace('\'', '"') + "\n\n";
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }
}
