package dev.animus4j.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A response in the 2xx range whose body has not been read. The body can be read once, in one of
 * the ways offered here, and only while the {@link Http#send call} that brought it lasts.
 */
public final class Answer {
  private final HttpCall call;
  private final Head head;
  private final Body body;
  private final HttpOptions limits;

  Answer(HttpCall call, Head head, Body body, HttpOptions limits) {
    this.call = call;
    this.head = head;
    this.body = body;
    this.limits = limits;
  }

  /** The status, from 200 to 299. */
  public int status() {
    return head.status();
  }

  /** The first header of this name, in any case. */
  public @Nullable String header(String name) {
    return head.headers().get(name);
  }

  /** The media type in lower case without its parameters; empty when there is none. */
  public String mediaType() {
    return head.mediaType();
  }

  /** Whether the media type is that of an event stream. */
  public boolean isEventStream() {
    return mediaType().equals("text/event-stream");
  }

  /** Whether the media type is JSON, or built on it. */
  public boolean isJson() {
    return mediaType().endsWith("/json") || mediaType().endsWith("+json");
  }

  /** The provider, the status and the request id, for a failure found in the body. */
  public Origin origin() {
    return head.origin(call.endpoint().provider(), null);
  }

  /** The body as it arrives; fails with Protocol when it is cut short. */
  public Flowable<Buffer> bytes() {
    return body;
  }

  /**
   * The whole body; fails with Protocol, and stops reading, when it is larger than {@code most}.
   */
  public Single<Buffer> body(int most) {
    return gathered(most).map(GatheredBody::bytes);
  }

  private Single<GatheredBody> gathered(int most) {
    return body.collect(() -> foretold(most), (all, piece) -> gather(all, piece, most));
  }

  private GatheredBody foretold(int most) {
    if (head.length() > most) {
      throw tooLarge(most);
    }
    return new GatheredBody(Math.max(0, (int) head.length()));
  }

  private void gather(GatheredBody all, Buffer piece, int most) {
    if (all.bytes().length() + (long) piece.length() > most) {
      throw tooLarge(most);
    }
    all.add(piece);
  }

  /**
   * The whole body as JSON, at most {@link HttpOptions#maxJsonBytes()}. Fails with Protocol when it
   * is of another media type, empty, cut short, too large, or not JSON of this type.
   */
  public <T> Single<T> json(Class<T> type) {
    return json(body -> Json.read(body, type, origin()));
  }

  /**
   * What the reader makes of the whole body, which is checked as in {@link #json(Class)} but for
   * being JSON.
   */
  public <T> Single<T> json(Function<Buffer, T> reader) {
    return mayBeJson()
        ? gathered(limits.maxJsonBytes()).map(body -> reader.apply(present(body.bytes())))
        : Single.error(unexpected("JSON"));
  }

  /**
   * The body as an event stream; fails with Protocol when it is of another type. 204 has no events.
   */
  public Flowable<ServerSentEvent> events() {
    return isReadAsEvents()
        ? ServerSentEvents.in(body, origin(), limits.maxEventBytes())
        : Flowable.error(unexpected("an event stream"));
  }

  /**
   * What the reader makes of the events that arrive together, be it none, each time something
   * arrives; as {@link #events()}, but nothing is copied for events that nobody keeps. It goes
   * through all of them, unless it is the last time.
   */
  public <T> Flowable<T> events(Function<Iterable<PassingEvent>, T> reader) {
    return isReadAsEvents()
        ? ServerSentEvents.in(body, origin(), limits.maxEventBytes(), reader)
        : Flowable.error(unexpected("an event stream"));
  }

  private boolean isReadAsEvents() {
    return isEventStream() || status() == 204;
  }

  /**
   * The data of an event as JSON.
   *
   * @throws AnimusException.Protocol when it is not JSON of this type
   */
  public <T> T read(ServerSentEvent event, Class<T> type) {
    return Json.read(event.data(), type, origin());
  }

  /** What the endpoint's {@link Failures} say about an error found inside this answer. */
  public AnimusException failure(JsonNode error) {
    Endpoint endpoint = call.endpoint();
    return head.secrets()
        .redacted(endpoint.failures().of(head.refusal(endpoint.provider(), error)));
  }

  /** Words of the answer, for people: without what the request proved its right with. */
  public String redacted(String words) {
    return head.secrets().redacted(words);
  }

  Head head() {
    return head;
  }

  private Buffer present(Buffer body) {
    if (body.length() == 0) {
      throw new AnimusException.Protocol(origin(), "the answer is empty", null);
    }
    return body;
  }

  private boolean mayBeJson() {
    return isJson() || mediaType().isEmpty() || mediaType().equals("text/plain");
  }

  private AnimusException tooLarge(int most) {
    return new AnimusException.Protocol(
        origin(), "the answer is larger than " + most + " bytes", null);
  }

  private AnimusException unexpected(String wanted) {
    String type = mediaType().isEmpty() ? "of no media type" : mediaType();
    String what = "the answer is " + type + ", not " + wanted;
    return new AnimusException.Protocol(origin(), what, null);
  }
}
