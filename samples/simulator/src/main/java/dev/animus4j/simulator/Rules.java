package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Decides what to answer: the first rule that applies does. */
final class Rules {
  private static final Pattern GREETING =
      Pattern.compile("(?i)^\\s*(hi|hello|hey|good (morning|evening|day))\\b.*", Pattern.DOTALL);
  private static final Pattern MORE =
      Pattern.compile("(?i)tell me more|and then\\?|go on\\b|what happened next");

  private final Toolbox toolbox = new Toolbox();
  private final List<Function<Question, Optional<Reply>>> rules =
      List.of(
          Rules::relayed,
          Rules::continued,
          toolbox::called,
          toolbox::structured,
          Rules::looked,
          Rules::refined,
          Rules::drawn,
          Rules::greeted);

  Reply reply(Question question) {
    Reply reply =
        rules.stream()
            .flatMap(rule -> rule.apply(question).stream())
            .findFirst()
            .orElseGet(() -> echoed(question));
    return question.limit().map(reply::within).orElse(reply);
  }

  private static Optional<Reply> relayed(Question question) {
    JsonNode last = question.last();
    return last.path("role").asText().equals("tool")
        ? Optional.of(Reply.saying("The tool answered: " + Question.text(last)))
        : Optional.empty();
  }

  private static Optional<Reply> continued(Question question) {
    return question.last().path("role").asText().equals("user")
        ? Optional.empty()
        : Optional.of(
            Reply.saying("And one more thing: this follow-up is simulated, like all I say."));
  }

  private static Optional<Reply> looked(Question question) {
    List<String> pictures = question.picturesShown();
    return pictures.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Reply.saying("I was shown " + String.join(" and ", pictures) + ".", given(question)));
  }

  private static Optional<Reply> refined(Question question) {
    Optional<String> change = PicturePrompt.change(question.userText());
    if (change.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> earlier = earlierPicture(question);
    if (earlier.isEmpty()) {
      return PicturePrompt.wanted(question.userText()).isPresent()
          ? Optional.empty()
          : Optional.of(
              Reply.saying(
                  "I know no earlier picture in this conversation, so there is none to change.",
                  "I am a simulator: ask me to show you one first."));
    }
    return Optional.of(
        promise(
            question,
            earlier.get() + ", " + change.get(),
            "Of course, I will change the picture " + change.get() + "."));
  }

  private static Optional<String> earlierPicture(Question question) {
    return question
        .messages()
        .filter(message -> message.path("role").asText().equals("assistant"))
        .flatMap(message -> PicturePrompt.described(Question.text(message)))
        .reduce((earlier, later) -> later);
  }

  private static Optional<Reply> drawn(Question question) {
    return PicturePrompt.wanted(question.userText())
        .map(prompt -> promise(question, prompt, "I would love to show you that."));
  }

  private static Reply promise(Question question, String prompt, String first) {
    String second = "A simulated picture is all I can draw: " + decapitalised(prompt) + ".";
    String asked = question.systemText();
    return asked.contains("<image_prompt>")
        ? Reply.saying(first, second, "<image_prompt>" + prompt + "</image_prompt>")
        : Reply.saying(first, second).promising(prompt);
  }

  private static Optional<Reply> greeted(Question question) {
    return GREETING.matcher(question.userText()).matches()
        ? Optional.of(
            Reply.saying(
                "Hello, I am the Animus4J simulator, not a real model.",
                given(question),
                "Ask me to show you a picture."))
        : Optional.empty();
  }

  private static Reply echoed(Question question) {
    String text = question.userText();
    String start = text.length() > 80 ? text.substring(0, 80) + "…" : text;
    Reply reply = Reply.saying("This is a simulated answer to \"" + start + "\".", given(question));
    return MORE.matcher(text).find() ? reply.expectingMore() : reply;
  }

  private static String given(Question question) {
    int count = question.messageCount();
    return "I was given " + count + (count == 1 ? " message." : " messages.");
  }

  private static String decapitalised(String text) {
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }

  /** What moderation finds in the text of the user. */
  static List<String> violations(Question question) {
    String text = question.userText().toLowerCase(Locale.ROOT);
    return Stream.of(
            "pedophilia",
            "beastiality",
            "murder",
            "rape",
            "incest",
            "gore",
            "prostitution",
            "drug_use")
        .filter(label -> names(text, label))
        .toList();
  }

  private static boolean names(String text, String label) {
    return Pattern.compile("\\b" + label.replace("_", "[_ ]") + "\\b").matcher(text).find();
  }
}
