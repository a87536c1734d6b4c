package dev.animus4j.chatbot;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes out of what is logged whatever is secret: what the environment calls a secret, a key or a
 * token, however it is written; and what looks like one. Nobody can write a line of the log of his
 * own, either.
 */
final class Redaction {
  private static final int LONGEST = 8_000;
  private static final int SHORTEST_SECRET = 8;
  private static final String CUT = "…";
  private static final Pattern NAMED =
      Pattern.compile("secret|key|token|password|credentials", Pattern.CASE_INSENSITIVE);
  private static final Pattern LABELLED =
      Pattern.compile(
          "(?i)((?:password|passwd|pwd|secret|token|api[-_]?key|signature|authorization)"
              + "[\"']?\\s{0,3}[=:]\\s{0,3}[\"']?(?:bearer\\s{1,3}|basic\\s{1,3})?"
              + "|\\bbearer\\s{1,3})[^\\s\"'&,;]++");
  private static final Pattern OF_USER = Pattern.compile("://[^\\s/@]{1,200}+@");
  private static final Pattern BARE =
      Pattern.compile(
          "\\b(?:sk-|key-|AIza|AKIA|gh[pousr]_|xox[a-z]-)[\\w-]{8,}+"
              + "|\\beyJ[\\w-]++\\.[\\w-]++\\.[\\w-]*+");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]");

  private final List<String> secrets;

  private Redaction(List<String> secrets) {
    this.secrets = secrets;
  }

  /** One that knows the secrets of these settings, and those of the process. */
  static Redaction of(Settings settings) {
    Settings.Security security = settings.security();
    Stream<String> own =
        Stream.concat(security.secrets().stream(), Stream.ofNullable(security.operator()))
            .map(Secret::value);
    Map<String, String> process = new HashMap<>(System.getenv());
    System.getProperties().forEach((name, value) -> process.put("" + name, "" + value));
    Stream<String> given =
        process.entrySet().stream()
            .filter(variable -> NAMED.matcher(variable.getKey()).find())
            .map(Map.Entry::getValue);
    return new Redaction(
        Stream.concat(own, given)
            .filter(secret -> secret.length() >= SHORTEST_SECRET)
            .flatMap(Redaction::spellings)
            .distinct()
            .toList());
  }

  private static Stream<String> spellings(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    return Stream.of(
        secret,
        URLEncoder.encode(secret, StandardCharsets.UTF_8),
        Base64.getEncoder().withoutPadding().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** A failure, with all that led to it. */
  String of(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    return of(trace.toString());
  }

  /** Of several lines, all but the first are set in. */
  String of(String text) {
    String left = text.length() > LONGEST ? text.substring(0, LONGEST) + CUT : text;
    for (String secret : secrets) {
      left = left.replace(secret, CUT);
    }
    left = LABELLED.matcher(left).replaceAll("$1" + CUT);
    left = OF_USER.matcher(left).replaceAll("://" + CUT + "@");
    left = BARE.matcher(left).replaceAll(CUT);
    return CONTROL.matcher(left).replaceAll("\uFFFD").strip().replace("\n", "\n    ");
  }
}
