package dev.animus4j.chat.event;

import dev.animus4j.chat.event.MessageEvent.MessageTokens;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableSubscriber;
import io.reactivex.rxjava3.core.Notification;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The events of one exchange, from the first one for every subscriber, however late. A subscriber
 * that keeps up gets the very objects that are published; to one that does not, the deltas of an
 * answer that follow each other are told as one, or if long a few, stamped like the last of them.
 * They are kept as their text, once for all subscribers and the log of {@link ChatEvents#since}.
 */
public final class Recording extends Flowable<ChatEvent> implements FlowableSubscriber<ChatEvent> {
  /** Most exchanges have few events. */
  private static final int FEW = 4;

  private final EventLog log;
  private final List<Stretch> told = new ArrayList<>(FEW);
  private final List<Handover> subscribers = new CopyOnWriteArrayList<>();
  private @Nullable Notification<ChatEvent> end;

  /**
   * An empty recording.
   *
   * @param log has every event before it comes here
   */
  Recording(EventLog log) {
    this.log = log;
  }

  @Override
  public void onSubscribe(Subscription exchange) {
    exchange.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(ChatEvent event) {
    keep(event);
    drain();
  }

  @Override
  public void onError(Throwable cause) {
    end(Notification.createOnError(cause));
  }

  @Override
  public void onComplete() {
    end(Notification.createOnComplete());
  }

  /** The last event; null when there is none yet. */
  public synchronized @Nullable ChatEvent last() {
    return told.isEmpty() ? null : told.get(told.size() - 1).newest();
  }

  /** The words of an answer that have been told after this event. */
  public synchronized String words(long sequence) {
    StringBuilder words = new StringBuilder();
    for (Stretch stretch : told) {
      if (stretch.last() > sequence && stretch.after(sequence) instanceof MessageTokens tokens) {
        words.append(tokens.content());
      }
    }
    return words.toString();
  }

  /** About how much memory it holds, in bytes. */
  public synchronized long weight() {
    return told.stream().mapToLong(Stretch::weight).sum();
  }

  private synchronized void keep(ChatEvent event) {
    boolean isThere = !told.isEmpty() && told.get(told.size() - 1).newest() == event;
    if (!isThere) {
      Stretch logged = log.newest(event);
      told.add(logged != null && logged.first() == event.sequence() ? logged : new Stretch(event));
    }
  }

  private synchronized void set(Notification<ChatEvent> ended) {
    end = ended;
    ((ArrayList<Stretch>) told).trimToSize();
  }

  private void end(Notification<ChatEvent> ended) {
    set(ended);
    drain();
    subscribers.clear();
  }

  private void drain() {
    if (!subscribers.isEmpty()) {
      subscribers.forEach(Handover::drain);
    }
  }

  @Override
  protected void subscribeActual(Subscriber<? super ChatEvent> subscriber) {
    Cursor cursor = new Cursor(subscriber);
    subscriber.onSubscribe(cursor.handover);
    join(cursor.handover);
    cursor.handover.drain();
  }

  private synchronized void join(Handover handover) {
    if (end == null && !handover.isOver()) {
      subscribers.add(handover);
    }
  }

  /** How far one subscriber has come. Moved by whoever hands over to it, one at a time. */
  private final class Cursor implements Handover.Source {
    private final Handover handover;
    private int at;
    private long after;

    Cursor(Subscriber<? super ChatEvent> subscriber) {
      this.handover = new Handover(subscriber, this);
    }

    @Override
    public @Nullable ChatEvent poll() {
      Stretch next = next();
      ChatEvent event = next == null ? null : next.after(after);
      after = event == null ? after : event.sequence();
      return event;
    }

    private @Nullable Stretch next() {
      synchronized (Recording.this) {
        while (at < told.size() && told.get(at).last() <= after) {
          at++;
        }
        at = Math.min(at, Math.max(0, told.size() - 1));
        return at < told.size() && told.get(at).last() > after ? told.get(at) : null;
      }
    }

    @Override
    public @Nullable Notification<ChatEvent> end() {
      synchronized (Recording.this) {
        return end != null && next() == null ? end : null;
      }
    }

    @Override
    public void release() {
      subscribers.remove(handover);
    }
  }
}
