package dev.animus4j.chat.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.provider.openai.AnimusChat;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Endpoint;
import dev.animus4j.http.Http;
import dev.animus4j.rules.WatchedVertx;
import dev.animus4j.simulator.ReceivedRequest;
import dev.animus4j.simulator.ScriptedResponse;
import dev.animus4j.simulator.Simulator;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A provider on loopback for the tests of one class, and the models that ask it over real
 * connections. After every test it must have given every scripted answer, and nobody may wait for
 * one. JSON may be written with single quotes.
 */
final class SimulatedProvider implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback {
  static final String KEY = "sk-4f9d2c7b1a8e6035";
  static final ChatRequest HELLO = ChatRequest.of("hello").withModel("M");
  static final ChatRequest STREAMING = HELLO.withStreaming(true);
  static final String DONE = "data: [DONE]\n\n";

  private static final ObjectMapper JSON = new ObjectMapper();

  private Vertx vertx;
  private Simulator simulator;
  private Http http;

  @Override
  public void beforeAll(ExtensionContext context) {
    vertx = WatchedVertx.of(context).get();
    simulator = Simulator.start(vertx, 0).await();
    http = Http.create(vertx);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    simulator.reset().acceptOnly();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    simulator.whenOpenRequests(0).await(30, TimeUnit.SECONDS);
    if (simulator.pendingScripts() > 0) {
      throw new AssertionError(simulator.pendingScripts() + " scripted answers were not given");
    }
  }

  Vertx vertx() {
    return vertx;
  }

  Simulator simulator() {
    return simulator;
  }

  Http http() {
    return http;
  }

  AnimusChat animus() {
    return animus(Credentials.key(KEY));
  }

  AnimusChat animus(Credentials credentials) {
    return AnimusChat.create(
        http, AnimusChat.endpoint(credentials).withBaseUrl(simulator.origin() + "/v3"), "any");
  }

  OpenAiCompatibleChat compatible() {
    return OpenAiCompatibleChat.create(
        http,
        OpenAiCompatibleChat.endpoint(simulator.origin() + "/v1", Credentials.key(KEY)),
        "any");
  }

  /** As at OpenAI itself. */
  OpenAiCompatibleChat openAi() {
    Endpoint endpoint =
        OpenAiCompatibleChat.endpoint(simulator.origin() + "/v1", Credentials.key(KEY))
            .withProvider("OpenAI");
    return OpenAiCompatibleChat.create(http, endpoint, "any")
        .withDialect(OpenAiCompatibleChat.Dialect.OPENAI);
  }

  /** Its next answer is this JSON. */
  void answers(String json) {
    simulator.script(ScriptedResponse.status(200).body(json.replace('\'', '"')));
  }

  /** Its next answer is a stream of exactly this text. */
  void streams(String text) {
    simulator.script(ScriptedResponse.status(200).chunks(text));
  }

  /** Events with these data, in JSON. */
  static String events(String... data) {
    return Stream.of(data)
        .map(json -> "data: " + json.replace('\'', '"') + "\n\n")
        .reduce("", String::concat);
  }

  /** An event that adds this text to the answer. */
  static String word(String text) {
    return events("{'choices':[{'index':0,'delta':{'content':'" + text + "'}}]}");
  }

  /** An event that says why the answer ends. */
  static String finish(String reason) {
    return events("{'choices':[{'index':0,'delta':{},'finish_reason':'" + reason + "'}]}");
  }

  /** The last request it got. */
  ReceivedRequest received() {
    List<ReceivedRequest> all = simulator.requests();
    return all.get(all.size() - 1);
  }

  /** What it was asked last. */
  ObjectNode asked() {
    return json(received().body());
  }

  static ObjectNode json(String json) {
    try {
      JsonNode node = JSON.readTree(json.replace('\'', '"'));
      return (ObjectNode) node;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that the model tells, but for mere signs of life. */
  static List<ChatUpdate> parts(ChatModel model, ChatRequest request) {
    return patiently(told(model, request)).toList().blockingGet();
  }

  static Flowable<ChatUpdate> told(ChatModel model, ChatRequest request) {
    return model.stream(request).filter(update -> !(update instanceof ChatUpdate.KeepAlive));
  }

  static AnimusException failure(ChatModel model, ChatRequest request) {
    return (AnimusException)
        patiently(model.stream(request))
            .materialize()
            .filter(signal -> signal.isOnError())
            .blockingFirst()
            .getError();
  }

  private static <T> Flowable<T> patiently(Flowable<T> parts) {
    return parts.timeout(30, TimeUnit.SECONDS);
  }
}
