package dev.animus4j.chat.provider;

import static dev.animus4j.chat.provider.WireDialect.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.chat.ChatOptions;
import dev.animus4j.chat.EventTrace;
import dev.animus4j.chat.event.ChatEvent;
import dev.animus4j.chat.history.HistoryStore;
import dev.animus4j.chat.model.ChatModel;
import dev.animus4j.chat.model.ChatRequest;
import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatUpdate;
import dev.animus4j.chat.provider.gemini.GeminiChat;
import dev.animus4j.chat.provider.openai.OpenAiCompatibleChat;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.http.AddressPolicy;
import dev.animus4j.http.Credentials;
import dev.animus4j.http.Http;
import dev.animus4j.http.HttpOptions;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chat models that draw: pictures beside the words, and within them, are pictures in the store. */
@VertxTest
class ImagesInRepliesTest {
  private static final byte[] SMALL = png(4);
  private static final byte[] LARGE = png(90);
  private static final String WORDS = "Here is your cat.";
  private static final String JSON = "application/json";
  private static final String EVENTS = "text/event-stream";
  private static final String DONE = "data: [DONE]\n\n";
  private static final String STOP =
      event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");

  private final WatchedStore store = new WatchedStore();
  private Vertx vertx;

  @BeforeEach
  void open(Vertx vertx) {
    this.vertx = vertx;
  }

  /** The members of a message with a picture: URL is its data URL, and BASE64 its base64. */
  static Stream<String> members() {
    return Stream.of(
            "'images':[{'type':'image_url','image_url':{'url':'URL'}}]",
            "'images':[{'type':'image_url','image_url':{'url':'URL'},'index':0}]",
            "'images':[{'image_url':'URL'}]",
            "'images':[{'url':'URL'}]",
            "'images':[{'b64_json':'BASE64','revised_prompt':'a cat'}]",
            "'images':['URL']",
            "'images':['BASE64']",
            "'images':{'image_url':{'url':'URL'}}",
            "'image':'URL'",
            "'something':{'new':['BASE64']}",
            "'images':['URL','URL'],'provider_specific_fields':{'images':['URL']}")
        .map(member -> "'content':'" + WORDS + "'," + member);
  }

  /** The content of a message with a picture. */
  static Stream<String> contents() {
    return Stream.of(
            "[{'type':'text','text':'WORDS'},{'type':'image_url','image_url':{'url':'URL'}}]",
            "[{'type':'text','text':'WORDS'},{'type':'output_image','image_base64':'BASE64'}]",
            "[{'type':'text','text':'WORDS'},{'type':'image','data':'BASE64'}]",
            "[{'type':'text','text':'WORDS'},{'type':'image','source':"
                + "{'type':'base64','media_type':'image/png','data':'BASE64'}}]",
            "[{'type':'text','text':'WORDS'},"
                + "{'inline_data':{'mime_type':'image/png','data':'BASE64'}}]",
            "[{'text':'WORDS'},{'inlineData':{'mimeType':'image/png','data':'BASE64'}}]",
            "[{'type':'text','text':'WORDS ![a](URL)'}]",
            "'WORDS\\n![a cat](URL)'",
            "'WORDS\\n\\n<img src=\\'URL\\' alt=\\'a cat\\'>'",
            "'![a cat](URL)\\n\\nWORDS'",
            "'WORDS URL'",
            "'WORDS\\nBASE64'")
        .map(content -> "'content':" + content.replace("WORDS", WORDS));
  }

