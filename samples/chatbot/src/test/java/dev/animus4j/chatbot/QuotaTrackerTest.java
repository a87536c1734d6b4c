package dev.animus4j.chatbot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Over the quota, the oldest item of the heaviest owner is evicted. */
class QuotaTrackerTest {
  private static final ClientSession ANNA = new ClientSession("1", "anna");
  private static final ClientSession BEN = new ClientSession("1", "ben");
  private static final ClientSession CARLA = new ClientSession("2", "carla");

  private final QuotaTracker<String> held = new QuotaTracker<>(new Quota(100, 60, 40));

  @Test
  void aSessionLosesItsOwnOldest() {
    assertThat(held.put(ANNA, "a", 20)).isEmpty();
    assertThat(held.put(ANNA, "b", 20)).isEmpty();
    assertThat(held.put(ANNA, "c", 20)).containsExactly("a");
    assertThat(held.put(ANNA, "b", 10)).isEmpty();
    assertThat(held.put(ANNA, "d", 20)).containsExactly("c");
    assertThat(held.items()).containsExactlyInAnyOrder("b", "d");
    assertThat(held.weight()).isEqualTo(30);
  }

  @Test
  void ofAClientTheSessionThatHoldsMostLoses() {
    held.put(ANNA, "a", 40);
    held.put(BEN, "b", 10);
    assertThat(held.put(BEN, "c", 20)).containsExactly("a");
    assertThat(held.items()).containsExactlyInAnyOrder("b", "c");
  }

  @Test
  void ofAllTheClientThatHoldsMostLoses() {
    held.put(ANNA, "a", 30);
    held.put(BEN, "b", 30);
    assertThat(held.put(CARLA, "c", 40)).isEmpty();
    assertThat(held.put(new ClientSession("3", "dora"), "d", 10)).containsExactly("a");
  }

  @Test
  void anItemLargerThanAShareIsHeldAlone() {
    held.put(ANNA, "a", 20);
    assertThat(held.put(ANNA, "b", 50)).containsExactly("a");
    assertThat(held.weight("b")).isEqualTo(50);
  }

  @Test
  void ownersWithLessAreNotEvicted() {
    held.put(ANNA, "a", 30);
    held.put(BEN, "b", 30);
    ClientSession dora = new ClientSession("1", "dora");
    assertThat(held.hasRoom(dora, 10)).isTrue();
    assertThat(held.hasRoom(dora, 30)).isFalse();
    assertThat(held.hasRoom(ANNA, 30)).isTrue();
    assertThat(held.hasRoom(ANNA, 40)).isFalse();
    assertThat(held.hasRoom(ANNA, 41)).isFalse();
    assertThat(held.hasRoom(CARLA, 40)).isTrue();
    held.put(CARLA, "c", 40);
    assertThat(held.hasRoom(new ClientSession("3", "e"), 30)).isTrue();
    assertThat(held.hasRoom(new ClientSession("3", "e"), 40)).isTrue();
  }

  /** The sums always match the items, within the limits. */
  @Test
  void theSumsAreRight() {
    Random random = new Random(1);
    Map<String, Long> expected = new HashMap<>();
    for (int i = 0; i < 5_000; i++) {
      int who = random.nextInt(6);
      ClientSession clientSession = new ClientSession("" + who / 2, "" + who);
      String key = "k" + random.nextInt(20);
      if (random.nextInt(4) == 0) {
        assertThat(held.remove(key)).isEqualTo(expected.remove(key) != null);
      } else {
        long weight = 1 + random.nextInt(20);
        List<String> gone = held.put(clientSession, key, weight);
        expected.put(key, weight);
        gone.forEach(expected::remove);
      }
      long sum = expected.values().stream().mapToLong(weight -> weight).sum();
      assertThat(held.weight()).isEqualTo(sum).isLessThanOrEqualTo(100);
      assertThat(held.count()).isEqualTo(expected.size());
    }
    List.copyOf(expected.keySet()).forEach(held::remove);
    assertThat(held.weight()).isZero();
    assertThat(new ArrayList<>(held.items())).isEmpty();
  }
}
