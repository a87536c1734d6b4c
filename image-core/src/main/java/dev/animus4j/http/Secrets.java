package dev.animus4j.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Redaction;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a request proves its right with, in whatever header or parameter, and which providers like
 * to repeat in their refusals. What is shorter than a secret can be is none: a key that some server
 * ignores, such as {@code any}, must not blank words.
 */
final class Secrets {
  /** In characters: of the whole, and of a part of it. */
  static final int SHORTEST = 8;

  private static final Pattern NAME =
      Pattern.compile("(?i)auth|key|token|secret|passw|credential|cookie|session|sig(?!n?al)");

  private static final Pattern SCHEME =
      Pattern.compile("(?i)^(?:basic|bearer|digest|token|key|apikey|negotiate)\\s+");

  private final HttpCall call;
  private final String token;
  private @Nullable List<String> forms;

  Secrets(HttpCall call, String token) {
    this.call = call;
    this.token = token;
  }

  /** The same text without them. */
  String redacted(String text) {
    return new Redactor(text, forms()).redacted();
  }

  /** A failure that does not tell them. */
  Throwable redacted(Throwable failure) {
    return failure instanceof AnimusException known ? Redaction.of(known, this::redacted) : failure;
  }

  private synchronized List<String> forms() {
    if (forms == null) {
      forms =
          Stream.of(Stream.of(token), headers(), parameters())
              .flatMap(values -> values)
              .map(String::strip)
              .filter(value -> value.length() >= SHORTEST)
              .distinct()
              .flatMap(Secrets::forms)
              .map(form -> form.toLowerCase(Locale.ROOT))
              .distinct()
              .toList();
    }
    return forms;
  }

  private Stream<String> headers() {
    return call.headers().entrySet().stream()
        .filter(header -> NAME.matcher(header.getKey()).find())
        .map(Map.Entry::getValue)
        .flatMap(Secrets::values);
  }

  private Stream<String> parameters() {
    String query = call.url().getRawQuery();
    return query == null
        ? Stream.empty()
        : Stream.of(query.split("&"))
            .map(parameter -> parameter.split("=", 2))
            .filter(parameter -> parameter.length == 2 && NAME.matcher(parameter[0]).find())
            .flatMap(parameter -> Stream.of(parameter[1], decoded(parameter[1])));
  }

  /** A value without its scheme, and the values in it, as of cookies. */
  private static Stream<String> values(String value) {
    String rest = SCHEME.matcher(value.strip()).replaceFirst("");
    List<String> parts = List.of(rest.split("[\\s;,]+"));
    Stream<String> named = parts.stream().map(part -> part.substring(part.indexOf('=') + 1));
    return Stream.of(Stream.of(rest), parts.stream(), named, user(value, rest))
        .flatMap(values -> values);
  }

  private static Stream<String> user(String value, String rest) {
    try {
      boolean basic = value.strip().toLowerCase(Locale.ROOT).startsWith("basic ");
      String user = basic ? new String(Base64.getDecoder().decode(rest), UTF_8) : "";
      return Stream.of(user, user.substring(user.indexOf(':') + 1));
    } catch (IllegalArgumentException notBase64) {
      return Stream.empty();
    }
  }

  private static String decoded(String parameter) {
    try {
      return URLDecoder.decode(parameter, UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return parameter;
    }
  }

  /** As it is, and as it may be within something that is encoded. */
  private static Stream<String> forms(String secret) {
    byte[] bytes = secret.getBytes(UTF_8);
    Stream<String> base64 =
        Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
            .flatMap(encoder -> Stream.of(0, 1, 2).map(shift -> base64(encoder, bytes, shift)));
    return Stream.concat(Stream.of(secret, HexFormat.of().formatHex(bytes)), base64);
  }

  /** What of it does not depend on what comes before and after it. */
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
