package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Chooses the reply by the first rule that applies. */
final class ReplyRules {
  private static final Pattern GREETING =
      Pattern.compile("(?i)^\\s*(hi|hello|hey|good (morning|evening|day))\\b.*", Pattern.DOTALL);
  private static final Pattern MORE =
      Pattern.compile("(?i)tell me more|and then\\?|go on\\b|what happened next");

  private final ToolCallRules toolCallRules = new ToolCallRules();
  private final List<Function<ReceivedChatRequest, Optional<SimulatedReply>>> rules =
      List.of(
          this::structuredAfterTool,
          ReplyRules::relayToolResult,
          ReplyRules::followUp,
          toolCallRules::callTools,
          toolCallRules::structuredOutput,
          ReplyRules::describeImages,
          ReplyRules::refineImage,
          ReplyRules::promiseImage,
          ReplyRules::greet);

  SimulatedReply reply(ReceivedChatRequest chatRequest) {
    SimulatedReply simulatedReply =
        rules.stream()
            .flatMap(rule -> rule.apply(chatRequest).stream())
            .findFirst()
            .orElseGet(() -> echo(chatRequest));
    return chatRequest.maxWords().map(simulatedReply::truncate).orElse(simulatedReply);
  }

  private Optional<SimulatedReply> structuredAfterTool(ReceivedChatRequest chatRequest) {
    return chatRequest.lastMessage().path("role").asText().equals("tool")
        ? toolCallRules.structuredOutput(chatRequest)
        : Optional.empty();
  }

  private static Optional<SimulatedReply> relayToolResult(ReceivedChatRequest chatRequest) {
    JsonNode last = chatRequest.lastMessage();
    return last.path("role").asText().equals("tool")
        ? Optional.of(SimulatedReply.ofText("The tool answered: " + ReceivedChatRequest.text(last)))
        : Optional.empty();
  }

  private static Optional<SimulatedReply> followUp(ReceivedChatRequest chatRequest) {
    return chatRequest.lastMessage().path("role").asText().equals("user")
        ? Optional.empty()
        : Optional.of(
            SimulatedReply.ofText(
                "And one more thing: this follow-up is simulated, like all I say."));
  }

  private static Optional<SimulatedReply> describeImages(ReceivedChatRequest chatRequest) {
    List<String> images = chatRequest.imageDescriptions();
    return images.isEmpty()
        ? Optional.empty()
        : Optional.of(
            SimulatedReply.ofText(
                "I was shown " + String.join(" and ", images) + ".",
                messageCountText(chatRequest)));
  }

  private static Optional<SimulatedReply> refineImage(ReceivedChatRequest chatRequest) {
    Optional<String> change = ImagePromptParser.requestedChange(chatRequest.userText());
    if (change.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> earlier = earlierImage(chatRequest);
    if (earlier.isEmpty()) {
      return ImagePromptParser.requestedImage(chatRequest.userText()).isPresent()
          ? Optional.empty()
          : Optional.of(
              SimulatedReply.ofText(
                  "I know no earlier picture in this conversation, so there is none to change.",
                  "I am a simulator: ask me to show you one first."));
    }
    return Optional.of(
        promise(
            chatRequest,
            earlier.get() + ", " + change.get(),
            "Of course, I will change the picture " + change.get() + "."));
  }

  private static Optional<String> earlierImage(ReceivedChatRequest chatRequest) {
    return chatRequest
        .messages()
        .filter(message -> message.path("role").asText().equals("assistant"))
        .flatMap(message -> ImagePromptParser.describedImages(ReceivedChatRequest.text(message)))
        .reduce((earlier, later) -> later);
  }

  private static Optional<SimulatedReply> promiseImage(ReceivedChatRequest chatRequest) {
    return ImagePromptParser.requestedImage(chatRequest.userText())
        .map(prompt -> promise(chatRequest, prompt, "I would love to show you that."));
  }

  private static SimulatedReply promise(
      ReceivedChatRequest chatRequest, String prompt, String first) {
    String second = "A simulated picture is all I can draw: " + decapitalize(prompt) + ".";
    String instructions = chatRequest.systemText();
    return instructions.contains("<image_prompt>")
        ? SimulatedReply.ofText(first, second, "<image_prompt>" + prompt + "</image_prompt>")
        : SimulatedReply.ofText(first, second).withImagePrompt(prompt);
  }

  private static Optional<SimulatedReply> greet(ReceivedChatRequest chatRequest) {
    return GREETING.matcher(chatRequest.userText()).matches()
        ? Optional.of(
            SimulatedReply.ofText(
                "Hello, I am the Animus4J simulator, not a real model.",
                messageCountText(chatRequest),
                "Ask me to show you a picture."))
        : Optional.empty();
  }

  private static SimulatedReply echo(ReceivedChatRequest chatRequest) {
    String text = chatRequest.userText();
    int length = text.codePointCount(0, text.length());
    String excerpt = length > 80 ? text.substring(0, text.offsetByCodePoints(0, 80)) + "…" : text;
    SimulatedReply simulatedReply =
        SimulatedReply.ofText(
            "This is a simulated answer to \"" + excerpt + "\".", messageCountText(chatRequest));
    return MORE.matcher(text).find() ? simulatedReply.withNext() : simulatedReply;
  }

  private static String messageCountText(ReceivedChatRequest chatRequest) {
    int count = chatRequest.messageCount();
    return "I was given " + count + (count == 1 ? " message." : " messages.");
  }

  private static String decapitalize(String text) {
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }

  /** The moderation labels found in the text of the user. */
  static List<String> violations(ReceivedChatRequest chatRequest) {
    String text = chatRequest.userText().toLowerCase(Locale.ROOT);
    return Stream.of(
            "pedophilia",
            "beastiality",
            "murder",
            "rape",
            "incest",
            "gore",
            "prostitution",
            "drug_use")
        .filter(label -> mentions(text, label))
        .toList();
  }

  private static boolean mentions(String text, String label) {
    return Pattern.compile("\\b" + label.replace("_", "[_ ]") + "\\b").matcher(text).find();
  }
}
