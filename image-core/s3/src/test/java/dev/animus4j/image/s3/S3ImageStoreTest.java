package dev.animus4j.image.s3;

import static dev.animus4j.image.contract.DrawnImages.drawn;
import static dev.animus4j.image.contract.DrawnImages.padded;
import static dev.animus4j.image.contract.DrawnImages.pieces;
import static dev.animus4j.rules.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.image.Image;
import dev.animus4j.image.store.ImageStore.Stored;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.junit5.VertxTestContext;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@VertxTest
class S3ImageStoreTest {
  private static final int PART = 5 * 1024 * 1024;
  private static final Buffer SMALL = drawn("png", 200, 150);
  @RegisterExtension static final S3ServerExtension SERVER = new S3ServerExtension();

  private final S3Server server = SERVER.get();
  private final S3ImageStore store = server.store();

  @ParameterizedTest
  @CsvSource({"png, image/png, png", "jpg, image/jpeg, jpg", "gif, image/gif, gif"})
  void keepsTheBytesUnderAKeyForWhatTheyAre(String drawn, String mediaType, String extension) {
    Buffer picture = drawn(drawn, 200, 150);

    Stored stored = store.write("@cf/flux-1", pieces(picture)).blockingGet();

    assertThat(stored.format()).isEqualTo(new Image.Format(mediaType, 200, 150, picture.length()));
    assertThat(stored.location().toString())
        .matches("s3://images/image_-cf-flux-1_[0-9a-f-]{36}_\\d{13}\\." + extension);
    assertThat(server.keys()).containsExactly(stored.location().getPath().substring(1));
    assertThat(read(stored)).isEqualTo(picture);
    assertThat(mediaType(stored)).isEqualTo(mediaType);
  }

  @ParameterizedTest
  @ValueSource(ints = {PART - 1, PART, PART + 1, 2 * PART, 2 * PART + 1_234_567})
  void keepsImagesAroundTheSizesOfParts(int bytes) {
    Buffer picture = padded(bytes);

    Stored stored = store.write("flux-1", pieces(picture)).blockingGet();

    assertThat(stored.format()).isEqualTo(new Image.Format("image/png", 20, 10, bytes));
    assertThat(read(stored)).isEqualTo(picture);
    assertThat(mediaType(stored)).isEqualTo("image/png");
    assertThat(server.uploads()).isEmpty();
  }

  @Test
  void anImageThatIsPaddedIsReal() throws Exception {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(padded(100_000).getBytes()));

