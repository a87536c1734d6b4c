package dev.animus4j.chat.event;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that what was read from JSON has all that may not be missing. A text that is left out
 * is empty, as empty ones are not written.
 */
final class Completeness {
  private Completeness() {}

  /** The whole event; fails when there is more missing of it than texts. */
  static ChatEvent of(ChatEvent event) {
    ChatEvent whole = (ChatEvent) whole((Record) event);
    Stamp stamp = whole.stamp();
    if (stamp.sequence() < 1 || stamp.conversationId().isBlank() || stamp.exchangeId().isBlank()) {
      throw new IllegalArgumentException("an event belongs to an exchange");
    }
    return whole;
  }

  private static Record whole(Record record) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    Object[] read = Arrays.stream(components).map(it -> value(it, record)).toArray();
    Object[] whole = new Object[read.length];
    for (int i = 0; i < read.length; i++) {
      whole[i] = whole(components[i], read[i]);
    }
    return Arrays.equals(read, whole) ? record : made(record.getClass(), components, whole);
  }

  private static @Nullable Object whole(RecordComponent component, @Nullable Object value) {
    if (value == null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      boolean text = component.getType() == String.class;
      return Objects.requireNonNull(text ? "" : null, component.getName());
    }
    return value instanceof Record part ? whole(part) : value;
  }

  private static @Nullable Object value(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("an event is a record of public parts", e);
    }
  }

  private static Record made(Class<? extends Record> type, RecordComponent[] parts, Object[] all) {
    Class<?>[] types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getConstructor(types).newInstance(all);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("an event is a public record", e);
    }
  }
}
