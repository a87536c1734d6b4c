package dev.animus4j.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.chat.AnimusClient;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import io.reactivex.rxjava3.core.Single;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Every recipe runs without a key, and prints the expected output. */
class RecipesTest {
  private static final FailureOrigin ORIGIN = FailureOrigin.of("test");

  /** A main method. */
  private interface Program {
    void main(String[] arguments) throws Exception;
  }

  private static String printed(Program recipe, String input) throws Exception {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
    try {
      return printed(recipe);
    } finally {
      System.setIn(before);
    }
  }

  private static String printed(Program recipe) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, UTF_8));
    try {
      recipe.main(new String[0]);
    } finally {
      System.setOut(before);
    }
    return bytes.toString(UTF_8);
  }

  @Test
  void quickstartShowsBothPhasesAndThatTheContextHolds() throws Exception {
    String output = printed(Quickstart::main);
    List<String> events = output.lines().filter(line -> line.startsWith("#")).toList();
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i)).startsWith("#" + (i + 1) + " ");
    }
    assertThat(output)
        .containsSubsequence(
            "messageStart", "messageComplete", "imagePromptDetected", "imageGenerationComplete")
        .contains(
            "imagePromptDetected A beautiful sunset over the ocean, with more vibrant colors");
    Matcher saved = Pattern.compile("(?m)^The picture is saved: (.+\\.png)$").matcher(output);
    assertThat(saved.results().count()).isEqualTo(2);
    saved.reset();
    while (saved.find()) {
      assertThat(ImageIO.read(Path.of(saved.group(1)).toFile()).getWidth()).isPositive();
    }
  }

  @Test
  void sayHelloPrintsTheAnswer() throws Exception {
    assertThat(printed(SayHello::main)).contains("I am the Animus4J simulator");
  }

  @Test
  void sayHelloSaysWhatToDoAboutAFailure() {
    assertThat(answerOf(new AnimusException.RateLimited(ORIGIN, Duration.ofSeconds(3))))
        .startsWith("Ask again in 3000 ms: test: rate limit reached");
    assertThat(answerOf(new AnimusException.InvalidRequest(ORIGIN, "no such model")))
        .startsWith("Ask in other words: ");
    assertThat(answerOf(new AnimusException.QuotaExhausted(ORIGIN, null)))
        .startsWith("Tell whoever runs this: ");
  }

  private static String answerOf(AnimusException failure) {
    try (AnimusClient client =
        AnimusClient.builder().chatModel(request -> Single.error(failure)).build()) {
      return SayHello.answer(client.chat(), "Hello");
    }
  }

  @Test
  void chatInTheConsoleAnswersEachLineWithWordsImagesOrWhyThereAreNone() throws Exception {
    String output = printed(ChatInTheConsole::main, "Hello!\n\nCan you show me a cat?\n");
    assertThat(output)
        .containsSubsequence(
            "Ask me to show you a picture.\n",
            "No answer: This cannot be done as it was asked.",
            "I would love to show you that.",
            "\nfile:/")
        .containsOnlyOnce("file:/");
  }

  @Test
  void countOnTheEventBusCountsTheEventsOfTheImage() throws Exception {
    assertThat(printed(CountOnTheEventBus::main))
        .contains("imageGenerationComplete=1", "imagePromptDetected=1", "milliseconds=");
  }

  @Test
  void useAGatewayPrintsTheAnswer() throws Exception {
    assertThat(printed(UseAGateway::main)).contains("I am the Animus4J simulator");
  }

  @Test
  void watchTheEventsHearsOfBothConversations() throws Exception {
    assertThat(printed(WatchTheEvents::main))
        .contains("anna: {\"type\":\"exchangeComplete\"", "ben: {\"type\":\"exchangeComplete\"");
  }

  @Test
  void completeThenDrawDrawsWhatTheReplyPromised() throws Exception {
    assertThat(printed(CompleteThenGenerate::main))
        .contains("Drawn: A lighthouse at night at file:");
  }

  @Test
  void drawWithALogoDrawsAndThenChangesThePicture() throws Exception {
    assertThat(printed(UseAReferenceImage::main))
        .containsSubsequence("A poster of a city", "362 x 543", "more vibrant", "362 x 543");
  }

  @Test
  void drawWhenPromisedStreamsItsWordsAndDrawsWhatTheToolWasCalledFor() throws Exception {
    assertThat(printed(DetectPromisedImages::main))
        .containsSubsequence(
            "messageTokens picture",
            "messageComplete REGULAR",
            "imagePromptDetected A lighthouse at night, detected by tool",
            "imageGenerationComplete image/png");
  }

  @Test
  void findImagesAgainRefinesWhatWasStoredBefore() throws Exception {
    assertThat(printed(FindImagesAgain::main))
        .containsSubsequence(
            "Stored: Format[mediaType=image/png",
            "Found: A red fox in the snow, by gemini-3-pro-image",
            "Made from file:",
            "Thumbnail: Format[mediaType=image/jpeg, width=96");
  }

  @Test
  void generateSeveralImagesPrintsThemAll() throws Exception {
    assertThat(
            printed(GenerateSeveralImages::main).lines().filter(line -> line.startsWith("file:")))
        .hasSize(3);
  }

  @Test
  void fetchAnImageLaterGetsWhatWasPublished() throws Exception {
    assertThat(printed(FetchAnImageLater::main))
        .containsSubsequence("Not fetched: Animus picture host", "Fetched later: Format[");
  }

  @Test
  void useAToolTellsTheModelWhatTheToolAnswered() throws Exception {
    assertThat(printed(UseATool::main))
        .containsSubsequence(
            "toolCallComplete", "messageComplete REGULAR The tool answered: rain in Oslo");
  }

  @Test
  void askForARecordPrintsIt() throws Exception {
    assertThat(printed(AskForARecord::main))
        .contains("4 go by TRAIN to Oslo", "Trip[city=Oslo, date=2026-11-20, travellers=4,");
  }

  @Test
  void interruptTheModelDropsWhatWasNotSaid() throws Exception {
    assertThat(printed(InterruptTheModel::main))
        .contains("about to say: INTERRUPTED", "answer to the question: COMPLETED");
  }

  @Test
  void retryAndFallBackTellsEachAttemptAndDrawsElsewhere() throws Exception {
    assertThat(printed(RetryAndFallBack::main))
        .containsSubsequence(
            "Failed: flux", "Failed: flux", "Failed: flux", "Drawn by animus: file:");
  }

  @Test
  void cacheImagesDrawsOnce() throws Exception {
    assertThat(printed(CacheImages::main))
        .contains("share pictures: 1", "Found in the cache: true, file:");
  }

  @Test
  void queueManyPromptsDrawsThemAll() throws Exception {
    assertThat(printed(QueueManyPrompts::main))
        .contains(
            "anna: Lighthouse number 1: Done",
            "anna: Lighthouse number 4: Done",
            "anna: Lighthouse number 5: Cancelled",
            "ben: A red fox: Done");
  }

  @Test
  void talkInTurnsSaysSeveralThingsAndOneMore() throws Exception {
    assertThat(printed(TalkInTurns::main)).contains("AUTO ", "FOLLOW_UP And one more thing");
  }

  @Test
  void resumeAfterDisconnectTellsWhatWasMissed() throws Exception {
    String output = printed(ResumeAfterDisconnect::main);
    assertThat(output).contains("heard up to #4", "exchangeComplete COMPLETED");
    assertThat(output).containsOnlyOnce("messageTokens").contains("messageTokens am the Animus4J");
  }

  @Test
  void bringYourOwnModelAnswersWithIt() throws Exception {
    assertThat(printed(BringYourOwnModel::main)).contains("You said: Hello!");
  }

  @Test
  void bringYourOwnHistoryKeepsBothSidesAndTheImage() throws Exception {
    assertThat(printed(BringYourOwnHistory::main))
        .containsSubsequence(
            "kept: Hello!",
            "kept: Good to see you.",
            "kept: <image description=\"A red fox\"/>",
            "its image: mem:fox");
  }

  @Test
  void keepConversationsInAFileGoesOnAndAnswersNothingTwice() throws Exception {
    assertThat(printed(KeepConversationsInAFile::main))
        .containsSubsequence(
            "Kept: USER: Hello!",
            "Kept: ASSISTANT: ",
            "The same answer: #",
            " exchangeComplete COMPLETED",
            "Entries: 2",
            "The next one: #",
            " exchangeComplete COMPLETED");
  }

  @Test
  void keepConversationsInPostgresAnswersNothingTwice() throws Exception {
    assertThat(printed(KeepConversationsInPostgres::main))
        .containsSubsequence("The same answer: #", " exchangeComplete COMPLETED", "Entries: 2");
  }

  @Test
  void keepImagesInPostgresShowsThemElsewhere() throws Exception {
    assertThat(printed(KeepImagesInPostgres::main))
        .containsSubsequence(
            "Drawn elsewhere: A red fox, Format[mediaType=image/png", "Bytes: ", "Left: 0");
  }

  @Test
  void runTwoNodesPrintsAllOnBoth() throws Exception {
    List<String> lines = printed(RunTwoNodes::main).lines().toList();
    for (String node : List.of("first: ", "second: ")) {
      assertThat(lines)
          .filteredOn(line -> line.startsWith(node) && line.contains("exchangeComplete COMPLETED"))
          .hasSize(2);
    }
  }

  @Test
  void forgetAUserLeavesNothing() throws Exception {
    assertThat(printed(ForgetAUser::main))
        .containsSubsequence(
            "Kept: 3 entries, ",
            "file: true",
            "Forgotten: Erasure[existed=true, pendingImages=[]]",
            "Kept: 0 entries, 0 events, file: false");
  }

  @Test
  void showAPictureTellsWhatTheModelSaw() throws Exception {
    assertThat(printed(AttachAnImage::main)).contains("I was shown a picture (image/png)");
  }

  @Test
  void guardWhatIsSaidReplacesAndWithholds() throws Exception {
    assertThat(printed(ModerateMessages::main))
        .containsSubsequence(
            "\"action\":\"replaced\",\"categories\":[\"phone number\"]",
            "\"messageReceived\"",
            "\"content\":\"Call me: …\"",
            "\"action\":\"answered\",\"categories\":[\"prohibited term: casino\"]",
            "\"content\":\"Let us talk about something else.\"",
            "\"stage\":\"output\",\"action\":\"withheld\",\"categories\":[\"murder\"]",
            "No image: ")
        .doesNotContain("456789", "Which casino");
  }

  @Test
  void summariseLongConversationsSendsTheNotesInsteadOfTheBeginning() throws Exception {
    String output = printed(SummariseLongConversations::main);
    assertThat(output)
        .containsSubsequence(
            "left out here", "[The user is called Anna.]", "[Message 3]", "[Message 5]", ": 11")
        .doesNotContain("[My name is Anna]", "[Message 2]");
  }

  @Test
  void logRequestsPrintsThemWithoutTheKey() throws Exception {
    assertThat(printed(LogRequests::main))
        .containsPattern("#\\d+ POST http://\\S+/v1/chat/completions \\{.*Authorization=…")
        .containsPattern("#\\d+ 200 in \\d+ to \\d+ ms \\{")
        .contains("Hello!")
        .doesNotContain("sk-any-key");
  }

  @Test
  void drawDirectlyShowsWhatWasMade() throws Exception {
    assertThat(printed(GenerateAnImage::main)).contains("Kept at file:", "mediaType=image/png");
  }

  @Test
  void refineAnImageKeepsTheLineage() throws Exception {
    String output = printed(RefineAnImage::main);
    Matcher first = Pattern.compile("First: +(file:\\S+)").matcher(output);
    assertThat(first.find()).isTrue();
    assertThat(output).contains("made from " + first.group(1));
  }
}
