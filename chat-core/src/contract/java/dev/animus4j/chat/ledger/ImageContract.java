package dev.animus4j.chat.ledger;

import static dev.animus4j.chat.ledger.LedgerUnderTest.write;
import static dev.animus4j.chat.ledger.StepBuilder.NOW;
import static dev.animus4j.chat.ledger.StepBuilder.step;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.animus4j.image.Image;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Images and the files that they leave behind. */
interface ImageContract extends LedgerUnderTest {

  /** An image with a memo. */
  static Image image(String name) {
    var memo = JsonNodeFactory.instance.objectNode().put("seed", "s-" + name);
    return Image.of("a cat", at(name)).withLineage(new Image.Lineage(null, null, memo));
  }

  private static URI at(String name) {
    return URI.create("store:" + name);
  }

  private @Nullable Image imageAt(String name) {
    return ledger().image(at(name)).blockingGet();
  }

  private List<URI> doomed() {
    return ledger().doomedImages(99).blockingGet();
  }

  @Test
  default void anImageIsOrderedAndThenStored() {
    Tenure tenure = claim("c");
    write(tenure, step("c").ordered("i").build());
    assertThat(imageAt("a")).isNull();
    write(tenure, step("c").stored("i", image("a")).build());
    assertThat(imageAt("a")).isEqualTo(image("a"));
    assertThat(imageAt("b")).isNull();
  }

  @Test
  default void anImageOutlivesItsExchange() {
    Tenure tenure = claim("c");
    write(tenure, step("c").running("x").stored("i", image("a")).build());
    write(tenure, step("c").completed("x").build());
    ledger()
        .expire(LedgerRetention.DEFAULT, NOW.plus(LedgerRetention.DEFAULT.events()).plusSeconds(1))
        .blockingGet();
    assertThat(imageAt("a")).isEqualTo(image("a"));
  }

  @Test
  default void anImageThatMovedIsKnownByItsNewLocation() {
    Tenure tenure = claim("c");
    write(tenure, step("c").stored("i", image("a")).build());
    write(tenure, step("c").stored("i", image("b")).build());
    assertThat(imageAt("a")).isNull();
    assertThat(imageAt("b")).isEqualTo(image("b"));
  }

  @Test
  default void locationsWithoutAnImageAreUnknown() {
    write(claim("c"), step("c").stored("i", image("a")).ordered("j").build());
    assertThat(ledger().unknownImages(List.of(at("b"), at("a"), at("c"))).blockingGet())
        .containsExactly(at("b"), at("c"));
    assertThat(ledger().unknownImages(List.of()).blockingGet()).isEmpty();
  }

  @Test
  default void theImagesOfAForgottenConversationAreDoomed() {
    write(claim("c"), step("c").stored("i", image("a")).stored("j", image("b")).build());
    ledger().forget("c").blockingGet();
    assertThat(imageAt("a")).isNull();
    assertThat(doomed()).containsExactlyInAnyOrder(at("a"), at("b"));
    assertThat(ledger().doomedImages(1).blockingGet()).hasSize(1);
    ledger().deleted(at("a")).blockingAwait();
    ledger().deleted(at("unknown")).blockingAwait();
    reopen();
    assertThat(doomed()).containsExactly(at("b"));
  }

  @Test
  default void anImageThatAnotherConversationHasIsNotDoomed() {
    write(claim("c"), step("c").stored("i", image("a")).stored("j", image("a")).build());
    write(claim("d"), step("d").stored("i", image("a")).build());
    ledger().forget("c").blockingGet();
    assertThat(doomed()).isEmpty();
    assertThat(imageAt("a")).isEqualTo(image("a"));
    ledger().forget("d").blockingGet();
    assertThat(doomed()).containsExactly(at("a"));
    assertThat(imageAt("a")).isNull();
  }

  @Test
  default void anImageThatIsStoredAgainIsNotDoomedAnyMore() {
    write(claim("c"), step("c").stored("i", image("a")).build());
    ledger().forget("c").blockingGet();
    write(claim("d"), step("d").stored("i", image("a")).build());
    assertThat(doomed()).isEmpty();
  }
}
