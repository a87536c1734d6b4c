package dev.animus4j.chat.ledger.postgres;

import java.lang.reflect.Array;
import java.time.OffsetDateTime;
import java.util.List;

/** The rows of a step by what is done with them, in the order of the statement's parameters. */
enum StepTable {
  /** No, epoch, steps, sequence, position, reserved. */
  CONVERSATION(Long.class, Long.class, Long.class, Long.class, Long.class, Long.class),
  /** Position and part of an entry. */
  REMOVED(Long.class, Long.class, Integer.class),
  /** Position, part, time, whether it is a summary, payload. */
  ENTRY(Long.class, Long.class, Integer.class, OffsetDateTime.class, Boolean.class, String.class),
  /** Id, state, time. */
  EXCHANGE(Long.class, String.class, Short.class, OffsetDateTime.class),
  /** Id, time of an event: of an exchange that may have been announced before, or never. */
  OTHER_EXCHANGE(Long.class, String.class, OffsetDateTime.class),
  /** Id, exchange. */
  MESSAGE(Long.class, String.class, String.class),
  /** Id, exchange, state, time, location, payload. */
  IMAGE(
      Long.class,
      String.class,
      String.class,
      Short.class,
      OffsetDateTime.class,
      String.class,
      String.class),
  /** Sequence, first, exchange, payload. */
  EVENT(Long.class, Long.class, Long.class, String.class, String.class),
  /** Id of an exchange that is over and answered nothing: its messages may be sent again. */
  RELEASED(Long.class, String.class);

  private final Class<?>[] types;

  /** The first column of each is the number of the conversation. */
  StepTable(Class<?>... types) {
    this.types = types;
  }

  int width() {
    return types.length;
  }

  /** The values of one column of these rows. */
  Object column(List<Object[]> rows, int column) {
    Object values = Array.newInstance(types[column], rows.size());
    for (int row = 0; row < rows.size(); row++) {
      Array.set(values, row, rows.get(row)[column]);
    }
    return values;
  }
}
