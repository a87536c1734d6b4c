package dev.animus4j.image.s3;

import static dev.animus4j.image.contract.DrawnImages.drawn;
import static dev.animus4j.image.contract.DrawnImages.padded;
import static dev.animus4j.image.contract.DrawnImages.pieces;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageJson;
import dev.animus4j.image.contract.SampleImages;
import dev.animus4j.image.store.ImageStore.Stored;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.junit5.VertxTestContext;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of an image lasts as long as the image. */
@VertxTest
class DescriptionTest {
  private static final Buffer PICTURE = drawn("png", 200, 150);
  @RegisterExtension static final S3ServerExtension SERVER = new S3ServerExtension();

  private final S3Server server = SERVER.get();
  private final S3ImageStore store = server.store();

  @ParameterizedTest
  @ValueSource(strings = {"", "bots/fox/", "füchse & co/🦊"})
  void anImageIsFoundAsItWasDescribed(String prefix) {
    S3Bucket bucket = server.bucket().withPrefix(prefix);
    S3Options options = server.options().withBucket(bucket);
    S3ImageStore below = server.store(options);
    Image fox = drawnFox(below);
    assertThat(below.find(fox.location()).blockingGet()).isEqualTo(undescribed(fox));

    below.describe(fox.withLineage(Image.Lineage.NONE)).blockingAwait();
    below.describe(fox).blockingAwait();

    S3ImageStore later = server.store(options);
    assertThat(later.find(fox.location()).blockingGet()).isEqualTo(fox);
    assertThat(later.list().toList().blockingGet())
        .containsExactly(new Stored(fox.location(), fox.format()));
    later.delete(fox.location()).blockingAwait();
    assertThat(server.keys()).isEmpty();
  }

  @Test
  void aDescriptionIsAnObjectOfJsonBesideItsImage() {
    Image fox = drawnFox(store);

    store.describe(fox).blockingAwait();

    assertThat(server.keys()).containsExactlyInAnyOrder(key(fox), key(fox) + ".json");
    assertThat(header(key(fox) + ".json", "Content-Type")).isEqualTo("application/json");
    assertThat(header(key(fox) + ".json", "Content-Length"))
        .isEqualTo("" + ImageJson.toJson(fox).length());
  }

  @Test
  void aDescriptionIsNoImage() {
    Image fox = drawnFox(store);
    store.describe(fox).blockingAwait();
    URI description = URI.create(fox.location() + ".json");

    assertThat(store.find(description).isEmpty().blockingGet()).isTrue();
    for (Completable refused :
        List.of(
            store.read(description).ignoreElements(),
            store.readAll(description).ignoreElement(),
            store.describe(fox.withLocation(description)),
            store.delete(description),
            store.presign(description, Duration.ofHours(1)).ignoreElement())) {
      assertThatThrownBy(refused::blockingAwait).isInstanceOf(AnimusException.InvalidRequest.class);
    }
    assertThat(server.keys()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "[]", "7", "{\"prompt\":\"a fox\"}", "{\"location\":1}"})
  void anImageWhoseDescriptionCannotBeReadIsStillFound(String damaged) {
    Image fox = drawnFox(store);
    put(key(fox) + ".json", Buffer.buffer(damaged));

    assertThat(store.find(fox.location()).blockingGet()).isEqualTo(undescribed(fox));
  }

  @Test
  void aDescriptionThatIsTooLargeIsNeitherStoredNorRead() {
    Image fox = drawnFox(store);
    store.describe(fox).blockingAwait();
    String huge = "x".repeat(17 << 20);
    Image.Lineage lineage = new Image.Lineage(null, null, JsonNodeFactory.instance.textNode(huge));
    Image large = fox.withLineage(lineage);

    assertThatThrownBy(() -> store.describe(large).blockingAwait())
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("larger than");
    assertThat(store.find(fox.location()).blockingGet()).isEqualTo(fox);

    put(key(fox) + ".json", ImageJson.toJson(large));
    assertThat(store.find(fox.location()).blockingGet()).isEqualTo(undescribed(fox));
  }

  @Test
  void anImageIsWhereItIsWhateverItsDescriptionSays() {
    Image fox = drawnFox(store);
    put(key(fox) + ".json", ImageJson.toJson(fox(URI.create("s3://elsewhere/image.png"))));
    URI spelled = URI.create("S3://images/" + key(fox).replace("image_", "%69mage%5F"));

    assertThat(store.find(spelled).blockingGet()).isEqualTo(fox);
  }

