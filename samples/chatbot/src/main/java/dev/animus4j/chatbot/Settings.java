package dev.animus4j.chatbot;

import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says about the chatbot; who answers and draws is the client's to know.
 *
 * @param pictures the directory in which they are kept
 * @param streaming whether words are shown as they come; else answers come in turns
 */
public record Settings(
    Address address, Security security, Limits limits, Path pictures, boolean streaming) {

  /** Where it listens; port 0 takes a free one. */
  public record Address(String host, int port) {}

  /**
   * What keeps users apart.
   *
   * @param secret signs cookies and conversations; who has it can be anyone
   * @param https whether browsers come by HTTPS, also if a proxy in front of this speaks it
   */
  public record Security(String secret, boolean https) {}

  /**
   * What a user may ask for.
   *
   * @param requestsPerMinute on average, of those that cost something
   * @param pictureBytes of one upload
   * @param storeBytes of all pictures together; the oldest go first
   */
  public record Limits(int requestsPerMinute, long pictureBytes, long storeBytes) {}

  /** Those of the environment: {@code chatbot.port} as a property, or else {@code CHATBOT_PORT}. */
  public static Settings ofProcess() {
    return of(Settings::lookedUp);
  }

  /** Those that {@code variables} tell, by name. */
  public static Settings of(Function<String, @Nullable String> variables) {
    Function<String, String> given =
        name -> {
          String value = variables.apply("CHATBOT_" + name);
          return value == null ? "" : value.strip();
        };
    return new Settings(
        new Address(text(given, "HOST", "127.0.0.1"), (int) number(given, "PORT", 8080)),
        new Security(text(given, "SECRET", "" + UUID.randomUUID()), is(given, "HTTPS")),
        limits(given),
        Path.of(text(given, "PICTURES", temporary())),
        text(given, "STYLE", "turns").equals("stream"));
  }

  private static Limits limits(Function<String, String> given) {
    return new Limits(
        (int) number(given, "REQUESTS_PER_MINUTE", 30),
        number(given, "PICTURE_BYTES", 8L << 20),
        number(given, "STORE_BYTES", 1L << 30));
  }

  private static @Nullable String lookedUp(String name) {
    String property = System.getProperty(name.toLowerCase(Locale.ROOT).replace('_', '.'));
    return property == null ? System.getenv(name) : property;
  }

  private static String temporary() {
    return Path.of(System.getProperty("java.io.tmpdir"), "animus4j-chatbot-" + UUID.randomUUID())
        .toString();
  }

  private static String text(Function<String, String> given, String name, String otherwise) {
    String value = given.apply(name);
    return value.isEmpty() ? otherwise : value;
  }

  private static boolean is(Function<String, String> given, String name) {
    return given.apply(name).equalsIgnoreCase("true");
  }

  private static long number(Function<String, String> given, String name, long otherwise) {
    String value = text(given, name, "" + otherwise);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalStateException("CHATBOT_" + name + " is no number: " + value, e);
    }
  }
}
