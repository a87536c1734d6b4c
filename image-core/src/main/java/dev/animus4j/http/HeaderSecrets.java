package dev.animus4j.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Secrets in the value of a header. */
final class HeaderSecrets {
  private static final Pattern SCHEME =
      Pattern.compile("(?i)^(?:basic|bearer|digest|token|key|apikey|negotiate)\\s+");

  /** The rest of it are words, such as the names of headers and of the region. */
  private static final Pattern AWS_SIGNATURE =
      Pattern.compile("AWS4-\\S+ Credential=([^/,]+)/[^=]*=[^=]*Signature=([0-9a-f]+)");

  private HeaderSecrets() {}

  /** Returns a value without its scheme, and the values in it, as in cookies. */
  static Stream<String> of(String value) {
    Matcher signature = AWS_SIGNATURE.matcher(value);
    if (signature.matches()) {
      return Stream.of(signature.group(1), signature.group(2));
    }
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
}
