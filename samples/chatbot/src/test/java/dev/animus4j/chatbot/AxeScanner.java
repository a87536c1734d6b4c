package dev.animus4j.chatbot;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Scans a page for accessibility violations, with the rules of axe-core. */
final class AxeScanner {
  private static final String RUN =
      """
      async () => (await axe.run(document)).violations
          .filter(it => it.impact === 'serious' || it.impact === 'critical')
          .map(it => it.id + ': ' + it.help + ' ' + it.nodes.map(node => node.html).join(' '))
      """;

  private AxeScanner() {}

  /** Fails on serious violations. */
  static void scan(Page page) {
    page.evaluate(script());
    assertThat((List<?>) page.evaluate(RUN)).isEmpty();
  }

  private static String script() {
    try (var file = AxeScanner.class.getResourceAsStream("/axe.min.js")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
