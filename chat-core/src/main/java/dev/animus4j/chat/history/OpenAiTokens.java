package dev.animus4j.chat.history;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.ToolCall;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Counts tokens by the vocabularies of OpenAI. */
final class OpenAiTokens implements TokenCounter {
  private static final Pattern NEWER =
      Pattern.compile("(chatgpt-|gpt-)?4o.*|gpt-4\\.\\d.*|gpt-[5-9].*|gpt-oss.*|o\\d.*");
  private static final Pattern OLDER = Pattern.compile("gpt-4.*|gpt-3\\.5.*");

  /** The time to split a text grows faster than its longest stretch without a space. */
  private static final int PIECE = 1000;

  private final TokenCounter otherwise = TokenCounter.estimate();
  private final Map<EncodingType, Encoding> vocabularies;

  private OpenAiTokens(Map<EncodingType, Encoding> vocabularies) {
    this.vocabularies = vocabularies;
  }

  static OpenAiTokens of(String... models) {
    EncodingRegistry registry = Encodings.newLazyEncodingRegistry();
    Map<EncodingType, Encoding> vocabularies = new EnumMap<>(EncodingType.class);
    for (String model : models) {
      EncodingType type =
          type(model)
              .orElseThrow(() -> new IllegalArgumentException("not a model of OpenAI's: " + model));
      vocabularies.put(type, registry.getEncoding(type));
    }
    return new OpenAiTokens(vocabularies);
  }

  @Override
  public int count(Message message, @Nullable String model) {
    Encoding words = model == null ? null : type(model).map(vocabularies::get).orElse(null);
    return words == null ? otherwise.count(message, model) : count(message, words);
  }

  private static int count(Message message, Encoding words) {
    int all = EstimatedTokens.AROUND + tokens(message.content(), words);
    all += EstimatedTokens.PICTURE * message.attachments().size();
    if (message.name() != null) {
      all += 1 + tokens(message.name(), words);
    }
    for (ToolCall call : message.toolCalls()) {
      all +=
          EstimatedTokens.AROUND_CALL
              + tokens(call.name(), words)
              + tokens(call.arguments(), words);
    }
    return all;
  }

  static int tokens(String text, Encoding words) {
    int all = 0;
    int from = 0;
    while (text.length() - from > PIECE) {
      int space = text.lastIndexOf(' ', from + PIECE);
      int to = space > from ? space : from + PIECE;
      int end = Character.isLowSurrogate(text.charAt(to)) ? to - 1 : to;
      all += words.countTokensOrdinary(text.substring(from, end));
      from = end;
    }
    return all + words.countTokensOrdinary(text.substring(from));
  }

  /** Which vocabulary a model has, also one with a date or the like after its name. */
  private static Optional<EncodingType> type(String model) {
    String plain = model.toLowerCase(Locale.ROOT);
    String name = plain.substring(plain.lastIndexOf('/') + 1);
    if (NEWER.matcher(name).matches()) {
      return Optional.of(EncodingType.O200K_BASE);
    }
    return OLDER.matcher(name).matches() ? Optional.of(EncodingType.CL100K_BASE) : Optional.empty();
  }
}
