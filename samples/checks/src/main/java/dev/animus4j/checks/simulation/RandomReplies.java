package dev.animus4j.checks.simulation;

import dev.animus4j.chat.model.ChatResponse;
import dev.animus4j.chat.model.ChatResponseMetadata;
import dev.animus4j.chat.model.PromisedImage;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.Usage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Random responses of models. */
final class RandomReplies {
  private final RandomChoices randomChoices;
  private int count;

  RandomReplies(RandomChoices randomChoices) {
    this.randomChoices = randomChoices;
  }

  /** A response to the message of this name, which is in the prompt of the promised image. */
  ChatResponse reply(String name) {
    String text = text();
    Usage usage = randomChoices.oneIn(2) ? new Usage(randomChoices.upToInclusive(99), 2, 3) : null;
    ChatResponse response =
        new ChatResponse(
            text,
            randomChoices.oneIn(5) ? "hm" : null,
            turns(text),
            randomChoices.percent(40),
            randomChoices.percent(30) ? prompt(name) : null,
            calls(),
            randomChoices.oneIn(20) ? List.of("rude") : List.of(),
            new ChatResponseMetadata(null, null, null, "stop", usage));
    PromisedImage promised = response.promisedImage();
    ChatResponse changing =
        promised == null
            ? response
            : response.withImagePrompt(promised.withChangesPrevious(randomChoices.oneIn(3)));
    return randomChoices.percent(95)
        ? changing
        : changing.withImages(List.of(RandomImageModel.picture("of its own", "own-" + count)));
  }

  private String text() {
    String name = "r" + ++count;
    return switch (randomChoices.upToInclusive(randomChoices.oneIn(50) ? 9 : 8)) {
      case 0 -> "";
      case 1 -> randomChoices.any(" ", "\n\n", " \t\n");
      case 2 -> name + " one\n two \n\nthree\nfour";
      case 3 -> name + " \uD83D\uDE00\uD83D\uDC68\u200D\uD83D\uDC69 e\u0301 \uD800 ok";
      case 4 -> name + " <image description=\"x\"/> <think>hm</think> <image_prompt>a cat";
      case 5 -> "<image_prompt>p0 \"a\" & b</image_prompt>" + name + "\n```\n<x>\n```";
      case 6 -> name + " First. Second! Third? Dr. Who said so, e.g. 3.5 times. And more";
      case 9 -> name + " word".repeat(4_000);
      default -> name + " yes";
    };
  }

  private List<String> turns(String text) {
    return switch (randomChoices.upToInclusive(3)) {
      case 0 -> Arrays.asList(text.split(" ", randomChoices.upToInclusive(4) + 1));
      case 1 -> List.of("", "one", " ", "two");
      default -> List.of();
    };
  }

  private static final List<String> SUBJECTS = List.of("a cat", "\"<&>\n", "\uD83D\uDE00");

  private @Nullable String prompt(String name) {
    return randomChoices.oneIn(8)
        ? randomChoices.any("", " ")
        : name + " " + randomChoices.any(SUBJECTS);
  }

  private List<ToolCall> calls() {
    List<ToolCall> calls = new ArrayList<>();
    for (int i = randomChoices.percent(70) ? 0 : 1 + randomChoices.upToInclusive(2); i > 0; i--) {
      String tool = randomChoices.any("f", "f", "f", "g", "unknown");
      String id = "k" + count + (randomChoices.oneIn(9) ? "" : "_" + i);
      calls.add(new ToolCall(id, tool, randomChoices.any("{}", "{}", "{not json")));
    }
    return calls;
  }

  /** The text in chunks of any size, cut anywhere. */
  List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    int longest = Math.max(8, text.length() / 8);
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(text.length(), from + 1 + randomChoices.upToInclusive(longest));
      pieces.add(text.substring(from, to));
      from = to;
    }
    return pieces;
  }
}
