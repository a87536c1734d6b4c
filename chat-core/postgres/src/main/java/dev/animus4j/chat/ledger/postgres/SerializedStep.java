package dev.animus4j.chat.ledger.postgres;

import dev.animus4j.chat.event.StoredEvent;
import dev.animus4j.chat.ledger.Step;
import dev.animus4j.chat.ledger.StoredEntry;
import dev.animus4j.chat.ledger.StoredImage;
import dev.animus4j.image.Image;
import dev.animus4j.image.ImageJson;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A step as rows, each of which begins with the number of its conversation. */
final class SerializedStep {
  /** About as much as a row takes besides its payload. */
  private static final int ROW_BYTES = 100;

  /** Times outside are none that a table has. */
  private static final Instant MIN = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant MAX = Instant.parse("9999-12-31T00:00:00Z");

  private final long conversation;
  private final long reserved;
  private final List<StoredEvent> events;
  private final long position;
  private final Map<StepTable, List<Object[]>> rows = new EnumMap<>(StepTable.class);
  private int bytes = ROW_BYTES;

  SerializedStep(long conversation, Step step) {
    this.conversation = conversation;
    this.reserved = step.reserved();
    this.events = step.events();
    this.position = step.entries().stream().mapToLong(it -> it.key().position()).max().orElse(0);
    addEntries(step);
    new ExchangeRows(step).addTo(this);
    latest(step.images()).forEach(this::add);
    events.forEach(this::add);
  }

  /** The last event after this step. Numbers are used in order, and none is left out. */
  long sequenceAfter(long sequence) {
    long last = sequence;
    for (StoredEvent event : events) {
      if (event.first() != last + 1) {
        throw PostgresFailures.invalid(
            "the event " + event.first() + " does not follow the event " + last);
      }
      last = event.last();
    }
    return last;
  }

  /** A row that is removed and added is replaced: a statement touches each row once. */
  private void addEntries(Step step) {
    Map<StoredEntry.Key, StoredEntry> entries = new TreeMap<>();
    step.entries().forEach(entry -> entries.put(entry.key(), entry));
    for (StoredEntry.Key key : Set.copyOf(step.removed())) {
      if (!entries.containsKey(key)) {
        add(StepTable.REMOVED, key.position(), key.part());
      }
    }
    for (StoredEntry it : entries.values()) {
      OffsetDateTime time = time(it.entry().timestamp());
      String payload = text(it.entry().toJson());
      boolean isSummary = it.entry().summary();
      add(StepTable.ENTRY, it.key().position(), it.key().part(), time, isSummary, payload);
    }
  }

  private static Iterable<StoredImage> latest(List<StoredImage> images) {
    Map<String, StoredImage> latest = new LinkedHashMap<>();
    images.forEach(image -> latest.put(image.id(), image));
    return latest.values();
  }

  private void add(StoredImage it) {
    Image image = it.image();
    String location = image == null ? null : image.location().toString();
    String payload = image == null ? null : text(ImageJson.toJson(image));
    short state = (short) it.state().ordinal();
    add(StepTable.IMAGE, it.id(), it.exchangeId(), state, time(it.since()), location, payload);
  }

  private void add(StoredEvent it) {
    String payload = text(it.payload());
    add(StepTable.EVENT, it.last(), it.first(), it.event().exchangeId(), payload);
  }

  void add(StepTable table, @Nullable Object... values) {
    @Nullable Object[] row = new Object[values.length + 1];
    row[0] = conversation;
    System.arraycopy(values, 0, row, 1, values.length);
    rows.computeIfAbsent(table, unused -> new ArrayList<>()).add(row);
    bytes += ROW_BYTES;
  }

  /** JSON is encoded as bytes, where half of a character is escaped. */
  private String text(Buffer json) {
    bytes += json.length();
    return json.toString();
  }

  static OffsetDateTime time(Instant time) {
    Instant near = time.isBefore(MIN) ? MIN : time.isAfter(MAX) ? MAX : time;
    return near.atOffset(ZoneOffset.UTC);
  }

  List<Object[]> rows(StepTable table) {
    return Objects.requireNonNullElse(rows.get(table), List.of());
  }

  long position() {
    return position;
  }

  long reserved() {
    return reserved;
  }

  int bytes() {
    return bytes;
  }
}
