package dev.animus4j.image.provider;

import static dev.animus4j.image.TestImages.drawn;
import static dev.animus4j.image.provider.ByteProvider.file;
import static dev.animus4j.image.provider.ByteProvider.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.provider.ByteProvider.Model;
import dev.animus4j.image.store.ImageStore;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of images as servers write them. */
@VertxTest
class UnusualAddressesTest {
  private static final Buffer IMAGE = drawn("png", 20, 15);

  static Stream<Arguments> addresses() {
    return Stream.of(
        arguments("HOST/img/my cat.png", "/img/my%20cat.png"),
        arguments("HOST/img/a%20b c.png", "/img/a%20b%20c.png"),
        arguments("HOST/cat|dog [blue]?m=x", "/cat%7Cdog%20%5Bblue%5D?m=x"),
        arguments("HOST/{id}^1<2>`3`.png", "/%7Bid%7D%5E1%3C2%3E%603%60.png"),
        arguments("HOST/größe-猫😀.png", "/gr%C3%B6%C3%9Fe-%E7%8C%AB%F0%9F%98%80.png"),
        arguments("HOST/100%.png", "/100%25.png"),
        arguments("HOST/x.png?p=50%&q=1", "/x.png?p=50%25&q=1"),
        arguments("HOST/x.png?q=a b&c=ü", "/x.png?q=a%20b&c=%C3%BC"),
        arguments("HOST/a%2Fb.png?sig=a%2Fb%2Bc%3D", "/a%2Fb.png?sig=a%2Fb%2Bc%3D"),
        arguments("HOST/x.png?sig=a+b/c==", "/x.png?sig=a+b/c=="),
        arguments("HOST/x.png?u=http://o/y.png", "/x.png?u=http://o/y.png"),
        arguments("HOST/a;v=1/b:2@3.png", "/a;v=1/b:2@3.png"),
        arguments("HOST//a//b.png", "//a//b.png"),
        arguments("HOST/x.png#a b|c", "/x.png"),
        arguments("HOST", "/"),
        arguments("HOST?x=1", "/?x=1"),
        arguments("  HOST/x.png \\n", "/x.png"),
        arguments("/v1/files/x/content", "/v1/files/x/content"),
        arguments("/files/größe|1.png", "/files/gr%C3%B6%C3%9Fe%7C1.png"),
        arguments("files/my cat.png", "/v1/images/files/my%20cat.png"),
        arguments("files/a:b.png", "/v1/images/files/a:b.png"),
        arguments("./x.png", "/v1/images/x.png"),
        arguments("../x.png", "/v1/x.png"),
        arguments("//127.0.0.1:PORT/x y.png", "/x%20y.png"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("addresses")
  void anAddressIsAskedForAsABrowserWould(String address, String asked, Vertx vertx) {
    try (ByteProvider provider = publishing(vertx, address, "")) {
      Image image = generate(provider);

      assertThat(image.format().bytes()).isEqualTo(IMAGE.length());
      assertThat(provider.requests())
          .containsExactly("POST /v1/images/generations", "GET " + asked);
    }
  }

  static Stream<Arguments> redirects() {
    return Stream.of(
        arguments("b.png", "/b.png"),
        arguments("./b.png", "/b.png"),
        arguments("/b c|d.png", "/b%20c%7Cd.png"),
        arguments("/größe.png?q=ü x", "/gr%C3%B6%C3%9Fe.png?q=%C3%BC%20x"),
        arguments("//127.0.0.1:PORT/b.png", "/b.png"),
        arguments("HOST/b.png#f", "/b.png"),
        arguments("HTTP://127.0.0.1:PORT/b.png", "/b.png"),
        arguments("HOST", "/"),
        arguments("  /b.png ", "/b.png"),
        arguments("/b.png?a=%2F%", "/b.png?a=%2F%25"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("redirects")
  void soIsOneInARedirect(String location, String asked, Vertx vertx) {
    try (ByteProvider provider = publishing(vertx, "HOST/moved", location)) {
      Image image = generate(provider);

      assertThat(image.format().bytes()).isEqualTo(IMAGE.length());
      assertThat(provider.requests()).last().isEqualTo("GET " + asked);
      assertThat(provider.requests()).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"my_bucket.s3", "big.EXAMPLE", "a-.b", "-a.b", "bücher.example"})
  void hostsMayHaveNamesThatNoStandardAllows(String host) {
    String hosts = "127.0.0.1 my_bucket.s3 big.EXAMPLE a-.b -a.b xn--bcher-kva.example";
    AddressResolverOptions resolver =
        new AddressResolverOptions().setHostsValue(Buffer.buffer(hosts));
    Vertx vertx = Vertx.vertx(new VertxOptions().setAddressResolverOptions(resolver));
    try (ByteProvider provider = publishing(vertx, "http://" + host + ":PORT/x y.png", "")) {
      assertThat(generate(provider).format().width()).isEqualTo(20);
      assertThat(provider.requests()).last().isEqualTo("GET /x%20y.png");
    } finally {
      vertx.close().await();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HOST/r", "file:///etc/passwd", "http://me:pw@127.0.0.1:PORT/b.png"})
  void aRedirectThatLeadsNowhereSaysWhereTheImageWas(String location, Vertx vertx) {
    try (ByteProvider provider = publishing(vertx, "HOST/moved", location, "/r")) {
      Throwable failure =
          provider
              .model(Model.OPEN_AI)
              .generate(ImageRequest.of("x"))
              .materialize()
              .blockingGet()
              .getError();

      assertThat(failure)
          .isInstanceOfSatisfying(
              AnimusException.class,
              known -> {
                assertThat(known.mayHaveRun()).isTrue();
                assertThat(known.origin().published()).hasPath("/moved");
              });
    }
  }

  private static Image generate(ByteProvider provider) {
    return provider.model(Model.OPEN_AI).generate(ImageRequest.of("a barn")).blockingGet();
  }

  /** Publishes an image at an address, from where those of these paths are redirected. */
  private static ByteProvider publishing(
      Vertx vertx, String address, String location, String... moved) {
    ByteProvider[] self = new ByteProvider[1];
    List<String> redirected = Stream.concat(Stream.of("/moved"), Stream.of(moved)).toList();
    self[0] =
        new ByteProvider(
            vertx,
            ImageStore.inMemory(1 << 20),
            line -> {
              String port = String.valueOf(self[0].port());
              if (line.startsWith("POST")) {
                return json("{\"data\":[{\"url\":\"" + filled(address, port) + "\"}]}");
              }
              return redirected.contains(line.substring(4))
                  ? ByteProvider.response(
                      "302 Found", "", Buffer.buffer(), "Location: " + filled(location, port))
                  : file(IMAGE);
            });
    return self[0];
  }

  private static String filled(String template, String port) {
    return template.replace("HOST", "http://127.0.0.1:PORT").replace("PORT", port);
  }
}
