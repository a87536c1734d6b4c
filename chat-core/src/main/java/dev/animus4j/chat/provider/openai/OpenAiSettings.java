package dev.animus4j.chat.provider.openai;

import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.Message;
import dev.animus4j.chat.model.MessageNormalizer;
import dev.animus4j.chat.model.ProviderState;
import dev.animus4j.chat.model.Role;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a server of OpenAI's dialect takes, and sends.
 *
 * @param streamOptions whether a streamed request asks for its usage
 * @param modalities of the output that is requested; none to leave it to the model
 */
record OpenAiSettings(
    String model,
    Dialect dialect,
    ThinkTags thinkTags,
    boolean streamOptions,
    Instructions instructions,
    List<String> modalities) {
  private static final String STREAM_OPTIONS = "stream_options";
  private static final String MODALITIES = "modalities";

  /** Where the system messages go. */
  enum Instructions {
    SYSTEM,
    DEVELOPER,
    FIRST_USER_MESSAGE
  }

  OpenAiSettings {
    modalities = List.copyOf(modalities);
    if (model.isBlank()) {
      throw new IllegalArgumentException("model must not be blank");
    }
  }

  OpenAiSettings(String model, Dialect dialect) {
    this(model, dialect, ThinkTags.DEFAULT, true, Instructions.SYSTEM, List.of());
  }

  OpenAiSettings withDialect(Dialect dialect) {
    return new OpenAiSettings(model, dialect, thinkTags, streamOptions, instructions, modalities);
  }

  OpenAiSettings withThinkTags(ThinkTags thinkTags) {
    return new OpenAiSettings(model, dialect, thinkTags, streamOptions, instructions, modalities);
  }

  OpenAiSettings withoutStreamOptions() {
    return new OpenAiSettings(model, dialect, thinkTags, false, instructions, modalities);
  }

  OpenAiSettings withInstructions(Instructions instructions) {
    return new OpenAiSettings(model, dialect, thinkTags, streamOptions, instructions, modalities);
  }

  OpenAiSettings withModalities(List<String> modalities) {
    return new OpenAiSettings(model, dialect, thinkTags, streamOptions, instructions, modalities);
  }

  ChatCompletionRequest toRequest(ChatRequest asked, ProviderState.Owner recipient) {
    ChatRequest normal = MessageNormalizer.normalize(asked, true);
    boolean inUserMessage = instructions == Instructions.FIRST_USER_MESSAGE;
    ChatRequest request = inUserMessage ? withSystemInUserMessage(normal) : normal;
    ChatCompletionRequest body = ChatCompletionRequest.of(request, recipient, extraFields(request));
    return instructions == Instructions.DEVELOPER ? body.withDeveloperRole() : body;
  }

  private Map<String, Object> extraFields(ChatRequest request) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (request.sampling().maxTokens() != null) {
      String field = dialect == Dialect.OPENAI ? "max_completion_tokens" : "max_tokens";
      fields.put(field, request.sampling().maxTokens());
    }
    boolean given = request.sampling().extra().containsKey(STREAM_OPTIONS);
    if (streamOptions && request.canStream() && !given) {
      fields.put(STREAM_OPTIONS, Map.of("include_usage", true));
    }
    if (!modalities.isEmpty() && !request.sampling().extra().containsKey(MODALITIES)) {
      fields.put(MODALITIES, modalities);
    }
    return fields;
  }

  /** The request with its system message, which is its first, before the text of the user's. */
  private static ChatRequest withSystemInUserMessage(ChatRequest request) {
    List<Message> messages = new ArrayList<>(request.messages());
    if (messages.size() < 2 || messages.get(0).role() != Role.SYSTEM) {
      return request;
    }
    Message system = messages.remove(0);
    Message user = messages.get(0);
    messages.set(0, user.withContent((system.content() + "\n\n" + user.content()).strip()));
    return request.withMessages(messages);
  }
}
