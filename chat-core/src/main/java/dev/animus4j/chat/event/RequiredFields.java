package dev.animus4j.chat.event;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks that an event read from JSON has all required fields. A missing text becomes the empty
 * string, since empty ones are not written.
 */
final class RequiredFields {
  private RequiredFields() {}

  /** The event with its missing texts filled in; fails when another required field is missing. */
  static ChatEvent complete(ChatEvent event) {
    ChatEvent whole = (ChatEvent) fillDefaults((Record) event);
    EventStamp eventStamp = whole.stamp();
    if (eventStamp.sequence() < 1
        || eventStamp.conversationId().isBlank()
        || eventStamp.exchangeId().isBlank()) {
      throw new IllegalArgumentException("an event belongs to an exchange");
    }
    return whole;
  }

  private static Record fillDefaults(Record record) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    Object[] read = Arrays.stream(components).map(it -> value(it, record)).toArray();
    Object[] whole = new Object[read.length];
    for (int i = 0; i < read.length; i++) {
      whole[i] = fillDefaults(components[i], read[i]);
    }
    return Arrays.equals(read, whole) ? record : newRecord(record.getClass(), components, whole);
  }

  private static @Nullable Object fillDefaults(RecordComponent component, @Nullable Object value) {
    if (value == null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      boolean text = component.getType() == String.class;
      return Objects.requireNonNull(text ? "" : null, component.getName());
    }
    return value instanceof Record part ? fillDefaults(part) : value;
  }

  private static @Nullable Object value(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("an event is a record of public parts", e);
    }
  }

  private static Record newRecord(
      Class<? extends Record> type, RecordComponent[] parts, Object[] all) {
    Class<?>[] types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getConstructor(types).newInstance(all);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("an event is a public record", e);
    }
  }
}
