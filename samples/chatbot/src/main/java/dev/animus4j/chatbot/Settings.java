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
 * What the environment says about the chatbot; who answers and draws is the client's to know.
 * {@code README.md} lists the variables.
 *
 * @param streaming whether words are shown as they come; else answers come in turns
 */
public record Settings(
    Address address,
    Security security,
    Limits limits,
    Patience patience,
    Storage storage,
    boolean streaming) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> ANY = Set.of("0.0.0.0", "[::]");

  /** Where it listens; port 0 takes a free one. */
  public record Address(String host, int port) {}

  /**
   * What keeps users apart, and others out.
   *
   * @param secrets the first signs cookies and conversations; what others signed is still believed
   * @param operator what the operator shows to see the figures; null for nobody sees them
   * @param https whether browsers come by HTTPS, also if a proxy in front of this speaks it
   * @param hosts the names under which browsers may come, in lower case
   */
  public record Security(
      List<Secret> secrets,
      @Nullable Secret operator,
      boolean https,
      Set<String> hosts,
      Proxies proxies) {}

  /**
   * Who is believed when it says for whom it asks.
   *
   * @param header in which it says so: {@code X-Forwarded-For} or {@code Forwarded}
   */
  public record Proxies(List<Network> networks, String header) {}

  /**
   * How much there may be, of all clients together; {@link Share} says how it is divided.
   *
   * @param requestsPerMinute on average, of those that cost something, of one session
   * @param connections at once
   * @param streams of events at once
   * @param streamsPerSession of events at once
   * @param historyBytes about what conversations may take in memory; 0 for any
   * @param bytesInFlight about what is held at once of what models are sent and users are told
   */
  public record Limits(
      int requestsPerMinute,
      int connections,
      int streams,
      int streamsPerSession,
      long historyBytes,
      long bytesInFlight) {}

  /**
   * How long clients may take.
   *
   * @param head to send the head of a request
   * @param body until the body of a request must come at a fair speed
   * @param write to take what is written
   * @param idle between an answer and the next request
   */
  public record Patience(Duration head, Duration body, Duration write, Duration idle) {}

  /**
   * Where pictures are kept.
   *
   * @param temporary whether the directory goes with the service
   * @param pictureBytes of one upload
   * @param storeBytes of all pictures together
   */
  public record Storage(Path directory, boolean temporary, long pictureBytes, long storeBytes) {}

  /** Those of the environment: {@code chatbot.port} as a property, or else {@code CHATBOT_PORT}. */
  public static Settings ofProcess() {
    return of(Settings::lookedUp);
  }

  private static @Nullable String lookedUp(String name) {
    String property = System.getProperty(name.toLowerCase(Locale.ROOT).replace('_', '.'));
    return property == null ? System.getenv(name) : property;
  }

  /** Those that {@code variables} tell, by name. */
  public static Settings of(Function<String, @Nullable String> variables) {
    Variables given = new Variables(variables);
    Address address =
        new Address(given.text("HOST", "127.0.0.1"), (int) given.number("PORT", 8080));
    return new Settings(
        address,
        security(given, address),
        limits(given),
        patience(given),
        storage(given),
        given.text("STYLE", "turns").equals("stream"));
  }

  private static Security security(Variables given, Address address) {
    Secret secret = given.secret("SECRET").orElseGet(Secret::random);
    return new Security(
        Stream.concat(Stream.of(secret), given.secret("PREVIOUS_SECRET").stream()).toList(),
        given.secret("OPERATOR_TOKEN").orElse(null),
        given.is("HTTPS"),
        hosts(given, address),
        new Proxies(
            given.list("PROXIES").stream().map(Network::parse).toList(),
            given.text("FORWARDED", "X-Forwarded-For")));
  }

  /** Where it listens, and loopback; a page of another name has no business here. */
  private static Set<String> hosts(Variables given, Address address) {
    String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
    Stream<String> own = ANY.contains(host) ? Stream.of() : Stream.of(host);
    return Stream.of(LOOPBACK.stream(), own, given.list("HOSTS").stream())
        .flatMap(names -> names)
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Limits limits(Variables given) {
    long heap = Runtime.getRuntime().maxMemory();
    return new Limits(
        (int) given.number("REQUESTS_PER_MINUTE", 30),
        (int) given.number("CONNECTIONS", 4_096),
        (int) given.number("STREAMS", 2_048),
        (int) given.number("STREAMS_PER_SESSION", 16),
        given.number("HISTORY_BYTES", Math.min(heap / 8, 256L << 20)),
        given.number("BYTES_IN_FLIGHT", Math.min(heap / 16, 64L << 20)));
  }

  private static Patience patience(Variables given) {
    return new Patience(
        given.seconds("HEAD_SECONDS", 10),
        given.seconds("BODY_SECONDS", 15),
        given.seconds("WRITE_SECONDS", 10),
        given.seconds("IDLE_SECONDS", 30));
  }

  private static Storage storage(Variables given) {
    Path temporary =
        Path.of(System.getProperty("java.io.tmpdir"), "animus4j-chatbot-" + UUID.randomUUID());
    return new Storage(
        given.text("PICTURES").map(Path::of).orElse(temporary).toAbsolutePath(),
        given.text("PICTURES").isEmpty(),
        given.number("PICTURE_BYTES", 8L << 20),
        given.number("STORE_BYTES", 1L << 30));
  }
}
