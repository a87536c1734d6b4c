package dev.animus4j.checks.simulation;

import dev.animus4j.chat.model.Account;
import dev.animus4j.chat.model.ChatReply;
import dev.animus4j.chat.model.PromisedImage;
import dev.animus4j.chat.model.ToolCall;
import dev.animus4j.chat.model.Usage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What models may say: anything. */
final class Words {
  private final Chance chance;
  private int said;

  Words(Chance chance) {
    this.chance = chance;
  }

  /** An answer to the message of this name, which is in the prompt of the picture it promises. */
  ChatReply reply(String name) {
    String text = text();
    Usage usage = chance.once(2) ? new Usage(chance.upTo(99), 2, 3) : null;
    ChatReply reply =
        new ChatReply(
            text,
            chance.once(5) ? "hm" : null,
            turns(text),
            chance.percent(40),
            chance.percent(30) ? prompt(name) : null,
            calls(),
            chance.once(20) ? List.of("rude") : List.of(),
            new Account(null, null, "stop", usage));
    PromisedImage promised = reply.promised();
    ChatReply changing =
        promised == null ? reply : reply.promising(promised.changing(chance.once(3)));
    return chance.percent(95)
        ? changing
        : changing.drawing(List.of(Brush.picture("of its own", "own-" + said)));
  }

  private String text() {
    String name = "r" + ++said;
    return switch (chance.upTo(chance.once(50) ? 9 : 8)) {
      case 0 -> "";
      case 1 -> chance.any(" ", "\n\n", " \t\n");
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
    return switch (chance.upTo(3)) {
      case 0 -> Arrays.asList(text.split(" ", chance.upTo(4) + 1));
      case 1 -> List.of("", "one", " ", "two");
      default -> List.of();
    };
  }

  private static final List<String> SUBJECTS = List.of("a cat", "\"<&>\n", "\uD83D\uDE00");

  private @Nullable String prompt(String name) {
    return chance.once(8) ? chance.any("", " ") : name + " " + chance.any(SUBJECTS);
  }

  private List<ToolCall> calls() {
    List<ToolCall> calls = new ArrayList<>();
    for (int i = chance.percent(70) ? 0 : 1 + chance.upTo(2); i > 0; i--) {
      String tool = chance.any("f", "f", "f", "g", "unknown");
      String id = "k" + said + (chance.once(9) ? "" : "_" + i);
      calls.add(new ToolCall(id, tool, chance.any("{}", "{}", "{not json")));
    }
    return calls;
  }

  /** The text in pieces of any size, cut anywhere. */
  List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    int longest = Math.max(8, text.length() / 8);
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(text.length(), from + 1 + chance.upTo(longest));
      pieces.add(text.substring(from, to));
      from = to;
    }
    return pieces;
  }
}