  @Test
  void whatIsNotInTheStoreIsNeitherFoundNorDescribed() {
    Image fox = drawnFox(store);
    store.describe(fox).blockingAwait();
    store.delete(fox.location()).blockingAwait();
    put("image_m_12345678-1234-1234-1234-123456789abc_1.png", Buffer.buffer("some text"));

    for (String location :
        List.of(
            fox.location().toString(),
            "s3://others/" + key(fox),
            "s3://images/below/" + key(fox),
            "s3://images",
            "https://example.com/fox.png",
            "relative")) {
      URI other = URI.create(location);
      assertThat(store.find(other).isEmpty().blockingGet()).isTrue();
      assertThatThrownBy(() -> store.describe(fox(other)).blockingAwait())
          .isInstanceOf(AnimusException.InvalidRequest.class);
      assertThatThrownBy(() -> store.readAll(other).blockingGet())
          .isInstanceOf(AnimusException.InvalidRequest.class);
    }
    URI text = URI.create("s3://images/image_m_12345678-1234-1234-1234-123456789abc_1.png");
    assertThat(store.find(text).isEmpty().blockingGet()).isTrue();
    assertThat(store.list().toList().blockingGet()).isEmpty();
    assertThat(server.keys()).hasSize(1);
  }

  @Test
  void anImageThatIsDescribedWhileItIsDeletedLeavesNothing() {
    Flowable.range(0, 40)
        .concatMapSingle(at -> store.write("m", pieces(PICTURE)))
        .flatMapCompletable(
            stored ->
                Completable.mergeArray(
                    store.describe(fox(stored.location())).onErrorComplete(),
                    store.delete(stored.location())))
        .blockingAwait();

    assertThat(server.keys()).isEmpty();
  }

  @Test
  void anImageThatOthersPutThereIsWhatItsBytesSay() {
    String key = "image_m_12345678-1234-1234-1234-123456789abc_1.png";
    put(key, padded(300_000));

    Image.Format format = new Image.Format("image/png", 20, 10, 300_000);
    assertThat(store.find(URI.create("s3://images/" + key)).blockingGet().format())
        .isEqualTo(format);
    assertThat(store.list().map(Stored::format).toList().blockingGet()).containsExactly(format);
  }

  @Test
  void anImageIsReadIntoMemoryUpToTheLimitOfTheStore() {
    Image fox = drawnFox(store);
    S3Options options = server.options();
    S3ImageStore exact = server.store(options.withMaxBytes(PICTURE.length()));
    S3ImageStore small = server.store(options.withMaxBytes(PICTURE.length() - 1));

    assertThat(exact.readAll(fox.location()).blockingGet()).isEqualTo(PICTURE);
    assertThatThrownBy(() -> small.readAll(fox.location()).blockingGet())
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("larger than " + (PICTURE.length() - 1) + " bytes");
  }

  @Test
  void deliversOnTheContextOfItsSubscriber(Vertx vertx, VertxTestContext test) {
    Image fox = drawnFox(store);
    Context context = vertx.getOrCreateContext();

    context.runOnContext(
        now ->
            store
                .describe(fox)
                .doOnComplete(() -> assertThat(Vertx.currentContext()).isSameAs(context))
                .andThen(store.find(fox.location()))
                .doOnSuccess(image -> assertThat(Vertx.currentContext()).isSameAs(context))
                .flatMapSingle(image -> store.readAll(image.location()))
                .doOnSuccess(bytes -> assertThat(Vertx.currentContext()).isSameAs(context))
                .subscribe(bytes -> test.completeNow(), test::failNow));
  }

  private static Image drawnFox(S3ImageStore store) {
    Stored stored = store.write("m", pieces(PICTURE)).blockingGet();
    return fox(stored.location()).withFormat(stored.format());
  }

  private static Image fox(URI location) {
    Image.Format format = new Image.Format("image/png", 200, 150, PICTURE.length());
    return SampleImages.fox(location, format, URI.create("s3://images/image_before.png"));
  }

  private static Image undescribed(Image image) {
    return Image.of("", image.location()).withFormat(image.format());
  }

  private static String key(Image image) {
    return image.location().getPath().substring(1);
  }

  private void put(String key, Buffer bytes) {
    S3Request request = S3Request.of(HttpMethod.PUT, key).withBody(ImagePart.of(bytes));
    server.api().send(request).blockingAwait();
  }

  private String header(String key, String name) {
    return server.api().header(S3Request.of(HttpMethod.HEAD, key), name).blockingGet();
  }
}