  static Stream<Arguments> messages() {
    return Stream.concat(members(), contents())
        .flatMap(message -> Stream.of(Arguments.of(message, SMALL), Arguments.of(message, LARGE)))
        .filter(it -> it.get()[1] == LARGE || !it.get()[0].toString().endsWith("nBASE64'"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aPictureOfAWholeAnswerIsInTheStore(String message, byte[] picture) {
    try (RawProvider provider = whole(message, picture)) {
      expectPicture(reply(drawing(provider), false), picture);
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aPictureWithEscapedSlashesToo(String message, byte[] picture) {
    String json = json(message, picture).replace("/", "\\/");
    try (RawProvider provider = RawProvider.saying(vertx, JSON, wholeOf(json))) {
      expectPicture(reply(drawing(provider), false), picture);
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aPictureOfAStreamIsInTheStore(String message, byte[] picture) {
    String delta =
        event("{\"choices\":[{\"index\":0,\"delta\":{" + json(message, picture) + "}}]}");
    try (RawProvider provider = RawProvider.saying(vertx, EVENTS, delta + STOP + DONE)) {
      expectPicture(reply(drawing(provider), true), picture);
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aStreamThatRepeatsItAllAtItsEndHasOnePicture(String message, byte[] picture) {
    String choice = "{\"choices\":[{\"index\":0,\"KIND\":{" + json(message, picture) + "}}]}";
    String stream =
        event(choice.replace("KIND", "delta")) + event(choice.replace("KIND", "message")) + STOP;
    try (RawProvider provider = RawProvider.saying(vertx, EVENTS, stream + DONE)) {
      expectPicture(reply(drawing(provider), true), picture);
    }
  }

  private void expectPicture(List<ChatUpdate> updates, byte[] picture) {
    ChatResponse response = (ChatResponse) updates.get(updates.size() - 1);
    assertThat(response.content()).isEqualTo(WORDS);
    assertThat(response.images()).hasSize(1);
    assertThat(response.images().get(0).prompt()).isEqualTo("Draw a cat");
    assertThat(store.file(response.images().get(0).location())).isEqualTo(picture);
    assertThat(store.left).hasSize(1);
    assertThat(updates.toString()).doesNotContain(base64(picture).substring(8, 40));
    assertThat(response.metadata().extra().toString()).doesNotContain("\uF8F0");
  }

  @ParameterizedTest
  @CsvSource({"1, false", "7, false", "100, true", "1100, true", "3000, false", "9999, true"})
  void aDataUrlMayComeInManyPieces(int length, boolean inLines) {
    String lines = Base64.getMimeEncoder().encodeToString(LARGE);
    String base64 = inLines ? lines.replace("\r", "") : base64(LARGE);
    String text = WORDS + "\n![a cat](data:image/png;base64," + base64 + ")\nLike it?";
    StringBuilder stream = new StringBuilder();
    for (int at = 0; at < text.length(); at += length) {
      String piece = text.substring(at, Math.min(text.length(), at + length));
      stream.append(event(WireDialect.COMPATIBLE.word(piece.replace("\n", "\\n"))));
    }
    try (RawProvider provider = RawProvider.saying(vertx, EVENTS, stream + STOP + DONE)) {
      List<ChatUpdate> updates = reply(drawing(provider), true);
      ChatResponse response = (ChatResponse) updates.get(updates.size() - 1);
      assertThat(response.content()).isEqualTo(WORDS + "\n\nLike it?");
      assertThat(store.file(response.images().get(0).location())).isEqualTo(LARGE);
      assertThat(words(updates)).isEqualTo(WORDS + "\n\nLike it?");
    }
  }

  private static String words(List<ChatUpdate> updates) {
    StringBuilder words = new StringBuilder();
    for (ChatUpdate update : updates) {
      words.append(update instanceof ChatUpdate.TextDelta delta ? delta.text() : "");
    }
    return words.toString();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void thePictureComesAfterItsTextInAConversation(boolean streaming) {
    String message = "'content':'" + WORDS + "','images':[{'image_url':{'url':'URL'}}]";
    try (RawProvider provider = streaming ? streamed(message) : whole(message, LARGE)) {
      HistoryStore history = HistoryStore.inMemory();
      AnimusClient client = client(drawing(provider), history);
      List<ChatEvent> events = send(client, "Draw a cat", streaming);
      List<String> expected = new ArrayList<>(List.of("received 'Draw a cat'", "start REGULAR ''"));
      if (streaming) {
        expected.add("tokens '" + WORDS + "'");
      }
      expected.addAll(
          List.of(
              "complete REGULAR '" + WORDS + "' last of 1",
              "image start 'Draw a cat'",
              "image complete " + store.left.get(0),
              "end COMPLETED messages 1 images 1"));
      assertThat(EventTrace.of(events)).containsExactlyElementsOf(expected);
      List<ChatEvent> again = send(client, "And now a dog", streaming);
      String all = events + " " + again + history.recentEntries("anna", 100).blockingGet();
      assertThat(all).doesNotContain(base64(LARGE).substring(40, 80));
      assertThat(provider.requests().get(1)).contains("And now a dog").doesNotContain("base64");
      client.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPictureWithoutWordsIsAnAnswer(boolean streaming) {
    String message = "'content':'','images':[{'image_url':{'url':'URL'}}]";
    try (RawProvider provider = streaming ? streamed(message) : whole(message, LARGE)) {
      AnimusClient client = client(drawing(provider), HistoryStore.inMemory());
      assertThat(EventTrace.of(send(client, "Draw a cat", streaming)))
          .containsExactly(
              "received 'Draw a cat'",
              "start REGULAR ''",
              "complete REGULAR '' last of 1",
              "image start 'Draw a cat'",
              "image complete " + store.left.get(0),
              "end COMPLETED messages 1 images 1");
      client.close();
    }
  }

  @Test
  void inTurnsThePictureComesAfterTheLast() {
    String message = "'content':'One here. ![a](URL) Two there.'";
    try (RawProvider provider = whole(message, LARGE)) {
      AnimusClient client = client(drawing(provider), HistoryStore.inMemory());
      ChatOptions options = options(false).withAutoTurn();
      List<String> trace = EventTrace.of(send(client, "Draw a cat", options));
      int end = trace.size() - 1;
      assertThat(trace.get(end - 3)).startsWith("complete REGULAR").contains("last of");
      assertThat(trace.subList(end - 2, end))
          .containsExactly("image start 'Draw a cat'", "image complete " + store.left.get(0));
      client.close();
    }
  }

  @ParameterizedTest
  @EnumSource(WireDialect.class)
  void withoutAStoreTheWordsComeWithoutThePicture(WireDialect dialect) {
    String text = WORDS + " ![a](data:image/png;base64," + base64(LARGE) + ")";
    try (RawProvider provider = RawProvider.saying(vertx, JSON, dialect.whole(text))) {
      assertThat(provider.reply(dialect, false).content()).isEqualTo(WORDS);
    }
    String stream =
        event(dialect.word(text.substring(0, 900))) + event(dialect.last(text.substring(900)));
    try (RawProvider provider = RawProvider.saying(vertx, EVENTS, stream)) {
      assertThat(provider.reply(dialect, true).content()).isEqualTo(WORDS);
    }
  }

  @Test
  void whoeverHasNoStoreIsWarnedOncePerModel() {
    String body = "{\"choices\":[{\"message\":{\"content\":\"Hi\",\"images\":[\"URL\",\"URL\"]}}]}";
    PrintStream err = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, UTF_8));
    try (RawProvider provider = RawProvider.saying(vertx, JSON, json(body, LARGE))) {
      ChatModel model = provider.model(WireDialect.COMPATIBLE);
      for (String name : List.of("a", "a", "b", "a")) {
        var unused = model.reply(ChatRequest.of("hi").withModel(name)).blockingGet();
      }
    } finally {
      System.setErr(err);
    }
    assertThat(log.toString(UTF_8).lines().filter(line -> line.contains("withImages(store)")))
        .hasSize(2)
        .allMatch(line -> line.contains("A picture in an answer of "));
  }

  @ParameterizedTest
  @EnumSource(WireDialect.class)
  void withoutAStoreAPictureAloneFails(WireDialect dialect) {
    String text = "![a](data:image/png;base64," + base64(LARGE) + ")";
    for (boolean streaming : List.of(true, false)) {
      String body = streaming ? event(dialect.last(text)) : dialect.whole(text);
      try (RawProvider provider = RawProvider.saying(vertx, streaming ? EVENTS : JSON, body)) {
        assertThat(failure(provider.model(dialect), streaming))
            .isInstanceOf(AnimusException.InvalidRequest.class)
            .hasMessageContaining("a picture")
            .hasMessageContaining("withImages(store)");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"inlineData", "inline_data"})
  void withoutAStoreGeminisPictureAloneFails(String place) {
    String body =
        "{\"candidates\":[{\"content\":{\"parts\":[{\"PLACE\":{\"data\":\"BASE64\"}}]},"
            + "\"finishReason\":\"STOP\"}]}";
    String json = body.replace("PLACE", place).replace("BASE64", base64(LARGE));
    try (RawProvider provider = RawProvider.saying(vertx, JSON, json)) {
      assertThat(failure(provider.model(WireDialect.GEMINI), false))
          .isInstanceOf(AnimusException.InvalidRequest.class)
          .hasMessageContaining("GeminiChat.withImages(store)");
    }
  }

  @Test
  void geminiStoresPicturesWithinItsTextToo() {
    String text = WORDS + " ![a](data:image/png;base64," + base64(LARGE) + ")";
    String body = WireDialect.GEMINI.whole(text);
    try (RawProvider provider = RawProvider.saying(vertx, JSON, body)) {
      GeminiChat chat =
          GeminiChat.create(
                  provider.http(),
                  GeminiChat.endpoint(Credentials.key("k")).withBaseUrl(provider.url()),
                  "any")
              .withImages(store);
      expectPicture(reply(chat, false), LARGE);
    }
  }

  @Test
  void ofAnAnswerThatFailsAtItsEndNothingIsKept() {
    String delta =
        event("{\"choices\":[{\"index\":0,\"delta\":{" + json("'images':['URL']", LARGE) + "}}]}");
    String refused =
        event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"content_filter\"}]}");
    String error = event(WireDialect.error());
    for (String end : List.of(refused, error, "", event("oops"))) {
      try (RawProvider provider = RawProvider.saying(vertx, EVENTS, delta + end)) {
        assertThat(failure(drawing(provider), true)).isInstanceOf(AnimusException.class);
        store.awaitNothing();
      }
    }
  }

  @Test
  void ofAnAnswerThatIsCancelledNothingIsKept() throws Exception {
    String delta =
        event("{\"choices\":[{\"index\":0,\"delta\":{" + json("'images':['URL']", LARGE) + "}}]}");
    try (RawProvider provider =
        RawProvider.sayingAndWaiting(
            vertx, EVENTS, event(WireDialect.COMPATIBLE.word("Hi")) + delta)) {
      var updates =
          drawing(provider).stream(ChatRequest.of("Draw a cat").withStreaming(true)).test();
      store.writing.await();
      updates.cancel();
      store.awaitNothing();
    }
  }

  @Test
  void aPictureThatIsNoneFailsTheAnswer() {
    String broken = "data:image/png;base64," + base64(LARGE).substring(0, 2001);
    try (RawProvider provider = whole("'images':['" + broken + "']", LARGE)) {
      assertThat(failure(drawing(provider), false)).isInstanceOf(AnimusException.Protocol.class);
      store.awaitNothing();
    }
  }

  @Test
  void ofSeveralPicturesTheWholeOnesAreKept() {
    String none = "data:image/jpeg;base64,/9j/4AAQ" + "A".repeat(4000);
    try (RawProvider provider = whole("'images':['URL','" + none + "']", LARGE)) {
      List<ChatUpdate> updates = reply(drawing(provider), false);

      ChatResponse response = (ChatResponse) updates.get(updates.size() - 1);
      assertThat(response.images()).hasSize(1);
    }
  }

  @Test
  void wordsAreNotLostForAPictureThatIsNone() {
    String none = "data:image/jpeg;base64,/9j/4AAQ" + "A".repeat(4000);
    try (RawProvider provider = whole("'content':'Here:','images':['" + none + "']", LARGE)) {
      List<ChatUpdate> updates = reply(drawing(provider), false);

      ChatResponse response = (ChatResponse) updates.get(updates.size() - 1);
      assertThat(response.content()).isEqualTo("Here:");
      assertThat(response.images()).isEmpty();
      store.awaitNothing();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"'images':['ADDRESS']", "'content':[{'image_url':{'url':'ADDRESS'}}]"})
  void aPictureAtAWebAddressIsFetched(String message) {
    HttpServer host =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().end(Buffer.buffer(LARGE)))
            .listen(0, "127.0.0.1")
            .await();
    String address = "http://127.0.0.1:" + host.actualPort() + "/cat.png";
    HttpOptions anywhere = HttpOptions.defaults().withAddressPolicy(AddressPolicy.anyAddress());
    try (RawProvider provider = whole(message.replace("ADDRESS", address), LARGE);
        Http http = Http.create(vertx, anywhere)) {
      List<ChatUpdate> updates = reply(drawing(provider, http), false);
      ChatResponse response = (ChatResponse) updates.get(updates.size() - 1);
      assertThat(store.file(response.images().get(0).location())).isEqualTo(LARGE);
      assertThat(response.images().get(0).lineage().published()).hasToString(address);
    }
  }

  @Test
  void picturesAreRequestedOnlyIfOneSaysSo() {
    try (RawProvider provider = whole("'content':'Hi'", SMALL)) {
      var unused = reply(drawing(provider), false);
      unused = reply(drawing(provider).withModalities("image", "text"), false);
      assertThat(provider.requests().get(0)).contains("Draw a cat").doesNotContain("modalities");
      assertThat(provider.requests().get(1)).contains("\"modalities\":[\"image\",\"text\"]");
    }
  }

  private OpenAiCompatibleChat drawing(RawProvider provider) {
    return drawing(provider, provider.http());
  }

  private OpenAiCompatibleChat drawing(RawProvider provider, Http http) {
    return OpenAiCompatibleChat.create(
            http, OpenAiCompatibleChat.endpoint(provider.url(), Credentials.key("k")), "any")
        .withImages(store);
  }

  private RawProvider whole(String message, byte[] picture) {
    return RawProvider.saying(vertx, JSON, wholeOf(json(message, picture)));
  }

  private RawProvider streamed(String message) {
    String delta = event("{\"choices\":[{\"index\":0,\"delta\":{" + json(message, LARGE) + "}}]}");
    return RawProvider.saying(vertx, EVENTS, delta + STOP + DONE);
  }

  private static String wholeOf(String message) {
    return "{\"id\":\"g1\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{"
        + message
        + "}}]}";
  }

  private static String json(String message, byte[] picture) {
    return message
        .replace("\\'", "\\\"")
        .replace('\'', '"')
        .replace("URL", "data:image/png;base64,BASE64")
        .replace("BASE64", base64(picture));
  }

  private static String base64(byte[] picture) {
    return Base64.getEncoder().encodeToString(picture);
  }

  private static byte[] png(int width) {
    BufferedImage image = new BufferedImage(width, width, BufferedImage.TYPE_INT_RGB);
    Random dots = new Random(width);
    for (int at = 0; at < width * width; at++) {
      image.setRGB(at % width, at / width, dots.nextInt());
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  private static List<ChatUpdate> reply(ChatModel model, boolean streaming) {
    return model.stream(ChatRequest.of("Draw a cat").withStreaming(streaming))
        .timeout(30, TimeUnit.SECONDS)
        .toList()
        .blockingGet();
  }

  private static Throwable failure(ChatModel model, boolean streaming) {
    return model.stream(ChatRequest.of("Draw a cat").withStreaming(streaming))
        .timeout(30, TimeUnit.SECONDS)
        .ignoreElements()
        .materialize()
        .blockingGet()
        .getError();
  }

  private AnimusClient client(ChatModel model, HistoryStore history) {
    return AnimusClient.builder(vertx)
        .chatModel(model)
        .imageModel(request -> Single.error(new IllegalStateException("nobody asked for this")))
        .imageStore(store)
        .history(history)
        .options(options(false))
        .build();
  }

  private static ChatOptions options(boolean streaming) {
    return ChatOptions.of("any", "Draw.").withStreaming(streaming);
  }

  private static List<ChatEvent> send(AnimusClient client, String text, boolean streaming) {
    return send(client, text, options(streaming));
  }

  private static List<ChatEvent> send(AnimusClient client, String text, ChatOptions options) {
    return client
        .chat("anna")
        .send(text, options)
        .toList()
        .timeout(30, TimeUnit.SECONDS)
        .blockingGet();
  }
}
