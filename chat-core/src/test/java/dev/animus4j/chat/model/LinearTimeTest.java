package dev.animus4j.chat.model;

import static dev.animus4j.rules.Growth.excessive;
import static dev.animus4j.rules.Growth.piecewise;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.AnimusException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No answer of a model keeps us busy longer than its length explains. */
@Tag("long")
class LinearTimeTest {
  private static final String[] MARKUP = {
    "<",
    "```",
    "~~~",
    "`",
    "\n",
    " ",
    "<image_prompt>",
    "</image_prompt>",
    "<image_prompt/>",
    "<image_prompt ",
    "&",
    "x",
    " changes"
  };
  private static final String[] JSON = {"{", "\"", "\\", "{\"a\":", "[", "1", "}", " ", "\\u0041"};

  @Test
  void markup() {
    assertThat(excessive(text -> mark(List.of(text)), MARKUP)).isEmpty();
  }

  @Test
  void markupThatComesCharacterByCharacter() {
    assertThat(excessive(piecewise(LinearTimeTest::mark), MARKUP)).isEmpty();
  }

  @Test
  void entities() {
    String[] tokens = {"&", "&amp;", "&#", "&#1", "1", ";", "&#x", "&lt"};
    assertThat(excessive(XmlEntities::unescape, tokens)).isEmpty();
  }

  @Test
  void arguments() {
    assertThat(excessive(LinearTimeTest::check, JSON)).isEmpty();
    assertThat(excessive(text -> LenientJson.extract("Verdict: " + text), JSON)).isEmpty();
  }

  @Test
  void quotations() {
    String[] tokens = {"image_prompt", "&lt;", "ﬀ", "a", " ", "\u0301"};
    Consumer<String> reader =
        text -> {
          QuotedPromptDetector quotedPromptDetector =
              new QuotedPromptDetector(List.of(Message.user("image_prompt" + text)));
          var unused = quotedPromptDetector.contains(text.substring(0, text.length() / 2) + "z");
        };
    assertThat(excessive(reader, tokens)).isEmpty();
  }

  @Test
  void manyQuotations() {
    Consumer<String> reader =
        said -> {
          ImageMarkupFilter text =
              new ImageMarkupFilter(new QuotedPromptDetector(List.of(Message.user(said + "x y"))));
          text.add("<image_prompt>x y</image_prompt>".repeat(said.length() / 30));
          var unused = text.end();
        };
    assertThat(excessive(reader, "image_prompt", "x", " ", "[image", "prompt", "_")).isEmpty();
  }

  private static void mark(Iterable<String> pieces) {
    ImageMarkupFilter text = new ImageMarkupFilter(new QuotedPromptDetector(List.of()));
    pieces.forEach(text::add);
    var unused = text.end();
  }

  private static void check(String arguments) {
    ToolCall call = new ToolCall("1", "f", arguments);
    try {
      var unused = call.portable().withValidArguments();
    } catch (AnimusException.InvalidRequest expected) {
      // most of them are no objects
    }
  }
}
