package dev.animus4j.chat.model;

import dev.animus4j.http.WellFormedText;
import io.reactivex.rxjava3.core.Flowable;
import java.util.List;

/**
 * Stream of a model whose texts have no unpaired surrogates: a delta that ends with half a
 * character is emitted without it, and the next one of its kind begins with it. Signs of life are
 * left out: limits of time are enforced before.
 */
public final class WellFormedUpdates {
  private static final ChatUpdate NOTHING = new ChatUpdate.TextDelta("");

  private String textHalf = "";
  private String reasoningHalf = "";

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
      String all = textHalf.concat(delta.text());
      textHalf = endHalf(all);
      String whole = withoutEndHalf(all, textHalf);
      return whole.isEmpty()
          ? NOTHING
          : whole.equals(delta.text()) ? delta : new ChatUpdate.TextDelta(whole);
    } else if (update instanceof ChatUpdate.ReasoningDelta delta) {
      String all = reasoningHalf.concat(delta.text());
      reasoningHalf = endHalf(all);
      String whole = withoutEndHalf(all, reasoningHalf);
      return whole.isEmpty() ? NOTHING : new ChatUpdate.ReasoningDelta(whole);
    }
    if (update instanceof ChatUpdate.KeepAlive) {
      return NOTHING;
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

  /** The half of a character at the end, whose other half is awaited; empty for none. */
  private static String endHalf(String text) {
    int end = text.length();
    boolean splits = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
    return splits ? text.substring(end - 1) : "";
  }

  private static String withoutEndHalf(String text, String half) {
    return WellFormedText.of(text.substring(0, text.length() - half.length()));
  }
}
