package dev.animus4j.chatbot;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import dev.animus4j.rules.VertxTest;
import dev.animus4j.simulator.ScriptedResponse;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page, in a real browser, with a real service behind it. */
@Tag("long")
@VertxTest
class PageTest {
  /** Elements beyond the right edge; those only for screen readers do not count. */
  private static final String TOO_WIDE =
      """
      [...document.querySelectorAll('body *')]
          .filter(it => it.getBoundingClientRect().right > innerWidth + 1)
          .map(it => it.outerHTML.slice(0, 100))
      """;

  /** Records what was visible, however shortly. */
  private static final String WATCH =
      """
      () => {
        window.seen = new Set();
        new MutationObserver(() =>
            ['typing', 'spinner', 'streaming'].forEach(it =>
                document.querySelector('#turns .' + it) && window.seen.add(it)))
          .observe(document.getElementById('turns'), {subtree: true, childList: true, attributes: true});
      }
      """;

  private static Chromium chromium;
  private static ChatbotFixture chatbotFixture;
  private static ChatbotFixture streaming;

  private final List<BrowserContext> users = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  static void start(Vertx vertx) {
    chromium = Chromium.start();
    setDefaultAssertionTimeout(20_000);
    chatbotFixture = ChatbotFixture.inTurns(vertx);
    streaming = ChatbotFixture.streaming(vertx);
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
      chatbotFixture.close();
      streaming.close();
    }
  }

  /** Verifies that the content security policy rejected nothing, and nothing was thrown. */
  @AfterEach
  void leave() {
    users.forEach(BrowserContext::close);
    chatbotFixture.simulator.reset().latency(Duration.ZERO);
    streaming.simulator.reset();
    assertThat(complaints).isEmpty();
  }

  private BrowserContext user() {
    return user(new Browser.NewContextOptions().setViewportSize(1100, 800));
  }

  private BrowserContext user(Browser.NewContextOptions options) {
    BrowserContext user = chromium.user(options);
    users.add(user);
    return user;
  }

  private Page open(BrowserContext user, ChatbotFixture chatbotFixture, String path) {
    Page page = user.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          if (message.text().contains("Content Security Policy")) {
            complaints.add(message.text());
          }
        });
    page.navigate((path.startsWith("/") ? chatbotFixture.backend.url() : "") + path);
    return page;
  }

  private Page open() {
    return open(user(), chatbotFixture, "/");
  }

  private static void say(Page page, String text) {
    page.getByLabel("Message", new Page.GetByLabelOptions().setExact(true)).fill(text);
    page.keyboard().press("Enter");
  }

  private static Locator theirs(Page page) {
    return page.locator(".theirs .bubble");
  }

  private static Locator mine(Page page) {
    return page.locator(".mine .bubble");
  }

  private static Locator card(Page page) {
    return page.locator(".card");
  }

  private static void again(Page page) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Try again")).click();
  }

  private static void over(Page page) {
    assertThat(page.locator(".typing")).hasCount(0);
    assertThat(page.locator("#stop")).isHidden();
  }

  @Test
  void firstTheWordsThenThePicture() {
    Page page = open();
    assertThat(page.getByText("What shall we talk about?")).isVisible();
    Chromium.screenshot(page, "welcome");
    chatbotFixture.simulator.script(
        ScriptedResponse.ruleBased().forPath("/completions").delay(Duration.ofMillis(400)),
        ScriptedResponse.ruleBased().forPath("/generate/image").delay(Duration.ofMillis(700)));
    page.evaluate(WATCH);
    say(page, "Can you show me a beautiful sunset over the ocean?");
    assertThat(theirs(page).first()).containsText("love to show you");
    Chromium.screenshot(page, "picture-on-its-way");
    Locator picture = page.locator(".picture img.there");
    assertThat(picture).hasAttribute("alt", "A beautiful sunset over the ocean");
    assertThat((Boolean) picture.evaluate("image => image.naturalWidth > 0")).isTrue();
    assertThat(page.evaluate("[...window.seen]").toString()).contains("typing", "spinner");
    say(page, "Can you make the colors more vibrant?");
    assertThat(page.locator(".picture img.there")).hasCount(2);
    assertThat(page.locator(".picture").last()).containsText("with more vibrant colors");
    over(page);
    Chromium.screenshot(page, "conversation");
  }

  @Test
  void wordsAreShownAsTheyCome() {
    Page page = open(user(), streaming, "/");
    page.evaluate(WATCH);
    say(page, "Tell me something");
    assertThat(theirs(page)).containsText("I was given 2 messages.");
    assertThat(page.locator(".streaming")).hasCount(0);
    assertThat(theirs(page)).hasCount(1);
    assertThat(page.evaluate("[...window.seen]").toString()).contains("streaming");
  }

  /** Makes a response hang in a conversation. */
  private void stuck(Page page) {
    stuck(page, streaming);
  }

  private void stuck(Page page, ChatbotFixture of) {
    of.simulator.script(ScriptedResponse.ruleBased().forPath("/completions").stallAfter(1_200));
    say(page, "Tell me a long story about something");
    assertThat(page.locator(".streaming .bubble")).containsText("This is");
  }

  private static void interrupt(Page page) {
    String id = page.url().replaceAll(".*#", "");
    streaming.backend.dependencies().client().chat(id).interrupt();
  }

  @Test
  void aFailureSaysWhyAndCanBeTriedAgain() {
    Page page = open();
    chatbotFixture.simulator.script(ScriptedResponse.status(503).forPath("/completions"));
    say(page, "Hello");
    assertThat(card(page)).containsText("Not available right now");
    Chromium.screenshot(page, "failure");
    again(page);
    assertThat(theirs(page).first()).containsText("simulator");
    assertThat(card(page)).hasCount(0);
    assertThat(mine(page)).hasCount(1);
    over(page);
  }

  @Test
  void aRateLimitIsCountedDown() {
    Page page = open();
    chatbotFixture.simulator.script(
        ScriptedResponse.status(429).header("Retry-After", "2").forPath("/completions"));
    say(page, "Hello");
    assertThat(card(page)).containsText("A little too fast");
    assertThat(card(page).getByRole(AriaRole.BUTTON)).isDisabled();
    assertThat(card(page)).containsText(Pattern.compile("Try again in \\d s"));
    assertThat(card(page).getByRole(AriaRole.BUTTON)).isEnabled();
    again(page);
    assertThat(theirs(page).first()).containsText("simulator");
  }

  @Test
  void aPictureThatFailsLeavesTheWordsAndCanBeTriedAgain() {
    Page page = open();
    chatbotFixture.simulator.script(ScriptedResponse.status(500).forPath("/generate/image"));
    say(page, "Show me a lighthouse");
    assertThat(card(page)).isVisible();
    assertThat(theirs(page).first()).containsText("love to show you");
    again(page);
    assertThat(page.locator(".picture img.there")).hasCount(1);
    assertThat(card(page)).hasCount(0);
  }

  @Test
  void anAnswerIsStopped() {
    Page page = open(user(), streaming, "/");
    stuck(page);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Stop the answer")).click();
    assertThat(page.locator(".note")).containsText("Stopped");
    over(page);
    say(page, "Hello");
    assertThat(theirs(page).last()).containsText("simulator");
  }

  @Test
  void aConnectionThatBreaksInMidStreamIsTakenUpAgain() {
    BreakableProxy breakableProxy = BreakableProxy.to(streaming);
    Page page = open(user(), streaming, breakableProxy.url());
    stuck(page);
    String heard = theirs(page).textContent();
    breakableProxy.pull();
    assertThat(page.locator("#link")).isVisible();
    interrupt(page);
    breakableProxy.plugIn();
    assertThat(page.locator("#link")).isHidden();
    assertThat(page.locator(".note")).containsText("Stopped");
    assertThat(theirs(page)).hasText(heard);
    over(page);
    say(page, "Hello");
    assertThat(theirs(page).last()).containsText("simulator");
    assertThat(theirs(page)).hasCount(2);
    assertThat(mine(page)).hasCount(2);
  }

  @Test
  void aPageThatIsReloadedInMidStreamShowsEverythingOnce() {
    Page page = open(user(), streaming, "/");
    say(page, "Hello");
    assertThat(theirs(page)).containsText("Ask me to show you a picture.");
    over(page);
    stuck(page);
    List<String> heard = theirs(page).allTextContents();
    page.reload();
    assertThat(page.locator(".streaming")).hasCount(1);
    assertThat(theirs(page)).hasText(heard.toArray(String[]::new));
    interrupt(page);
    assertThat(page.locator(".note")).containsText("Stopped");
    over(page);
    assertThat(mine(page)).hasCount(2);
    page.reload();
    assertThat(theirs(page)).hasText(heard.toArray(String[]::new));
  }

  @Test
  void aPageGoesOnAfterARestartAndMarksWhatWasBrokenOff(Vertx vertx) {
    Map<String, String> settings =
        Map.of("CHATBOT_STYLE", "stream", "CHATBOT_DATA", ChatbotFixture.directory("page"));
    try (ChatbotFixture restarted = ChatbotFixture.with(vertx, settings)) {
      Page page = open(user(), restarted, "/");
      stuck(page, restarted);
      String heard = theirs(page).textContent();
      restarted.restart();
      assertThat(page.locator(".note")).containsText("Broken off here");
      assertThat(page.locator("#link")).isHidden();
      page.reload();
      assertThat(mine(page)).hasCount(1);
      assertThat(theirs(page)).hasText(heard);
      assertThat(page.locator(".note")).containsText("Stopped here");
      say(page, "Hello");
      assertThat(theirs(page).last()).containsText("simulator");
      assertThat(theirs(page)).hasCount(2);
    }
  }

  @Test
  void twoTabsShowTheSame() {
    BrowserContext user = user();
    Page one = open(user, chatbotFixture, "/");
    say(one, "Show me a lighthouse");
    assertThat(one.locator(".picture img.there")).hasCount(1);
    over(one);
    Page two = open(user, chatbotFixture, "/" + one.url().replaceAll(".*#", "#"));
    assertThat(two.locator(".picture img.there")).hasCount(1);
    say(two, "Hello from the other side");
    assertThat(theirs(one).last()).containsText("Ask me to show you a picture.");
    over(one);
    over(two);
    assertThat(mine(one))
        .hasText(new String[] {"Show me a lighthouse", "Hello from the other side"});
    assertThat(theirs(one).allTextContents()).isEqualTo(theirs(two).allTextContents());
  }

  @Test
  void twoUsersDoNotMeet() {
    Page anna = open();
    say(anna, "Hello, I am Anna");
    assertThat(theirs(anna).first()).isVisible();
    String path = "/" + anna.url().replaceAll(".*#", "#");
    BrowserContext ben = user();
    Page other = open(ben, chatbotFixture, path);
    assertThat(other.getByText("What shall we talk about?")).isVisible();
    String id = path.substring(2);
    other.evaluate(
        "id => localStorage.setItem('animus4j.conversations', JSON.stringify([{id, title: 'x'}]))",
        id);
    other.navigate(chatbotFixture.backend.url() + path);
    other.reload();
    assertThat(other.getByText("What shall we talk about?")).isVisible();
    assertThat(other.locator(".list button")).hasCount(0);
    assertThat(other.getByText("Anna")).hasCount(0);
  }

  @Test
  void severalConversationsAreKeptApartAndForgotten() {
    Page page = open();
    say(page, "Hello one");
    assertThat(theirs(page).first()).isVisible();
    page.getByText("New conversation").first().click();
    assertThat(mine(page)).hasCount(0);
    say(page, "Hello two");
    assertThat(theirs(page).first()).isVisible();
    assertThat(page.locator(".list button")).hasText(new String[] {"Hello two", "Hello one"});
    page.locator(".list button").last().click();
    assertThat(mine(page)).hasText("Hello one");
    page.getByLabel("Delete this conversation").click();
    assertThat(page.locator(".list button")).hasText(new String[] {"Hello two"});
  }

  @Test
  void messageTextIsNeverRenderedAsMarkup() {
    Page page = open();
    String attack =
        "<script>window.hit=1</script><img src=x onerror=\"window.hit=1\">"
            + "\"/><image href=x onerror=window.hit=1> <image description=\"x\"/>";
    say(page, attack);
    assertThat(mine(page)).hasText(attack);
    assertThat(page.locator(".picture img.there")).hasAttribute("alt", Pattern.compile("<script>"));
    over(page);
    say(page, "Draw a picture of \"><img src=x onerror=window.hit=1><b>bold");
    Locator picture = page.locator(".picture img.there").last();
    assertThat(picture).hasAttribute("alt", Pattern.compile("<b>bold"));
    over(page);
    assertThat(page.locator(".turns script, .turns b, .turns image, img[src=x]")).hasCount(0);
    assertThat(page.evaluate("window.hit")).isNull();
    page.reload();
    assertThat(mine(page).first()).hasText(attack);
    assertThat(page.locator(".turns script, .turns b, .turns image, img[src=x]")).hasCount(0);
  }

  @Test
  void aPictureIsAddedAndAnotherChanged() throws Exception {
    Page page = open();
    FilePayload file = new FilePayload("me.png", "image/png", ApiTest.png());
    page.locator("#file").setInputFiles(file);
    assertThat(page.locator(".chip:not(.busy)")).containsText("me.png");
    say(page, "What is this?");
    assertThat(page.locator(".thumbs img")).hasCount(1);
    assertThat(theirs(page)).containsText("image/png");
    over(page);
    page.reload();
    assertThat(page.locator(".thumbs img")).hasCount(1);
    page.locator("#new").click();
    say(page, "Show me a lighthouse");
    assertThat(page.locator(".picture img.there")).hasCount(1);
    over(page);
    page.getByLabel(Pattern.compile("^Change this picture")).click();
    assertThat(page.locator(".chip")).containsText("Changing this picture");
    say(page, "A lighthouse at night");
    assertThat(page.locator(".picture img.there")).hasCount(2);
    page.reload();
    assertThat(page.locator(".picture img.there")).hasCount(2);
    page.locator("#file").setInputFiles(new FilePayload("a.png", "image/png", new byte[20]));
    assertThat(page.locator(".note").last()).containsText("This is no picture");
  }

  @Test
  void itFitsAPhone() {
    Page page =
        open(user(new Browser.NewContextOptions().setViewportSize(375, 720)), chatbotFixture, "/");
    Chromium.screenshot(page, "phone-welcome");
    say(page, "Can you show me a lighthouse in a storm?");
    assertThat(page.locator(".picture img.there")).hasCount(1);
    over(page);
    Chromium.screenshot(page, "phone");
    say(page, "Show me a lighthouse " + "w".repeat(120));
    assertThat(page.locator(".picture img.there")).hasCount(2);
    over(page);
    assertThat((List<?>) page.evaluate(TOO_WIDE)).isEmpty();
    assertThat((Integer) page.evaluate("document.documentElement.scrollWidth")).isEqualTo(375);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Conversations")).click();
    Chromium.screenshot(page, "phone-list");
    page.keyboard().press("Escape");
    assertThat(page.locator("#side")).not().hasClass(Pattern.compile("open"));
  }

  @Test
  void everybodyCanUseIt() {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page =
          open(
              user(
                  new Browser.NewContextOptions()
                      .setViewportSize(1100, 800)
                      .setColorScheme(scheme)),
              chatbotFixture,
              "/");
      AxeScanner.scan(page);
      chatbotFixture.simulator.script(ScriptedResponse.status(503).forPath("/completions"));
      say(page, "Hello");
      assertThat(card(page)).isVisible();
      again(page);
      assertThat(theirs(page).first()).isVisible();
      over(page);
      chatbotFixture.simulator.script(ScriptedResponse.status(500).forPath("/generate/image"));
      say(page, "Show me a red fox in the snow");
      assertThat(card(page)).isVisible();
      say(page, "Show me a sunset over the mountains");
      assertThat(page.locator(".picture img.there")).hasCount(1);
      over(page);
      Chromium.screenshot(page, "all-" + scheme.name().toLowerCase(Locale.ROOT));
      AxeScanner.scan(page);
    }
  }

  @Test
  void everythingCanBeReachedByKeyboard() {
    Page page = open();
    Locator field = page.getByLabel("Message", new Page.GetByLabelOptions().setExact(true));
    assertThat(field).isFocused();
    page.locator(".skip").focus();
    assertThat(page.locator(".skip")).isInViewport();
    page.keyboard().press("Tab");
    assertThat(page.locator("#new")).isFocused();
    page.locator(".skip").focus();
    page.keyboard().press("Enter");
    assertThat(field).isFocused();
    page.keyboard().type("Hello");
    page.keyboard().press("Enter");
    assertThat(theirs(page).first()).isVisible();
    assertThat(page.locator("#status")).hasText(Pattern.compile(".+"));
  }
}
