package dev.animus4j.chat.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeTry;

/** What holds however events, demand, the bus and comings and goings fall together. */
class MergingPropertyTest {
  private enum Step {
    DELTA,
    OTHER_EVENT,
    ANOTHER_TALKS,
    ONE_IS_TAKEN,
    THREE_ARE_TAKEN,
    THE_BUS_DELIVERS,
    LEAVE_AND_RESUME
  }

  private Speaker anna;
  private Speaker ben;

  @BeforeTry
  void nobodyHasSpoken() {
    anna = new Speaker("anna");
    ben = new Speaker("ben");
  }

  private ChatEvent event(Step step) {
    return switch (step) {
      case OTHER_EVENT -> anna.step();
      case ANOTHER_TALKS -> ben.delta();
      default -> anna.delta();
    };
  }

  private static boolean isEvent(Step step) {
    return step.compareTo(Step.ANOTHER_TALKS) <= 0;
  }

  private static long demand(Step step) {
    return step == Step.THREE_ARE_TAKEN ? 3 : 1;
  }

  private static List<ChatEvent> of(Speaker speaker, List<ChatEvent> told) {
    String conversation = speaker.said.isEmpty() ? "" : speaker.said.get(0).conversationId();
    return told.stream().filter(e -> e.conversationId().equals(conversation)).toList();
  }

  private static void tellsAll(List<ChatEvent> told, Speaker speaker) {
    assertThat(Speaker.content(told)).isEqualTo(Speaker.content(speaker.said));
    List<Long> sequences = told.stream().map(ChatEvent::sequence).toList();
    assertThat(sequences).isSorted().doesNotHaveDuplicates();
  }

  @Property(tries = 500)
  void nothingIsLostTwiceOrOutOfOrder(@ForAll("steps") List<Step> steps) {
    AtomicReference<MergingBuffer> buffer = new AtomicReference<>();
    TestSubscriber<ChatEvent> listener =
        MergingBuffer.of(
                made -> {
                  buffer.set(made);
                  return Disposable.disposed();
                })
            .test(0);
    for (Step step : steps) {
      if (isEvent(step)) {
        buffer.get().tell(event(step));
      } else {
        listener.request(demand(step));
      }
    }
    listener.request(Long.MAX_VALUE);
    tellsAll(of(anna, listener.values()), anna);
    tellsAll(of(ben, listener.values()), ben);
  }

  @Property(tries = 500)
  void ofTheDeltasInARowOnlyOneWaits(@ForAll("steps") List<Step> steps) {
    Backlog backlog = new Backlog();
    steps.stream().filter(MergingPropertyTest::isEvent).map(this::event).forEach(backlog::add);
    long others = steps.stream().filter(step -> step == Step.OTHER_EVENT).count();
    assertThat(backlog.size()).isLessThanOrEqualTo((int) (2 * others + 2));
    assertThat(Stream.generate(backlog::poll).takeWhile(it -> it != null).count())
        .isLessThanOrEqualTo(2 * others + 2);
    assertThat(backlog.size()).isZero();
  }

  /** One listener, who goes away and comes back, hears just what was said. */
  @Property(tries = 1000)
  void whoeverResumesAfterTheLastEventTakenMissesNothing(@ForAll("steps") List<Step> steps) {
    EventLog log = new EventLog();
    Queue<ChatEvent> bus = new ArrayDeque<>();
    Visits visits = new Visits(log);
    for (Step step : steps) {
      if (step == Step.DELTA || step == Step.OTHER_EVENT) {
        ChatEvent event = event(step);
        log.add(event);
        bus.add(event);
      } else if (step == Step.THE_BUS_DELIVERS && !bus.isEmpty()) {
        visits.resumption.heard(bus.remove());
      } else if (step == Step.LEAVE_AND_RESUME) {
        visits.leave();
        visits.resume();
      } else {
        visits.listener.request(demand(step));
      }
    }
    bus.forEach(visits.resumption::heard);
    visits.listener.request(Long.MAX_VALUE);
    visits.leave();
    tellsAll(visits.told, anna);
  }

  @Property(tries = 300)
  void oneMayResumeAfterAnyEventAlsoInTheMiddleOfDeltas(
      @ForAll("steps") @Size(min = 1) List<Step> steps, @ForAll @IntRange(max = 200) int any) {
    EventLog log = new EventLog();
    steps.forEach(step -> log.add(step == Step.OTHER_EVENT ? anna.step() : anna.delta()));
    long last = any % (steps.size() + 1);
    Visits visits = new Visits(log);
    visits.leave();
    visits.last = last;
    visits.resume();
    visits.listener.request(Long.MAX_VALUE);
    visits.listener.assertNoErrors();
    assertThat(Speaker.content(visits.listener.values()))
        .isEqualTo(Speaker.content(anna.after(last)));
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Step> even = Arbitraries.of(Step.values());
    Arbitrary<Step> wordy = Arbitraries.of(Step.DELTA, Step.DELTA, Step.THE_BUS_DELIVERS);
    return Arbitraries.frequencyOf(Tuple.of(3, even), Tuple.of(2, wordy)).list().ofMaxSize(120);
  }

  private static final class Visits {
    private final List<ChatEvent> told = new ArrayList<>();
    private final EventLog log;
    private Resumption resumption;
    private TestSubscriber<ChatEvent> listener;
    private long last;

    Visits(EventLog log) {
      this.log = log;
      resume();
    }

    void resume() {
      listener =
          MergingBuffer.of(
                  buffer -> {
                    resumption = new Resumption("anna", last, log, buffer);
                    resumption.begin();
                    return Disposable.disposed();
                  })
              .test(0);
    }

    void leave() {
      listener.cancel();
      listener.assertNoErrors();
      told.addAll(listener.values());
      last = told.isEmpty() ? 0 : told.get(told.size() - 1).sequence();
    }
  }
}
