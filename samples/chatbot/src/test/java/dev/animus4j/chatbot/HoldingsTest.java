package dev.animus4j.chatbot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When there is too much, the oldest goes of who holds most. */
class HoldingsTest {
  private static final Owner ANNA = new Owner("1", "anna");
  private static final Owner BEN = new Owner("1", "ben");
  private static final Owner CARLA = new Owner("2", "carla");

  private final Holdings<String> held = new Holdings<>(new Share(100, 60, 40));

  @Test
  void aSessionLosesItsOwnOldest() {
    assertThat(held.put(ANNA, "a", 20)).isEmpty();
    assertThat(held.put(ANNA, "b", 20)).isEmpty();
    assertThat(held.put(ANNA, "c", 20)).containsExactly("a");
    assertThat(held.put(ANNA, "b", 10)).isEmpty();
    assertThat(held.put(ANNA, "d", 20)).containsExactly("c");
    assertThat(held.of("anna")).containsExactlyInAnyOrder("b", "d");
    assertThat(held.weight()).isEqualTo(30);
  }

  @Test
  void ofAClientTheSessionThatHoldsMostLoses() {
    held.put(ANNA, "a", 40);
    held.put(BEN, "b", 10);
    assertThat(held.put(BEN, "c", 20)).containsExactly("a");
    assertThat(held.of("ben")).containsExactlyInAnyOrder("b", "c");
  }

  @Test
  void ofAllTheClientThatHoldsMostLoses() {
    held.put(ANNA, "a", 30);
    held.put(BEN, "b", 30);
    assertThat(held.put(CARLA, "c", 40)).isEmpty();
    assertThat(held.put(new Owner("3", "dora"), "d", 10)).containsExactly("a");
  }

  @Test
  void whatIsHeavierThanAShareIsHeldAlone() {
    held.put(ANNA, "a", 20);
    assertThat(held.put(ANNA, "b", 50)).containsExactly("a");
    assertThat(held.weight("b")).isEqualTo(50);
  }

  @Test
  void whoHoldsLessIsNotTakenFrom() {
    held.put(ANNA, "a", 30);
    held.put(BEN, "b", 30);
    Owner dora = new Owner("1", "dora");
    assertThat(held.hasRoom(dora, 10)).isTrue();
    assertThat(held.hasRoom(dora, 30)).isFalse();
    assertThat(held.hasRoom(ANNA, 30)).isTrue();
    assertThat(held.hasRoom(ANNA, 40)).isFalse();
    assertThat(held.hasRoom(ANNA, 41)).isFalse();
    assertThat(held.hasRoom(CARLA, 40)).isTrue();
    held.put(CARLA, "c", 40);
    assertThat(held.hasRoom(new Owner("3", "e"), 30)).isTrue();
    assertThat(held.hasRoom(new Owner("3", "e"), 40)).isTrue();
  }

  /** Whatever happens, the sums are those of what is there, and within the limits. */
  @Test
  void theSumsAreRight() {
    Random random = new Random(1);
    Map<String, Long> expected = new HashMap<>();
    for (int i = 0; i < 5_000; i++) {
      int who = random.nextInt(6);
      Owner owner = new Owner("" + who / 2, "" + who);
      String key = "k" + random.nextInt(20);
      if (random.nextInt(4) == 0) {
        assertThat(held.remove(key)).isEqualTo(expected.remove(key) != null);
      } else {
        long weight = 1 + random.nextInt(20);
        List<String> gone = held.put(owner, key, weight);
        expected.put(key, weight);
        gone.forEach(expected::remove);
      }
      long sum = expected.values().stream().mapToLong(weight -> weight).sum();
      assertThat(held.weight()).isEqualTo(sum).isLessThanOrEqualTo(100);
      assertThat(held.count()).isEqualTo(expected.size());
    }
    List.copyOf(expected.keySet()).forEach(held::remove);
    assertThat(held.weight()).isZero();
    assertThat(new ArrayList<>(held.of("0"))).isEmpty();
  }
}