    assertThat(image.getWidth()).isEqualTo(20);
    assertThat(image.getHeight()).isEqualTo(10);
  }

  @Test
  void aPieceMayBeLargerThanAPart() {
    Buffer picture = padded(2 * PART + 7);

    Stored stored = store.write("flux-1", Flowable.just(picture)).blockingGet();

    assertThat(read(stored)).isEqualTo(picture);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bots/fox/", "a b+c&d=e/%20/*~(!)'/", "füchse/🦊/", "fox-"})
  void keepsThemBelowAPrefixOfAnyCharacters(String prefix) {
    S3Bucket bucket = server.bucket().withPrefix(prefix);
    S3ImageStore prefixed = server.store(server.options().withBucket(bucket));

    Stored stored = prefixed.write("flux-1", pieces(SMALL)).blockingGet();

    assertThat(server.keys()).singleElement().asString().startsWith(prefix + "image_");
    assertThat(prefixed.read(stored.location()).collect(Buffer::buffer, Buffer::appendBuffer))
        .satisfies(bytes -> assertThat(bytes.blockingGet()).isEqualTo(SMALL));
    assertThatThrownBy(() -> store.read(stored.location()).blockingSubscribe())
        .isInstanceOf(AnimusException.InvalidRequest.class);
    prefixed.delete(stored.location()).blockingAwait();
    assertThat(server.keys()).isEmpty();
  }

  @Test
  void speaksTlsToABucketInTheHostName() {
    AddressResolverOptions hosts =
        new AddressResolverOptions()
            .setHostsValue(Buffer.buffer("127.0.0.1 localhost images.localhost"));
    Vertx knowing = Vertx.vertx(new VertxOptions().setAddressResolverOptions(hosts));
    S3Options options = server.options().withBucket(server.secureBucket());
    S3ImageStore secure = S3ImageStore.create(S3Server.http(knowing), options);
    Buffer picture = padded(PART + 99);

    Stored stored = secure.write("flux-1", pieces(picture)).blockingGet();

    assertThat(read(stored)).isEqualTo(picture);
    assertThat(server.uploads()).isEmpty();
    knowing.close().await();
  }

  @Test
  void anImageThatIsGoneIsNoFailureToDelete() {
    Stored stored = store.write("flux-1", pieces(SMALL)).blockingGet();

    store.delete(stored.location()).blockingAwait();
    store.delete(stored.location()).blockingAwait();

    assertThat(server.keys()).isEmpty();
    assertThatThrownBy(() -> read(stored))
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("there is no such picture");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://others/image_m_12345678-1234-1234-1234-123456789abc_1.png",
        "s3://images/secrets.txt",
        "s3://images/image_m_12345678-1234-1234-1234-123456789abc_1.png?versionId=1",
        "s3://images/below/image_m_12345678-1234-1234-1234-123456789abc_1.png",
        "s3://images/../others/image_m_12345678-1234-1234-1234-123456789abc_1.png",
        "s3://images",
        "s3:image_m_12345678-1234-1234-1234-123456789abc_1.png",
        "https://images/image_m_12345678-1234-1234-1234-123456789abc_1.png",
        "file:/images/image_m_12345678-1234-1234-1234-123456789abc_1.png",
        "image_m_12345678-1234-1234-1234-123456789abc_1.png"
      })
  void aLocationOfSomethingElseIsRefused(String location) {
    URI other = URI.create(location);

    assertThatThrownBy(() -> store.read(other).blockingSubscribe())
        .isInstanceOf(AnimusException.InvalidRequest.class);
    assertThatThrownBy(() -> store.delete(other).blockingAwait())
        .isInstanceOf(AnimusException.InvalidRequest.class);
    assertThatThrownBy(() -> store.presign(other, Duration.ofHours(1)).blockingGet())
        .isInstanceOf(AnimusException.InvalidRequest.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, PART + 1000, 2 * PART + 1000})
  void anImageThatIsCutShortLeavesNothing(int bytes) {
    AnimusException cut =
        new AnimusException.Unavailable(
            FailureOrigin.of("acme"), "cut short", true, new Exception());
    Flowable<Buffer> half =
        pieces(padded(2 * bytes).getBuffer(0, bytes)).concatWith(Flowable.error(cut));

    assertThatThrownBy(() -> store.write("flux-1", half).blockingGet()).isSameAs(cut);

    assertThat(server.keys()).isEmpty();
    assertThat(server.uploads()).isEmpty();
  }

  /** A JPEG of comments alone, which never says its size. */
  @Test
  void anImageThatEndsWithinItsHeaderLeavesNothing() {
    Buffer comments = Buffer.buffer(new byte[] {(byte) 0xFF, (byte) 0xD8});
    for (int at = 0; at < 2 * PART / 65_000; at++) {
      comments.appendBytes(new byte[] {(byte) 0xFF, (byte) 0xFE}).appendUnsignedShort(65_000);
      comments.appendBytes(new byte[64_998]);
    }

    assertThatThrownBy(() -> store.write("flux-1", pieces(comments)).blockingGet())
        .isInstanceOf(AnimusException.Unavailable.class)
        .hasMessageContaining("ends within its header");

    assertThat(server.keys()).isEmpty();
    assertThat(server.uploads()).isEmpty();
  }

  @Test
  void whatIsNoImageIsNotSent() {
    Flowable<Buffer> page = Flowable.just(Buffer.buffer("<html>Try again later.</html>"));

    assertThatThrownBy(() -> store.write("flux-1", page).blockingGet())
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("Try again later.");
    S3ImageStore small = server.store(server.options().withMaxBytes(PART + 1));
    assertThatThrownBy(() -> small.write("flux-1", pieces(padded(PART + 2))).blockingGet())
        .isInstanceOf(AnimusException.Protocol.class)
        .hasMessageContaining("larger than");

    assertThat(server.keys()).isEmpty();
    assertThat(server.uploads()).isEmpty();
  }

  @Test
  void anImageThatIsCancelledInTheMiddleLeavesNothing() {
    Buffer picture = padded(2 * PART);
    PublishProcessor<Buffer> source = PublishProcessor.create();
    Flowable<Buffer> bytes = pieces(picture).take(100).concatWith(source);
    Disposable writing = store.write("flux-1", bytes).subscribe();

    eventually(() -> server.uploads().size() == 1);
    eventually(source::hasSubscribers);
    writing.dispose();

    eventually(() -> server.uploads().isEmpty());
    assertThat(server.keys()).isEmpty();
  }

  @Test
  void listsItsImagesOldestFirst() {
    S3Bucket below = server.bucket().withPrefix("image_below/");
    S3ImageStore other = server.store(server.options().withBucket(below));
    List<Stored> stored =
        Flowable.just(drawn("jpg", 31, 17), padded(PART + 5), SMALL, drawn("gif", 5, 6))
            .concatMapSingle(image -> store.write("z-" + image.length() % 7, pieces(image)))
            .toList()
            .blockingGet();
    Stored elsewhere = other.write("flux-1", pieces(SMALL)).blockingGet();
    put("image_of_something_else.png");

    assertThat(store.list().toList().blockingGet())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyInAnyOrderElementsOf(stored)
        .isSortedAccordingTo(Comparator.comparing(S3ImageStoreTest::storedAt));
    assertThat(other.list().toList().blockingGet()).containsExactly(elsewhere);
  }

  private static long storedAt(Stored stored) {
    return Long.parseLong(stored.location().getPath().replaceAll(".*_(\\d+)\\.[a-z]+", "$1"));
  }

  private void put(String key) {
    ImagePart text = ImagePart.of(Buffer.buffer("some text"));
    S3Request request = S3Request.of(HttpMethod.PUT, key).withBody(text);
    server.api().send(request).blockingAwait();
  }

  @Test
  void keepsTwentyAtOnce() {
    List<Buffer> pictures =
        Flowable.range(0, 20).map(at -> drawn("png", 100 + at, 90)).toList().blockingGet();

    List<Stored> stored =
        Flowable.fromIterable(pictures)
            .flatMapSingle(picture -> store.write("flux-1", pieces(picture)), false, 20)
            .toList()
            .blockingGet();

    assertThat(server.keys()).hasSize(20);
    assertThat(stored)
        .allSatisfy(
            one -> assertThat(read(one)).isEqualTo(pictures.get(one.format().width() - 100)));
  }

  @Test
  void deliversOnTheContextOfItsSubscriber(Vertx vertx, VertxTestContext test) {
    Context context = vertx.getOrCreateContext();

    context.runOnContext(
        now ->
            store
                .write("flux-1", pieces(padded(PART + 1)))
                .flatMapPublisher(stored -> store.read(stored.location()))
                .doOnNext(piece -> assertThat(Vertx.currentContext()).isSameAs(context))
                .subscribe(piece -> {}, test::failNow, test::completeNow));
  }

  private Buffer read(Stored stored) {
    return store
        .read(stored.location())
        .collect(Buffer::buffer, Buffer::appendBuffer)
        .blockingGet();
  }

  private String mediaType(Stored stored) {
    S3Request head = S3Request.of(HttpMethod.HEAD, stored.location().getPath().substring(1));
    return server.api().header(head, "Content-Type").blockingGet();
  }
}
