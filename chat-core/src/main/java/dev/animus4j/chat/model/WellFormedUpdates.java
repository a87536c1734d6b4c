package dev.animus4j.chat.model;

import dev.animus4j.http.WellFormedText;
import io.reactivex.rxjava3.core.Flowable;
import org.jspecify.annotations.Nullable;

/**
 * Stream of a model whose texts have no unpaired surrogates: a delta that ends with half a
 * character is emitted without it, and the next one begins with it.
 */
public final class WellFormedUpdates {
  private static final ChatUpdate NOTHING = new ChatUpdate.TextDelta("");

  private @Nullable String half;

  private WellFormedUpdates() {}

  /** The same model, with such streams. */
  public static ChatModel of(ChatModel model) {
    return (StreamingChatModel) request -> of(model.stream(request));
  }

  /** The same stream, with such texts. */
  public static Flowable<ChatUpdate> of(Flowable<ChatUpdate> updates) {
    return Flowable.defer(
        () -> {
          WellFormedUpdates wellFormed = new WellFormedUpdates();
          return updates.map(wellFormed::next).filter(update -> update != NOTHING);
        });
  }

  private ChatUpdate next(ChatUpdate update) {
    if (update instanceof ChatUpdate.TextDelta delta) {
      return next(delta);
    }
    if (update instanceof ChatResponse response) {
      String text = WellFormedText.of(response.content());
      return text.equals(response.content()) ? response : response.withContent(text);
    }
    return update;
  }

  private ChatUpdate next(ChatUpdate.TextDelta delta) {
    String text = half == null ? delta.text() : half + delta.text();
    int end = text.length();
    boolean splits = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
    half = splits ? text.substring(end - 1) : null;
    String whole = WellFormedText.of(splits ? text.substring(0, end - 1) : text);
    if (whole.isEmpty()) {
      return NOTHING;
    }
    return whole.equals(delta.text()) ? delta : new ChatUpdate.TextDelta(whole);
  }
}
