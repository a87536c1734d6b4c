package dev.animus4j.chat.model;

import dev.animus4j.http.WellFormedText;
import io.reactivex.rxjava3.core.Flowable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stream of a model whose texts have no unpaired surrogates: a delta that ends with half a
 * character is emitted without it, and the next one of its kind begins with it.
 */
public final class WellFormedUpdates {
  private static final ChatUpdate NOTHING = new ChatUpdate.TextDelta("");

  private final Half text = new Half();
  private final Half reasoning = new Half();

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
      String whole = text.next(delta.text());
      return whole.isEmpty()
          ? NOTHING
          : whole.equals(delta.text()) ? delta : new ChatUpdate.TextDelta(whole);
    } else if (update instanceof ChatUpdate.ReasoningDelta delta) {
      String whole = reasoning.next(delta.text());
      return whole.isEmpty() ? NOTHING : new ChatUpdate.ReasoningDelta(whole);
    }
    return update instanceof ChatResponse response ? wellFormed(response) : update;
  }

  private static ChatResponse wellFormed(ChatResponse response) {
    String content = WellFormedText.of(response.content());
    String thoughts = response.reasoning() == null ? null : WellFormedText.of(response.reasoning());
    List<String> turns = response.turns();
    boolean same =
        content.equals(response.content())
            && (thoughts == null || thoughts.equals(response.reasoning()))
            && (turns.isEmpty() || turns.equals(wellFormed(turns)));
    return same
        ? response
        : response.withContent(content).withReasoning(thoughts).withTurns(wellFormed(turns));
  }

  private static List<String> wellFormed(List<String> texts) {
    return texts.stream().map(WellFormedText::of).toList();
  }

  /** The half of a character that the other half is awaited for. */
  private static final class Half {
    private @Nullable String held;

    /** The text that can be emitted after this delta. */
    String next(String delta) {
      String all = held == null ? delta : held + delta;
      int end = all.length();
      boolean splits = end > 0 && Character.isHighSurrogate(all.charAt(end - 1));
      held = splits ? all.substring(end - 1) : null;
      return WellFormedText.of(splits ? all.substring(0, end - 1) : all);
    }
  }
}
