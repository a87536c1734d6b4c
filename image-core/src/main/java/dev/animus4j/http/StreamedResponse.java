package dev.animus4j.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.sse.EventBatch;
import dev.animus4j.http.sse.EventStreams;
import dev.animus4j.http.sse.ServerSentEvent;
import dev.animus4j.http.sse.ServerSentEventView;
import dev.animus4j.http.sse.ServerSentEvents;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * HTTP response in the 2xx range whose body has not been read. The body can be read once, with one
 * of the methods below, and only while its call lasts.
 */
public final class StreamedResponse {
  private final HttpCall call;
  private final ResponseHead head;
  private final Flowable<Buffer> body;
  private final HttpOptions limits;

  StreamedResponse(HttpCall call, ResponseHead head, Flowable<Buffer> body, HttpOptions limits) {
    this.call = call;
    this.head = head;
    this.body = body;
    this.limits = limits;
  }

  /** The address that was requested. */
  public URI url() {
    return call.url();
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
    return head.isEventStream();
  }

  /** Whether the media type is JSON or a {@code +json} type. */
  public boolean isJson() {
    return mediaType().endsWith("/json") || mediaType().endsWith("+json");
  }

  /** The provider, the status and the request id, for a failure found in the body. */
  public FailureOrigin origin() {
    return head.origin();
  }

  /** The body as it arrives; fails with Unavailable when the connection breaks before its end. */
  public Flowable<Buffer> bytes() {
    return body;
  }

  /** Allows no longer gap than this from now on, unless the body is decompressed or logged. */
  public void limitGap(Duration most) {
    if (body instanceof ResponseBody direct) {
      direct.limitGap(most);
    }
  }

  /**
   * The whole body; fails with Protocol, and stops reading, when it is larger than so many bytes.
   */
  public Single<Buffer> body(int maxBytes) {
    return body.collect(() -> new BodyCollector(head, maxBytes), BodyCollector::add)
        .map(BodyCollector::bytes);
  }

  /**
   * The whole body as JSON, at most {@link HttpOptions#maxJsonBytes()}. Fails with Unavailable when
   * it is empty or cut short, and with Protocol when it is of another media type, too large, or not
   * JSON of this type.
   */
  public <T> Single<T> json(Class<T> type) {
    return json(body -> Json.read(body, type, origin()));
  }

  /**
   * Applies the reader to the whole body, which is checked as in {@link #json(Class)}, but not
   * parsed.
   */
  public <T> Single<T> json(Function<Buffer, T> reader) {
    return canBeJson()
        ? whole().map(bytes -> reader.apply(requireContent(bytes)))
        : Single.error(wrongMediaType());
  }

  private Single<Buffer> whole() {
    return body instanceof CollectedResponseBody all ? all.whole() : body(limits.maxJsonBytes());
  }

  /**
   * Reads a body by what it begins with, whatever its media type says. One that is called JSON,
   * where no event stream was asked for, is read whole, and passed to {@code events} only if it is
   * none; any other is passed to it as it arrives, and JSON in it is a {@linkplain
   * ServerSentEventView#isBareJson bare} event.
   */
  public <T> Flowable<T> jsonOrEvents(
      Function<Buffer, T> json, Function<StreamedResponse, Flowable<T>> events) {
    if (!isJson() || call.acceptsEventStream()) {
      return events.apply(this);
    }
    return json(bytes -> bytes)
        .flatMapPublisher(
            all ->
                Json.isDocument(all)
                    ? Flowable.just(json.apply(all))
                    : events.apply(withBody(all)));
  }

  private StreamedResponse withBody(Buffer all) {
    return new StreamedResponse(call, head, Flowable.just(all), limits);
  }

  /**
   * The body as an event stream, whose end ends the last event. Fails with Protocol when it begins
   * like none, unless its media type is right. JSON at the beginning of a line is an event, too.
   */
  public Flowable<ServerSentEvent> events() {
    return EventStreams.parse(body, this::parser);
  }

  /**
   * Applies the reader to the events of each piece that arrives, be it none, and at the end; as
   * {@link #events()}, but events that are not retained are not copied.
   */
  public <T> Flowable<T> events(Function<EventBatch, T> reader) {
    return EventStreams.parse(body, this::parser, reader);
  }

  private ServerSentEvents parser() {
    return new ServerSentEvents(origin(), limits.maxEventBytes(), mediaType());
  }

  /**
   * Reads the data of an event as JSON; null for a heartbeat, which is blank, or has a name of its
   * own and is no JSON.
   *
   * @throws AnimusException the failure that an event named {@code error} reports; Unavailable when
   *     the end of the stream broke the JSON off; Protocol when it is none
   */
  public @Nullable JsonNode json(ServerSentEventView event) {
    return new EventJson(this, event).read();
  }

  /** Maps an error found inside this response with the endpoint's {@link FailureMapping}. */
  public AnimusException failure(JsonNode error) {
    FailureMapping failures = call.endpoint().failures();
    return head.secrets().redact(failures.toException(head.errorResponse(error)));
  }

  /** Masks the secrets of the request in a text of the response. */
  public String redact(String text) {
    return head.secrets().redact(text);
  }

  ResponseHead head() {
    return head;
  }

  private Buffer requireContent(Buffer body) {
    if (body.length() == 0) {
      throw new AnimusException.Unavailable(origin(), "the answer is empty", true, (Duration) null);
    }
    return body;
  }

  private boolean canBeJson() {
    return isJson() || mediaType().isEmpty() || mediaType().equals("text/plain");
  }

  private AnimusException wrongMediaType() {
    String what = "the answer is " + mediaType() + ", not JSON";
    return new AnimusException.Protocol(origin(), what, null);
  }
}
