package dev.animus4j.chat.model;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.failure.FaultIsolation;
import io.reactivex.rxjava3.core.Single;

/** Responses that are JSON of a schema. */
final class StructuredReply {
  private static final String INSTRUCTION =
      "Reply with JSON that fits this JSON Schema, and with nothing else: ";

  private StructuredReply() {}

  /** The response as a value; a response that does not fit is a failure. */
  static <T> Single<T> of(ChatModel model, ChatRequest request, Class<T> type) {
    return Single.defer(
        () -> {
          ResponseSchema schema = ResponseSchema.of(type);
          return reply(model, request, schema, instruct(request, type))
              .map(response -> read(response, type));
        });
  }

  /** The response to a request with this schema, or to {@code other} if that is rejected. */
  static Single<ChatResponse> reply(
      ChatModel model, ChatRequest request, ResponseSchema schema, ChatRequest other) {
    ChatRequest structured = request.withFeatures(request.features().withResponseSchema(schema));
    return FaultIsolation.single(() -> model.reply(structured))
        .onErrorResumeNext(
            cause ->
                cause instanceof AnimusException.InvalidRequest
                    ? FaultIsolation.single(() -> model.reply(other))
                    : Single.error(cause));
  }

  private static ChatRequest instruct(ChatRequest request, Class<?> type) {
    String instruction = INSTRUCTION + RecordSchema.of(type);
    String system = request.systemMessage();
    return request.withSystemMessage(system.isEmpty() ? instruction : system + "\n" + instruction);
  }

  private static <T> T read(ChatResponse response, Class<T> type) {
    LenientJson json = LenientJson.extract(response.content());
    if (json.isObject()) {
      return RecordJson.read(
          json.json(), type, what -> failure("it does not fit " + type.getSimpleName(), what));
    }
    boolean cut = response.metadata().isTruncated();
    throw failure("it is no JSON object", cut ? "it was cut off at its maximum of tokens" : "");
  }

  private static AnimusException failure(String what, String why) {
    String reason = "a structured answer was requested, but " + what;
    return new AnimusException.Protocol(
        FailureOrigin.of("animus4j"), why.isEmpty() ? reason : reason + ": " + why, null);
  }
}
