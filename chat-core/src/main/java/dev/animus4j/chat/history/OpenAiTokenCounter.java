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

/** Counts tokens with the vocabularies of OpenAI. */
final class OpenAiTokenCounter implements TokenCounter {
  private static final Pattern NEWER =
      Pattern.compile("(chatgpt-|gpt-)?4o.*|gpt-4\\.\\d.*|gpt-[5-9].*|gpt-oss.*|o\\d.*");
  private static final Pattern OLDER = Pattern.compile("gpt-4.*|gpt-3\\.5.*");

  /** Maximum piece, in characters: splitting takes more than linear time without spaces. */
  private static final int MAX_PIECE = 1000;

  private final TokenCounter fallback = TokenCounter.estimate();
  private final Map<EncodingType, Encoding> vocabularies;

  private OpenAiTokenCounter(Map<EncodingType, Encoding> vocabularies) {
    this.vocabularies = vocabularies;
  }

  static OpenAiTokenCounter of(String... models) {
    EncodingRegistry registry = Encodings.newLazyEncodingRegistry();
    Map<EncodingType, Encoding> vocabularies = new EnumMap<>(EncodingType.class);
    for (String model : models) {
      EncodingType type =
          encodingType(model)
              .orElseThrow(() -> new IllegalArgumentException("not a model of OpenAI's: " + model));
      vocabularies.put(type, registry.getEncoding(type));
    }
    return new OpenAiTokenCounter(vocabularies);
  }

  @Override
  public int count(Message message, @Nullable String model) {
    Encoding encoding =
        model == null ? null : encodingType(model).map(vocabularies::get).orElse(null);
    return encoding == null ? fallback.count(message, model) : count(message, encoding);
  }

  private static int count(Message message, Encoding encoding) {
    int tokens = EstimatedTokenCounter.MESSAGE_OVERHEAD + countTokens(message.content(), encoding);
    tokens += EstimatedTokenCounter.IMAGE_TOKENS * message.attachments().size();
    if (message.name() != null) {
      tokens += 1 + countTokens(message.name(), encoding);
    }
    for (ToolCall call : message.toolCalls()) {
      tokens +=
          EstimatedTokenCounter.CALL_OVERHEAD
              + countTokens(call.name(), encoding)
              + countTokens(call.arguments(), encoding);
    }
    return tokens;
  }

  static int countTokens(String text, Encoding encoding) {
    int tokens = 0;
    int from = 0;
    while (text.length() - from > MAX_PIECE) {
      int space = text.lastIndexOf(' ', from + MAX_PIECE);
      int to = space > from ? space : from + MAX_PIECE;
      int end = Character.isLowSurrogate(text.charAt(to)) ? to - 1 : to;
      tokens += encoding.countTokensOrdinary(text.substring(from, end));
      from = end;
    }
    return tokens + encoding.countTokensOrdinary(text.substring(from));
  }

  /** The vocabulary of a model, also of one with a suffix such as a date. */
  private static Optional<EncodingType> encodingType(String model) {
    String plain = model.toLowerCase(Locale.ROOT);
    String name = plain.substring(plain.lastIndexOf('/') + 1);
    if (NEWER.matcher(name).matches()) {
      return Optional.of(EncodingType.O200K_BASE);
    }
    return OLDER.matcher(name).matches() ? Optional.of(EncodingType.CL100K_BASE) : Optional.empty();
  }
}
