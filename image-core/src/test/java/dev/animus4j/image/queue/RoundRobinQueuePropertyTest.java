package dev.animus4j.image.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RoundRobinQueuePropertyTest {
  record Entry(String key, int number) {}

  @Property
  void allComeOutOnceAndEachKeyInItsOwnOrder(@ForAll("keys") List<String> keys) {
    RoundRobinQueue<Entry> roundRobinQueue = new RoundRobinQueue<>();
    List<Entry> in = added(roundRobinQueue, keys);
    List<Entry> out = drained(roundRobinQueue);
    assertThat(out).containsExactlyInAnyOrderElementsOf(in);
    for (String key : keys) {
      assertThat(of(key, out)).isEqualTo(of(key, in));
    }
  }

  @Property
  void theOrderToldIsTheOrderTaken(@ForAll("keys") List<String> keys) {
    RoundRobinQueue<Entry> roundRobinQueue = new RoundRobinQueue<>();
    var unused = added(roundRobinQueue, keys);
    List<Entry> told = roundRobinQueue.toList();
    assertThat(drained(roundRobinQueue)).isEqualTo(told);
  }

  /** While two keys wait, neither is served twice more than the other. */
  @Property
  void keysThatWaitAreServedAlike(@ForAll("keys") List<String> keys) {
    RoundRobinQueue<Entry> roundRobinQueue = new RoundRobinQueue<>();
    Map<String, Integer> left = new HashMap<>();
    added(roundRobinQueue, keys).forEach(entry -> left.merge(entry.key(), 1, Integer::sum));
    Map<String, Integer> served = new HashMap<>();
    while (left.values().stream().allMatch(waiting -> waiting > 0) && !left.isEmpty()) {
      String key = roundRobinQueue.poll().key();
      left.merge(key, -1, Integer::sum);
      served.merge(key, 1, Integer::sum);
      int most = served.values().stream().mapToInt(i -> i).max().orElse(0);
      int least = left.keySet().stream().mapToInt(k -> served.getOrDefault(k, 0)).min().orElse(0);
      assertThat(most - least).isLessThanOrEqualTo(1);
    }
  }

  /** One that comes while others wait is served after at most one of each of them. */
  @Property
  void aNewKeyWaitsForAtMostOneEntryOfEachOtherKey(@ForAll("keys") List<String> keys) {
    RoundRobinQueue<Entry> roundRobinQueue = new RoundRobinQueue<>();
    var unused = added(roundRobinQueue, keys);
    roundRobinQueue.add("new", new Entry("new", 0));
    List<String> before =
        roundRobinQueue.toList().stream()
            .map(Entry::key)
            .takeWhile(key -> !key.equals("new"))
            .toList();
    assertThat(before).doesNotHaveDuplicates();
  }

  @Property
  void removedEntriesAreGoneAndTheOthersStay(@ForAll("keys") List<String> keys) {
    RoundRobinQueue<Entry> roundRobinQueue = new RoundRobinQueue<>();
    List<Entry> in = added(roundRobinQueue, keys);
    List<Entry> gone = in.stream().filter(entry -> entry.number() % 3 == 0).toList();
    gone.forEach(entry -> roundRobinQueue.remove(entry.key(), entry));
    gone.forEach(entry -> roundRobinQueue.remove(entry.key(), entry));
    List<Entry> rest = new ArrayList<>(in);
    rest.removeAll(gone);
    assertThat(drained(roundRobinQueue)).containsExactlyInAnyOrderElementsOf(rest);
  }

  @Provide
  Arbitrary<List<String>> keys() {
    return Arbitraries.of("anna", "ben", "cleo", "dan").list().ofMaxSize(40);
  }

  private static List<Entry> added(RoundRobinQueue<Entry> roundRobinQueue, List<String> keys) {
    List<Entry> entries = new ArrayList<>();
    for (String key : keys) {
      Entry entry = new Entry(key, entries.size());
      entries.add(entry);
      roundRobinQueue.add(key, entry);
    }
    return entries;
  }

  private static List<Entry> drained(RoundRobinQueue<Entry> roundRobinQueue) {
    List<Entry> out = new ArrayList<>();
    for (Entry next = roundRobinQueue.poll(); next != null; next = roundRobinQueue.poll()) {
      out.add(next);
    }
    return out;
  }

  private static List<Entry> of(String key, List<Entry> entries) {
    return entries.stream().filter(entry -> entry.key().equals(key)).toList();
  }
}
