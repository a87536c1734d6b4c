package dev.animus4j.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureRedaction;
import io.vertx.core.net.ProxyOptions;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Secrets of a request, in any header or parameter, which providers may repeat in error responses.
 * Values below a minimum length are no secrets: a key that a server ignores, such as {@code any},
 * must not mask ordinary words.
 */
final class RequestSecrets {
  /** In characters, of a secret and of a part of one. */
  static final int MIN_LENGTH = 8;

  private static final Pattern NAME =
      Pattern.compile(
          "(?i)auth|key|token|secret|passw|credential|cookie|session|sig(?!n?al)|jwt|licen[cs]e");

  /** What looks like a key or an id, under whatever name. */
  private static final Pattern RANDOM =
      Pattern.compile(
          "(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])(?=\\D*\\d)[\\w.~+/=-]{16,}+|[0-9a-fA-F-]{24,}+");

  private final HttpCall call;
  private final String token;
  private final Proxies proxies;
  private @Nullable SecretFinder secretFinder;
  private volatile String proxyPassword = "";

  RequestSecrets(HttpCall call, String token) {
    this(call, token, Proxies.none());
  }

  /**
   * @param proxies the proxies, whose credentials are sent too
   */
  RequestSecrets(HttpCall call, String token, Proxies proxies) {
    this.call = call;
    this.token = token;
    this.proxies = proxies;
  }

  /** Whether what has this name is a secret. */
  static boolean isSecret(String name) {
    return NAME.matcher(name).find();
  }

  /** Masks the secrets in a text. */
  String redact(String text) {
    SecretFinder finder = redactor();
    return finder.redact(proxyPassword.isEmpty() ? text : text.replace(proxyPassword, "…"));
  }

  /** Masks the secrets in a failure. */
  Throwable redact(Throwable failure) {
    return failure instanceof AnimusException known ? redact(known) : failure;
  }

  /** Masks the secrets in a failure. */
  AnimusException redact(AnimusException failure) {
    return FailureRedaction.redact(failure, this::redact);
  }

  private synchronized SecretFinder redactor() {
    if (secretFinder == null) {
      String proxyCredentials = proxyCredentials();
      secretFinder =
          new SecretFinder(
              Stream.of(Stream.of(token), headers(), parameters(), Stream.of(proxyCredentials))
                  .flatMap(values -> values)
                  .map(String::strip)
                  .filter(value -> value.length() >= MIN_LENGTH)
                  .distinct()
                  .flatMap(RequestSecrets::encodings)
                  .toList());
    }
    return secretFinder;
  }

  private Stream<String> headers() {
    return call.headers().entrySet().stream()
        .filter(header -> isSecret(header.getKey()) || isRandom(header.getValue()))
        .map(Map.Entry::getValue)
        .flatMap(HeaderSecrets::of);
  }

  private static boolean isRandom(String value) {
    return RANDOM.matcher(value).matches();
  }

  /**
   * Returns the credentials of the proxy as they are sent; empty for none. Its password is masked
   * as a whole only, since a part of one that people choose is a word of others.
   */
  private String proxyCredentials() {
    Optional<ProxyOptions> proxy = selectProxy().filter(options -> options.getPassword() != null);
    proxyPassword =
        proxy.map(ProxyOptions::getPassword).filter(it -> it.length() >= MIN_LENGTH).orElse("");
    return proxy
        .map(it -> it.getUsername() + ":" + it.getPassword())
        .map(user -> Base64.getEncoder().encodeToString(user.getBytes(UTF_8)))
        .orElse("");
  }

  private Optional<ProxyOptions> selectProxy() {
    try {
      return proxies.select(call.url());
    } catch (RuntimeException failed) {
      return Optional.empty(); // so did the call, and nothing was sent
    }
  }

  private Stream<String> parameters() {
    String query = call.url().getRawQuery();
    return query == null
        ? Stream.empty()
        : Stream.of(query.split("&"))
            .map(parameter -> parameter.split("=", 2))
            .filter(
                parameter ->
                    parameter.length == 2 && (isSecret(parameter[0]) || isRandom(parameter[1])))
            .flatMap(parameter -> Stream.of(parameter[1], decode(parameter[1])));
  }

  private static String decode(String parameter) {
    try {
      return URLDecoder.decode(parameter, UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return parameter;
    }
  }

  /** Returns the secret as it is, and as it may appear within encoded text. */
  private static Stream<String> encodings(String secret) {
    byte[] bytes = secret.getBytes(UTF_8);
    Stream<String> base64 =
        Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
            .flatMap(encoder -> Stream.of(0, 1, 2).map(shift -> base64(encoder, bytes, shift)));
    String backwards = new StringBuilder(secret).reverse().toString();
    String numbers = Arrays.toString(bytes);
    String hex = HexFormat.of().formatHex(bytes);
    return Stream.concat(Stream.of(secret, backwards, numbers, hex), base64);
  }

  /** Returns the base64 characters that do not depend on the neighbouring bytes. */
  private static String base64(Base64.Encoder encoder, byte[] bytes, int shift) {
    byte[] shifted = new byte[bytes.length + shift];
    System.arraycopy(bytes, 0, shifted, shift, bytes.length);
    String encoded = new String(encoder.withoutPadding().encode(shifted), ISO_8859_1);
    int from = shift == 0 ? 0 : shift + 1;
    int to = shifted.length % 3 == 0 ? encoded.length() : encoded.length() - 1;
    return encoded.substring(from, to);
  }

  @Override
  public String toString() {
    return "Secrets";
  }
}
