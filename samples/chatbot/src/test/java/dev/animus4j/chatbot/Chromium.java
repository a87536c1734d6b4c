package dev.animus4j.chatbot;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Chromium of this machine, started once for all tests; they are skipped without one. */
final class Chromium implements AutoCloseable {
  private static final Path PROGRAM =
      Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
  private static final List<String> QUIETLY =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium() {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(PROGRAM).setArgs(QUIETLY));
  }

  /** Starts it; where it is required, its absence is a failure. */
  static Chromium start() {
    boolean required =
        "true".equals(System.getenv("CI"))
            || "required".equals(System.getProperty("chatbot.browser"));
    boolean there = Files.isExecutable(PROGRAM);
    assertThat(there || !required).as("there is a %s", PROGRAM).isTrue();
    Assumptions.assumeTrue(there, "no Chromium on this machine");
    return new Chromium();
  }

  /** A user with cookies of their own. */
  BrowserContext user(Browser.NewContextOptions options) {
    BrowserContext user = browser.newContext(options);
    user.setDefaultTimeout(30_000);
    return user;
  }

  static void screenshot(Page page, String name) {
    Path file = Path.of("target", "screenshots", name + ".png");
    page.screenshot(
        new Page.ScreenshotOptions().setPath(file).setAnimations(ScreenshotAnimations.DISABLED));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
