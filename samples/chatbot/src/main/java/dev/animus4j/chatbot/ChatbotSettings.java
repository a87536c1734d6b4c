package dev.animus4j.chatbot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the chatbot from the environment; the client reads those of the provider. {@code
 * README.md} lists the variables.
 *
 * @param streaming whether responses stream token by token; otherwise they come in turns
 */
public record ChatbotSettings(
    Address address,
    Security security,
    Limits limits,
    ClientTimeouts timeouts,
    Storage storage,
    boolean streaming) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> ANY = Set.of("0.0.0.0", "[::]");

  /** Address to listen on; port 0 takes a free one. */
  public record Address(String host, int port) {}

  /**
   * Settings that separate users from each other, and keep others out.
   *
   * @param secrets the first signs cookies and conversations; signatures of the others are still
   *     valid
   * @param operator token of the operator for the statistics; null disables them
   * @param https whether browsers connect by HTTPS, also if a proxy terminates it
   * @param hosts the accepted host names, in lower case
   */
  public record Security(
      List<SecretValue> secrets,
      @Nullable SecretValue operator,
      boolean https,
      Set<String> hosts,
      Proxies proxies) {}

  /**
   * Trusted proxies, which may name the client of a request.
   *
   * @param header that names the client: {@code X-Forwarded-For} or {@code Forwarded}
   */
  public record Proxies(List<IpNetwork> networks, String header) {}

  /**
   * Limits for all clients together; {@link Quota} divides them.
   *
   * @param requestsPerMinute costly requests of one session, on average
   * @param connections concurrent connections
   * @param streams concurrent event streams
   * @param streamsPerSession concurrent event streams of one session
   * @param historyBytes approximate memory of all conversations; 0 for no limit
   * @param bytesInFlight approximate memory of all that is being sent to models and clients
   */
  public record Limits(
      int requestsPerMinute,
      int connections,
      int streams,
      int streamsPerSession,
      long historyBytes,
      long bytesInFlight) {}

  /**
   * Timeouts of clients.
   *
   * @param head to send the head of a request
   * @param body until the body of a request must arrive at a minimum rate
   * @param write to receive what is written
   * @param idle between a response and the next request
   */
  public record ClientTimeouts(Duration head, Duration body, Duration write, Duration idle) {}

  /**
   * Storage of images.
   *
   * @param temporary whether the directory is removed when the service stops
   * @param imageBytes limit of one upload
   * @param storeBytes limit of all images together
   */
  public record Storage(Path directory, boolean temporary, long imageBytes, long storeBytes) {}

  /** Reads the environment: {@code chatbot.port} as a property, or else {@code CHATBOT_PORT}. */
  public static ChatbotSettings fromEnvironment() {
    return of(ChatbotSettings::lookUp);
  }

  private static @Nullable String lookUp(String name) {
    String property = System.getProperty(name.toLowerCase(Locale.ROOT).replace('_', '.'));
    return property == null ? System.getenv(name) : property;
  }

  /** Reads variables by name. */
  public static ChatbotSettings of(Function<String, @Nullable String> values) {
    ChatbotVariables variables = new ChatbotVariables(values);
    Address address =
        new Address(variables.text("HOST", "127.0.0.1"), (int) variables.number("PORT", 8080));
    return new ChatbotSettings(
        address,
        security(variables, address),
        limits(variables),
        timeouts(variables),
        storage(variables),
        variables.text("STYLE", "turns").equals("stream"));
  }

  private static Security security(ChatbotVariables variables, Address address) {
    SecretValue secretValue = variables.secret("SECRET").orElseGet(SecretValue::random);
    return new Security(
        Stream.concat(Stream.of(secretValue), variables.secret("PREVIOUS_SECRET").stream())
            .toList(),
        variables.secret("OPERATOR_TOKEN").orElse(null),
        variables.isTrue("HTTPS"),
        hosts(variables, address),
        new Proxies(
            variables.list("PROXIES").stream().map(IpNetwork::parse).toList(),
            variables.text("FORWARDED", "X-Forwarded-For")));
  }

  /** The configured names, the address and loopback; requests to other hosts are rejected. */
  private static Set<String> hosts(ChatbotVariables variables, Address address) {
    String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
    Stream<String> own = ANY.contains(host) ? Stream.of() : Stream.of(host);
    return Stream.of(LOOPBACK.stream(), own, variables.list("HOSTS").stream())
        .flatMap(names -> names)
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Limits limits(ChatbotVariables variables) {
    long heap = Runtime.getRuntime().maxMemory();
    return new Limits(
        (int) variables.number("REQUESTS_PER_MINUTE", 30),
        (int) variables.number("CONNECTIONS", 4_096),
        (int) variables.number("STREAMS", 2_048),
        (int) variables.number("STREAMS_PER_SESSION", 16),
        variables.number("HISTORY_BYTES", Math.min(heap / 8, 256L << 20)),
        variables.number("BYTES_IN_FLIGHT", Math.min(heap / 16, 64L << 20)));
  }

  private static ClientTimeouts timeouts(ChatbotVariables variables) {
    return new ClientTimeouts(
        variables.seconds("HEAD_SECONDS", 10),
        variables.seconds("BODY_SECONDS", 15),
        variables.seconds("WRITE_SECONDS", 10),
        variables.seconds("IDLE_SECONDS", 30));
  }

  private static Storage storage(ChatbotVariables variables) {
    Path temporary =
        Path.of(System.getProperty("java.io.tmpdir"), "animus4j-chatbot-" + UUID.randomUUID());
    return new Storage(
        variables.text("PICTURES").map(Path::of).orElse(temporary).toAbsolutePath(),
        variables.text("PICTURES").isEmpty(),
        variables.number("PICTURE_BYTES", 8L << 20),
        variables.number("STORE_BYTES", 1L << 30));
  }
}
