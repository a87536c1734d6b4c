package dev.animus4j.chatbot;

import dev.animus4j.chat.ledger.postgres.PostgresOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
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
    Cluster cluster,
    boolean streaming) {

  /** Address to listen on; port 0 takes a free one. */
  public record Address(String host, int port) {}

  /**
   * Settings that separate users from each other, and keep others out.
   *
   * @param secrets the first signs cookies and conversations; signatures of the others are still
   *     valid
   * @param isSecretRandom whether the first secret is none of the environment
   * @param operator token of the operator for the statistics; null disables them
   * @param https whether browsers connect by HTTPS, also if a proxy terminates it
   * @param hosts the accepted host names, in lower case
   */
  public record Security(
      List<SecretValue> secrets,
      boolean isSecretRandom,
      @Nullable SecretValue operator,
      boolean https,
      Set<String> hosts,
      Proxies proxies) {

    private Security withSecret(SecretValue secret) {
      List<SecretValue> all = Stream.concat(Stream.of(secret), secrets.stream().skip(1)).toList();
      return new Security(all, false, operator, https, hosts, proxies);
    }
  }

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
   * Storage of conversations and images.
   *
   * @param data directory of all that outlives the service; null to keep conversations in memory
   * @param directory of the images; null for the database, or for a temporary one
   * @param imageBytes limit of one upload
   * @param storeBytes limit of all images together
   */
  public record Storage(
      @Nullable Path data, @Nullable Path directory, long imageBytes, long storeBytes) {}

  /**
   * What several nodes share.
   *
   * @param database URI of a PostgreSQL database, which has all that outlives the service; null for
   *     a data directory
   * @param members the addresses at which nodes find each other, {@code host} or {@code host:port};
   *     none for a single node
   */
  public record Cluster(@Nullable SecretValue database, List<String> members) {
    boolean isShared() {
      return !members.isEmpty();
    }

    /** The password in the URI of the database; null for none. */
    @Nullable SecretValue password() {
      String password =
          database == null ? null : PostgresOptions.of(database.value()).database().getPassword();
      return password == null ? null : new SecretValue(password);
    }
  }

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
    return new SettingsParser(new ChatbotVariables(values)).settings();
  }

  /** The same, signing with this secret. */
  ChatbotSettings withSecret(SecretValue secret) {
    return new ChatbotSettings(
        address, security.withSecret(secret), limits, timeouts, storage, cluster, streaming);
  }
}
