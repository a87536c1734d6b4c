package dev.animus4j.chatbot;

import dev.animus4j.chatbot.ChatbotSettings.Address;
import dev.animus4j.chatbot.ChatbotSettings.ClientTimeouts;
import dev.animus4j.chatbot.ChatbotSettings.Cluster;
import dev.animus4j.chatbot.ChatbotSettings.Limits;
import dev.animus4j.chatbot.ChatbotSettings.Proxies;
import dev.animus4j.chatbot.ChatbotSettings.Security;
import dev.animus4j.chatbot.ChatbotSettings.Storage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Settings from variables, with defaults; fails with a line that names the variable. */
record SettingsParser(ChatbotVariables variables) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> ANY = Set.of("0.0.0.0", "[::]");

  ChatbotSettings settings() {
    Address address =
        new Address(variables.text("HOST", "127.0.0.1"), (int) variables.number("PORT", 8080));
    return new ChatbotSettings(
        address,
        security(address),
        limits(),
        timeouts(),
        storage(),
        cluster(),
        variables.text("STYLE", "turns").equals("stream"));
  }

  private Security security(Address address) {
    Optional<SecretValue> configured = variables.secret("SECRET");
    return new Security(
        Stream.concat(
                Stream.of(configured.orElseGet(SecretValue::random)),
                variables.secret("PREVIOUS_SECRET").stream())
            .toList(),
        configured.isEmpty(),
        variables.secret("OPERATOR_TOKEN").orElse(null),
        variables.isTrue("HTTPS"),
        hosts(address),
        new Proxies(
            variables.list("PROXIES").stream().map(IpNetwork::parse).toList(),
            variables.text("FORWARDED", "X-Forwarded-For")));
  }

  /** The configured names, the address and loopback; requests to other hosts are rejected. */
  private Set<String> hosts(Address address) {
    String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
    Stream<String> own = ANY.contains(host) ? Stream.of() : Stream.of(host);
    return Stream.of(LOOPBACK.stream(), own, variables.list("HOSTS").stream())
        .flatMap(names -> names)
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  private Limits limits() {
    long heap = Runtime.getRuntime().maxMemory();
    return new Limits(
        (int) variables.number("REQUESTS_PER_MINUTE", 30),
        (int) variables.number("CONNECTIONS", 4_096),
        (int) variables.number("STREAMS", 2_048),
        (int) variables.number("STREAMS_PER_SESSION", 16),
        variables.number("HISTORY_BYTES", Math.min(heap / 8, 256L << 20)),
        variables.number("BYTES_IN_FLIGHT", Math.min(heap / 16, 64L << 20)));
  }

  private ClientTimeouts timeouts() {
    return new ClientTimeouts(
        variables.seconds("HEAD_SECONDS", 10),
        variables.seconds("BODY_SECONDS", 15),
        variables.seconds("WRITE_SECONDS", 10),
        variables.seconds("IDLE_SECONDS", 30));
  }

  /** A data directory is not used beside a database. */
  private Storage storage() {
    Optional<Path> data = variables.text("DATABASE").isPresent() ? Optional.empty() : data();
    Optional<Path> images =
        variables.text("PICTURES").map(Path::of).or(() -> data.map(it -> it.resolve("images")));
    return new Storage(
        data.orElse(null),
        images.map(Path::toAbsolutePath).orElse(null),
        variables.number("PICTURE_BYTES", 8L << 20),
        variables.number("STORE_BYTES", 1L << 30));
  }

  private Optional<Path> data() {
    String directory = variables.textOrBlank("DATA", "chatbot-data");
    return directory.isEmpty() || directory.equals("memory")
        ? Optional.empty()
        : Optional.of(Path.of(directory).toAbsolutePath());
  }

  private Cluster cluster() {
    Optional<SecretValue> database = variables.text("DATABASE").map(SecretValue::new);
    List<String> members = variables.list("CLUSTER");
    if (database.isEmpty() && !members.isEmpty()) {
      throw new IllegalStateException(
          "CHATBOT_CLUSTER needs CHATBOT_DATABASE: nodes share what they store in a database.");
    }
    return new Cluster(database.orElse(null), members);
  }
}
