package dev.animus4j.chat.event;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Event of a type that this version does not know, because a newer one published or stored it. It
 * is encoded as it came, so that whoever knows the type can read it. {@link #withImageUrls} leaves
 * it as it is.
 *
 * @param type the name of the type, as in JSON
 * @param json all of the event, in one line
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NONE)
public record UnknownEvent(EventStamp stamp, String type, @JsonValue @JsonRawValue String json)
    implements ChatEvent {

  /** Rejects a type that is no name, and replaces line breaks, which are only between tokens. */
  public UnknownEvent {
    if (type.isBlank() || type.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("the type of an event is a name in one line");
    }
    json = json.replace('\n', ' ').replace('\r', ' ').strip();
  }
}
