package dev.animus4j.chatbot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What is being answered and drawn just now, by conversation; and what was sent already. */
final class Works {
  /** Which exchange a message led to, by conversation and id. */
  private final Cache<List<String>, Single<String>> sent =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofHours(1)).build();

  private final Map<String, List<Work>> open = new ConcurrentHashMap<>();
  private final EndedSessions ended;

  /** None yet; sessions that have ended cannot begin any. */
  Works(EndedSessions ended) {
    this.ended = ended;
  }

  private enum Stage {
    WAITING,
    BEGUN,
    REVOKED
  }

  /** One answer, or one picture, while it is being made, or waits for that. */
  final class Work {
    private final Owner owner;
    private final String conversation;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
    private final CompletableSubject end = CompletableSubject.create();
    private final List<URI> drawn = new CopyOnWriteArrayList<>();

    private Work(Owner owner, String conversation) {
      this.owner = owner;
      this.conversation = conversation;
    }

    /** Fails when nobody wants it any more, since the conversation was deleted meanwhile. */
    void begin() {
      if (!stage.compareAndSet(Stage.WAITING, Stage.BEGUN)) {
        throw Problem.deleted();
      }
    }

    /** Keeps it from beginning; whether it has not. */
    boolean revoke() {
      boolean waited = stage.compareAndSet(Stage.WAITING, Stage.REVOKED);
      if (waited) {
        end();
      }
      return waited;
    }

    void drew(URI picture) {
      drawn.add(picture);
    }

    List<URI> drawn() {
      return drawn;
    }

    void end() {
      open.computeIfPresent(conversation, (id, works) -> works.size() == 1 ? null : less(works));
      end.onComplete();
    }

    private List<Work> less(List<Work> works) {
      return works.stream().filter(work -> work != this).toList();
    }

    Completable ended() {
      return end;
    }

    boolean isOver() {
      return end.hasComplete();
    }
  }

  /** Something that waits to be begun. */
  Work expect(Owner owner, String conversation) {
    Work work = new Work(owner, conversation);
    open.merge(conversation, List.of(work), Works::joined);
    if (ended.contains(owner.session())) {
      work.revoke();
    }
    return work;
  }

  private static List<Work> joined(List<Work> some, List<Work> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  List<Work> of(String conversation) {
    return open.getOrDefault(conversation, List.of());
  }

  /** The conversations in which there is some of this session. */
  List<String> of(Owner owner) {
    return open.values().stream()
        .flatMap(List::stream)
        .filter(work -> work.owner.session().equals(owner.session()))
        .map(work -> work.conversation)
        .distinct()
        .toList();
  }

  /** The exchange to which the message of this name led, or leads now, unless that fails. */
  Single<String> once(List<String> name, Supplier<Single<String>> begin) {
    return sent.get(
        name, unknown -> Single.defer(begin::get).doOnError(e -> sent.invalidate(name)).cache());
  }

  /** A message that led to nothing may be sent again. */
  void forget(List<String> name) {
    sent.invalidate(name);
  }

  /** So may all of a conversation that begins anew. */
  void forget(String conversation) {
    sent.asMap().keySet().removeIf(name -> name.get(0).equals(conversation));
  }
}
