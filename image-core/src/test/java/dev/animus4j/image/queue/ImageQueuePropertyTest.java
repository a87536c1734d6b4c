package dev.animus4j.image.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException.RateLimited;
import dev.animus4j.image.FakeImageModel;
import dev.animus4j.image.ImageRequest;
import dev.animus4j.image.ImageUpdate;
import dev.animus4j.image.queue.ImageTicket.State;
import io.reactivex.rxjava3.processors.ReplayProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever happens in whatever order, beside the simplest queue that could be right. */
class ImageQueuePropertyTest {
  enum Action {
    SUBMIT,
    DRAW,
    FAIL,
    CANCEL
  }

  record Step(Action act, int which) {}

  @Property(tries = 500)
  void itDoesWhatTheSimplestQueueDoes(
      @ForAll("steps") List<Step> steps,
      @ForAll @IntRange(min = 1, max = 3) int atOnce,
      @ForAll @IntRange(max = 6) int room) {
    FakeImageModel fakeImageModel = new FakeImageModel();
    ImageQueue queue = new ImageQueue(fakeImageModel, atOnce, room, Schedulers.trampoline());
    ReferenceQueue referenceQueue = new ReferenceQueue(atOnce, room);
    Map<String, ImageTicket> tickets = new LinkedHashMap<>();
    Map<String, TestSubscriber<State>> watchers = new LinkedHashMap<>();
    for (Step step : steps) {
      if (step.act() == Action.SUBMIT) {
        String prompt = "abcd".charAt(step.which() % 4) + "#" + tickets.size();
        boolean taken = submit(queue, prompt, tickets, watchers);
        assertThat(taken).isEqualTo(referenceQueue.submit(prompt));
      } else if (step.act() == Action.CANCEL && !tickets.isEmpty()) {
        String prompt = List.copyOf(tickets.keySet()).get(step.which() % tickets.size());
        tickets.get(prompt).cancel();
        referenceQueue.end(prompt);
      } else if (!referenceQueue.running.isEmpty()) {
        String prompt = referenceQueue.running.get(step.which() % referenceQueue.running.size());
        end(fakeImageModel, prompt, step.act());
        referenceQueue.end(prompt);
      }
      assertThat(fakeImageModel.asked.stream().map(ImageRequest::prompt))
          .isEqualTo(referenceQueue.asked);
      assertThat(in(State.Running.class, tickets)).isEqualTo(referenceQueue.running.size());
      positions(referenceQueue, tickets);
    }
    watchers.values().forEach(ImageQueuePropertyTest::sound);
  }

  private static boolean submit(
      ImageQueue queue,
      String prompt,
      Map<String, ImageTicket> tickets,
      Map<String, TestSubscriber<State>> watchers) {
    try {
      ImageTicket ticket = queue.submit(prompt.substring(0, 1), ImageRequest.of(prompt));
      tickets.put(prompt, ticket);
      watchers.put(prompt, ticket.states().test());
      return true;
    } catch (RateLimited full) {
      return false;
    }
  }

  private static void end(FakeImageModel fakeImageModel, String prompt, Action action) {
    int index = fakeImageModel.asked.indexOf(ImageRequest.of(prompt));
    ReplayProcessor<ImageUpdate> canvas = fakeImageModel.canvases.get(index);
    if (action == Action.FAIL) {
      canvas.onError(FakeImageModel.unavailable());
    } else {
      canvas.onNext(FakeImageModel.image(prompt));
      canvas.onComplete();
    }
  }

  private static long in(Class<? extends State> kind, Map<String, ImageTicket> tickets) {
    return tickets.values().stream().filter(ticket -> kind.isInstance(ticket.state())).count();
  }

  private static void positions(ReferenceQueue referenceQueue, Map<String, ImageTicket> tickets) {
    List<String> order = new ArrayList<>();
    ReferenceQueue ahead = new ReferenceQueue(referenceQueue);
    while (!ahead.waiting.isEmpty()) {
      order.add(ahead.next());
    }
    assertThat(in(State.Queued.class, tickets)).isEqualTo(order.size());
    for (int i = 0; i < order.size(); i++) {
      assertThat(tickets.get(order.get(i)).state()).isEqualTo(new State.Queued(i + 1));
    }
  }

  /**
   * Queued, perhaps; running, perhaps; over, perhaps; each at most once, and nothing after that.
   */
  private static void sound(TestSubscriber<State> watcher) {
    String states =
        String.join(
            "",
            watcher.values().stream()
                .map(s -> s.getClass().getSimpleName().substring(0, 1))
                .toList());
    assertThat(states).matches("Q*R?[DFC]?");
    List<State> seen = watcher.values();
    for (int i = 1; i < seen.size(); i++) {
      assertThat(seen.get(i)).isNotEqualTo(seen.get(i - 1));
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Action> acts =
        Arbitraries.of(Action.SUBMIT, Action.SUBMIT, Action.DRAW, Action.FAIL, Action.CANCEL);
    return Combinators.combine(acts, Arbitraries.integers().between(0, 99))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  /** The key is the first letter of a prompt. */
  private static final class ReferenceQueue {
    private final int atOnce;
    private final int room;
    private final List<String> keys;
    private final List<String> waiting;
    private final List<String> running = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    ReferenceQueue(int atOnce, int room) {
      this.atOnce = atOnce;
      this.room = room;
      this.keys = new ArrayList<>();
      this.waiting = new ArrayList<>();
    }

    ReferenceQueue(ReferenceQueue other) {
      this.atOnce = other.atOnce;
      this.room = other.room;
      this.keys = new ArrayList<>(other.keys);
      this.waiting = new ArrayList<>(other.waiting);
    }

    boolean submit(String prompt) {
      if (waiting.size() + running.size() >= atOnce + room) {
        return false;
      }
      String key = prompt.substring(0, 1);
      if (!keys.contains(key)) {
        keys.add(key);
      }
      waiting.add(prompt);
      advance();
      return true;
    }

    void end(String prompt) {
      running.remove(prompt);
      waiting.remove(prompt);
      keys.removeIf(key -> waiting.stream().noneMatch(other -> other.startsWith(key)));
      advance();
    }

    private void advance() {
      while (running.size() < atOnce && !waiting.isEmpty()) {
        String next = next();
        running.add(next);
        asked.add(next);
      }
    }

    String next() {
      String key = keys.remove(0);
      String prompt = waiting.stream().filter(p -> p.startsWith(key)).findFirst().orElseThrow();
      waiting.remove(prompt);
      if (waiting.stream().anyMatch(p -> p.startsWith(key))) {
        keys.add(key);
      }
      return prompt;
    }
  }
}
