package dev.animus4j.chat.ledger.postgres;

import static dev.animus4j.chat.ledger.postgres.StoredImages.write;
import static dev.animus4j.image.contract.DrawnImages.drawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.Image;
import dev.animus4j.image.contract.SampleImages;
import dev.animus4j.image.store.ImageStore.Stored;
import dev.animus4j.rules.VertxTest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of an image lasts as long as the image. */
@VertxTest
class ImageDescriptionTest {
  private static final Buffer IMAGE = drawn("png", 200, 150);
  private final PostgresOptions options = PostgresServer.shared().newSchema();
  private final StoredImages tables = new StoredImages(options);
  private PostgresImageStore store;
  private PostgresImageStore other;

  @BeforeEach
  void open(Vertx vertx) {
    store = PostgresImageStore.connect(vertx, options);
    other = PostgresImageStore.connect(vertx, options);
  }

  @AfterEach
  void close() {
    store.closeAsync().andThen(other.closeAsync()).blockingAwait();
  }

  @Test
  void anImageIsFoundOnAllNodesAsItWasDescribed() {
    Image fox = fox();
    assertThat(other.find(fox.location()).blockingGet()).isEqualTo(undescribed(fox));

    store.describe(fox.withLineage(Image.Lineage.NONE)).blockingAwait();
    store.describe(fox).blockingAwait();

    assertThat(other.find(fox.location()).blockingGet()).isEqualTo(fox);
    assertThat(other.list().toList().blockingGet())
        .containsExactly(new Stored(fox.location(), fox.format()));
    other.delete(fox.location()).blockingAwait();
    assertThat(store.find(fox.location()).isEmpty().blockingGet()).isTrue();
    assertThatThrownBy(() -> store.describe(fox).blockingAwait())
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("there is no such picture");
    tables.assertNothingIsLeft(store);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "[]", "7", "{\"prompt\":\"a fox\"}", "{\"location\":1}"})
  void anImageWhoseDescriptionCannotBeReadIsStillFound(String damaged) {
    Image fox = fox();
    tables.execute("UPDATE animus_file SET description = '" + damaged + "'");

    assertThat(store.find(fox.location()).blockingGet()).isEqualTo(undescribed(fox));
  }

  @Test
  void anImageIsWhereAndWhatItIsWhateverItsDescriptionSays() {
    Image fox = fox();
    store.describe(fox.withFormat(new Image.Format("image/gif", 1, 1, 1))).blockingAwait();
    tables.execute(
        "UPDATE animus_file SET description = replace(description, ':image_flux', ':lost')");

    URI spelled =
        URI.create(fox.location().toString().replace("postgres:image", "POSTGRES:%69mage"));
    assertThat(store.find(spelled).blockingGet()).isEqualTo(fox);
  }

  @Test
  void aDescriptionThatIsTooLargeIsRefused() {
    Image fox = fox();
    store.describe(fox).blockingAwait();
    String huge = "x".repeat(17 << 20);
    Image.Lineage lineage = new Image.Lineage(null, null, JsonNodeFactory.instance.textNode(huge));

    assertThatThrownBy(() -> store.describe(fox.withLineage(lineage)).blockingAwait())
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("larger than");
    assertThat(store.find(fox.location()).blockingGet()).isEqualTo(fox);
  }

  private Image fox() {
    Stored stored = write(store, IMAGE);
    URI before = URI.create("postgres:image_before.png");
    return SampleImages.fox(stored.location(), stored.format(), before);
  }

  private static Image undescribed(Image image) {
    return Image.of("", image.location()).withFormat(image.format());
  }
}
