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
class ConflatingBufferPropertyTest {
  private enum Step {
    DELTA,
    OTHER_EVENT,
    ANOTHER_TALKS,
    ONE_IS_TAKEN,
    THREE_ARE_TAKEN,
    THE_BUS_DELIVERS,
    LEAVE_AND_RESUME
  }

  private EventSequence anna;
  private EventSequence ben;

  @BeforeTry
  void nobodyHasSpoken() {
    anna = new EventSequence("anna");
    ben = new EventSequence("ben");
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

  private static List<ChatEvent> of(EventSequence eventSequence, List<ChatEvent> told) {
    String conversation =
        eventSequence.said.isEmpty() ? "" : eventSequence.said.get(0).conversationId();
    return told.stream().filter(e -> e.conversationId().equals(conversation)).toList();
  }

  private static void tellsAll(List<ChatEvent> told, EventSequence eventSequence) {
    assertThat(EventSequence.content(told)).isEqualTo(EventSequence.content(eventSequence.said));
    List<Long> sequences = told.stream().map(ChatEvent::sequence).toList();
    assertThat(sequences).isSorted().doesNotHaveDuplicates();
  }

  @Property(tries = 500)
  void nothingIsLostTwiceOrOutOfOrder(@ForAll("steps") List<Step> steps) {
    AtomicReference<ConflatingBuffer> buffer = new AtomicReference<>();
    TestSubscriber<ChatEvent> listener =
        ConflatingBuffer.create(
                made -> {
                  buffer.set(made);
                  return Disposable.disposed();
                })
            .test(0);
    for (Step step : steps) {
      if (isEvent(step)) {
        buffer.get().emit(event(step));
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
    ConflatingQueue conflatingQueue = new ConflatingQueue();
    steps.stream()
        .filter(ConflatingBufferPropertyTest::isEvent)
        .map(this::event)
        .forEach(conflatingQueue::add);
    long others = steps.stream().filter(step -> step == Step.OTHER_EVENT).count();
    assertThat(conflatingQueue.size()).isLessThanOrEqualTo((int) (2 * others + 2));
    assertThat(Stream.generate(conflatingQueue::poll).takeWhile(it -> it != null).count())
        .isLessThanOrEqualTo(2 * others + 2);
    assertThat(conflatingQueue.size()).isZero();
  }

  /** One listener, who goes away and comes back, hears just what was said. */
  @Property(tries = 1000)
  void whoeverResumesAfterTheLastEventTakenMissesNothing(@ForAll("steps") List<Step> steps) {
    EventLog log = new EventLog();
    Queue<ChatEvent> bus = new ArrayDeque<>();
    ResumingListener resumingListener = new ResumingListener(log);
    for (Step step : steps) {
      if (step == Step.DELTA || step == Step.OTHER_EVENT) {
        ChatEvent event = event(step);
        log.add(event);
        bus.add(event);
      } else if (step == Step.THE_BUS_DELIVERS && !bus.isEmpty()) {
        resumingListener.resumedEvents.onEvent(bus.remove());
      } else if (step == Step.LEAVE_AND_RESUME) {
        resumingListener.leave();
        resumingListener.resume();
      } else {
        resumingListener.listener.request(demand(step));
      }
    }
    bus.forEach(resumingListener.resumedEvents::onEvent);
    resumingListener.listener.request(Long.MAX_VALUE);
    resumingListener.leave();
    tellsAll(resumingListener.told, anna);
  }

  @Property(tries = 300)
  void oneMayResumeAfterAnyEventAlsoInTheMiddleOfDeltas(
      @ForAll("steps") @Size(min = 1) List<Step> steps, @ForAll @IntRange(max = 200) int any) {
    EventLog log = new EventLog();
    steps.forEach(step -> log.add(step == Step.OTHER_EVENT ? anna.step() : anna.delta()));
    long last = any % (steps.size() + 1);
    ResumingListener resumingListener = new ResumingListener(log);
    resumingListener.leave();
    resumingListener.last = last;
    resumingListener.resume();
    resumingListener.listener.request(Long.MAX_VALUE);
    resumingListener.listener.assertNoErrors();
    assertThat(EventSequence.content(resumingListener.listener.values()))
        .isEqualTo(EventSequence.content(anna.after(last)));
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Step> even = Arbitraries.of(Step.values());
    Arbitrary<Step> wordy = Arbitraries.of(Step.DELTA, Step.DELTA, Step.THE_BUS_DELIVERS);
    return Arbitraries.frequencyOf(Tuple.of(3, even), Tuple.of(2, wordy)).list().ofMaxSize(120);
  }

  private static final class ResumingListener {
    private final List<ChatEvent> told = new ArrayList<>();
    private final EventLog log;
    private ResumedEvents resumedEvents;
    private TestSubscriber<ChatEvent> listener;
    private long last;

    ResumingListener(EventLog log) {
      this.log = log;
      resume();
    }

    void resume() {
      listener =
          ConflatingBuffer.create(
                  buffer -> {
                    resumedEvents =
                        new ResumedEvents(new ResumePoint("anna", last, last), log, buffer);
                    resumedEvents.start();
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
