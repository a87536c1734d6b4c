package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Does to the body and the head of a response what a fault says. */
final class FaultyBody {
  private static final Buffer BLANKS = Buffer.buffer(" ".repeat(1 << 20));

  private final Fault fault;
  private final JsonNode json;
  private final String then;

  FaultyBody(Fault fault, Dialect dialect) {
    this.fault = fault;
    this.json = fault.json();
    this.then = fault.then(dialect);
  }

  SimulatedResponse apply(SimulatedResponse response) {
    Map<String, String> headers = new HashMap<>(response.headers());
    boolean events = headers.getOrDefault("content-type", "").startsWith("text/event-stream");
    List<Buffer> chunks = new ArrayList<>();
    response.chunks().forEachRemaining(chunks::add);
    List<Buffer> changed = surround(cut(events ? changeEvents(chunks) : chunks, events), events);
    Iterator<Buffer> body = changed.iterator();
    if (fault.is("gzip")) {
      headers.put("content-encoding", "gzip");
      body = new GzipChunks(json.has("bomb") ? blanks() : body);
    }
    if (json.has("type")) {
      headers.put("content-type", json.path("type").asText());
      headers.values().remove("");
    }
    boolean announced = changed.equals(chunks) || (!events && fault.json().has("keep"));
    long length = announced && then.isEmpty() && !fault.is("gzip") ? response.length() : -1;
    return new SimulatedResponse(response.status(), headers, body, length);
  }

  private Iterator<Buffer> blanks() {
    return IntStream.range(0, json.path("bomb").asInt()).mapToObj(each -> BLANKS).iterator();
  }

  private List<Buffer> changeEvents(List<Buffer> chunks) {
    String dropped = json.path("drop").asText("no event");
    List<Buffer> events = new ArrayList<>(chunks);
    events.removeIf(event -> event.toString().contains(dropped));
    if (json.has("trim") && !events.isEmpty()) {
      String lineEnds = "(\r?\n){1," + json.path("trim").asInt() + "}$";
      int last = events.size() - 1;
      events.set(last, Buffer.buffer(events.get(last).toString().replaceFirst(lineEnds, "")));
    }
    if (json.has("before")) {
      Buffer before = Buffer.buffer(json.path("before").asText());
      events.replaceAll(event -> before.copy().appendBuffer(event));
    }
    if (json.has("line")) {
      String line = json.path("line").asText();
      events.replaceAll(event -> Buffer.buffer(event.toString().replaceAll("\r?\n", line)));
    }
    return events;
  }

  /** Keeps so many events, or half of a whole body; an error stands for all of a whole body. */
  private List<Buffer> cut(List<Buffer> chunks, boolean events) {
    if (!json.has("keep")) {
      return chunks;
    }
    int keep = Math.min(json.path("keep").asInt(), chunks.size());
    if (!events) {
      boolean all = then.isEmpty() && keep > 0;
      return all && !chunks.isEmpty() ? List.of(half(chunks.get(0))) : List.of();
    }
    List<Buffer> kept = new ArrayList<>(chunks.subList(0, keep));
    if (fault.is("half") && chunks.size() > keep) {
      kept.add(half(chunks.get(keep)));
    }
    return kept;
  }

  private static Buffer half(Buffer chunk) {
    return chunk.slice(0, chunk.length() / 2);
  }

  private List<Buffer> surround(List<Buffer> chunks, boolean events) {
    List<Buffer> all = new ArrayList<>();
    String first = json.path("first").asText();
    if (json.has("first") && (events || !first.startsWith(":"))) {
      all.add(Buffer.buffer(first));
    }
    for (int blank = 0; blank < json.path("blanks").asInt(); blank++) {
      all.add(Buffer.buffer(" "));
    }
    all.addAll(chunks);
    if (!then.isEmpty()) {
      all.add(Buffer.buffer(events ? then : bare(then)));
    }
    return json.has("split") ? split(all, json.path("split").asInt()) : all;
  }

  /** The JSON in an event. */
  private static String bare(String event) {
    int start = event.indexOf('{');
    return start < 0 ? event : event.substring(start, event.lastIndexOf('}') + 1);
  }

  private static List<Buffer> split(List<Buffer> chunks, int size) {
    Buffer all = Buffer.buffer();
    chunks.forEach(all::appendBuffer);
    return IntStream.iterate(0, at -> at < all.length(), at -> at + size)
        .mapToObj(at -> all.slice(at, Math.min(all.length(), at + size)))
        .toList();
  }
}
