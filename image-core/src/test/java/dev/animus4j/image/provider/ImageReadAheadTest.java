package dev.animus4j.image.provider;

import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.http.AddressPolicy;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import dev.animus4j.image.ImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.TestImages;
import dev.animus4j.image.provider.cloudflare.FluxWorkerImages;
import dev.animus4j.image.provider.openai.OpenAiImages;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.metrics.HttpClientMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How much of a picture is read from the network that its store has not taken yet. */
@VertxTest
class ImageReadAheadTest {
  private static final int KIBIBYTE = 1024;

  private final AtomicLong read = new AtomicLong();
  private final DemandingImageStore store = new DemandingImageStore();
  private final Vertx servers;
  private final Vertx vertx =
      Vertx.builder()
          .with(new VertxOptions().setMetricsOptions(new MetricsOptions().setEnabled(true)))
          .withMetrics(counting(read))
          .build();
  private final Http http =
      Http.create(vertx, HttpOptions.defaults().withAddressPolicy(AddressPolicy.anyAddress()));

  ImageReadAheadTest(Vertx servers) {
    this.servers = servers;
  }

  @AfterEach
  void close() {
    http.close();
    vertx.close().await();
  }

  private enum Form {
    WHOLE,
    BASE64,
    BY_ADDRESS
  }

  /** One reading of the network may bring a megabyte. */
  @ParameterizedTest
  @EnumSource
  void areFewHoweverFastTheyComeAndHoweverSlowTheStoreIs(Form form) {
    assertThat(mostUnread(form, server(form))).isLessThan(1400 * KIBIBYTE);
  }

  /** With a store that takes nothing for a while, and then piece by piece. */
  private long mostUnread(Form form, NetServer server) {
    Disposable drawing = model(form, server).generate(ImageRequest.of("x")).subscribe();
    eventually(() -> read.get() > 64 * KIBIBYTE);
    long most = unreadInTheEnd(form);
    for (int i = 1; i <= 40; i++) {
      int piece = i;
      store.reader.request(1);
      eventually(() -> store.reader.values().size() >= piece);
      most = Math.max(most, unreadInTheEnd(form));
    }
    drawing.dispose();
    return most;
  }

  /** Once no more is read. */
  private long unreadInTheEnd(Form form) {
    long before = -1;
    while (before < read.get()) {
      before = read.get();
      vertx.timer(10).await();
    }
    return before - store.taken.get() * (form == Form.BASE64 ? 4 : 3) / 3;
  }

  private ImageModel model(Form form, NetServer server) {
    String url = "http://127.0.0.1:" + server.actualPort();
    return form == Form.WHOLE
        ? FluxWorkerImages.create(http, FluxWorkerImages.endpoint(url), store)
        : OpenAiImages.create(http, OpenAiImages.endpoint(url, Credentials.none()), store, "m");
  }

  private NetServer server(Form form) {
    NetServer server = servers.createNetServer();
    server.connectHandler(
        socket ->
            socket.handler(
                asked -> {
                  String url = "http://127.0.0.1:" + server.actualPort() + "/picture";
                  if (form != Form.BY_ADDRESS || asked.toString().startsWith("GET")) {
                    socket.write(form == Form.BASE64 ? json() : file());
                    socket.write(form == Form.BASE64 ? Buffer.buffer() : TestImages.png(9, 9));
                    flood(socket);
                  } else {
                    socket.write(address(url));
                  }
                }));
    return server.listen(0, "127.0.0.1").await();
  }

  private static Buffer file() {
    return Buffer.buffer(
        "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 1000000000\r\n\r\n");
  }

  private static Buffer json() {
    return Buffer.buffer(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n"
            + "{\"data\":[{\"b64_json\":\"");
  }

  private static Buffer address(String url) {
    String body = "{\"data\":[{\"url\":\"" + url + "\"}]}";
    return Buffer.buffer(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private static void flood(NetSocket socket) {
    Buffer megabyte = Buffer.buffer("A".repeat(1024 * KIBIBYTE));
    socket.write(megabyte);
    again(socket, megabyte);
  }

  private static void again(NetSocket socket, Buffer bytes) {
    socket.write(bytes).onSuccess(written -> again(socket, bytes));
  }

  private static VertxMetricsFactory counting(AtomicLong read) {
    return options ->
        new VertxMetrics() {
          @Override
          public HttpClientMetrics<?, ?, ?> createHttpClientMetrics(HttpClientOptions client) {
            return new HttpClientMetrics<>() {
              @Override
              public void bytesRead(Object connection, SocketAddress server, long bytes) {
                read.addAndGet(bytes);
              }
            };
          }
        };
  }

  /** Takes what its reader is told to ask for. */
  private static final class DemandingImageStore implements ImageStore {
    private final TestSubscriber<Integer> reader = new TestSubscriber<>(0);
    private final AtomicLong taken = new AtomicLong();

    @Override
    public Single<Stored> write(String model, Flowable<Buffer> bytes) {
      return Single.<Stored>never()
          .doOnSubscribe(
              begun -> bytes.map(Buffer::length).doOnNext(taken::addAndGet).subscribe(reader))
          .doOnDispose(reader::cancel);
    }

    @Override
    public Flowable<Buffer> read(URI location) {
      return Flowable.never();
    }

    @Override
    public Completable delete(URI location) {
      return Completable.complete();
    }
  }
}
