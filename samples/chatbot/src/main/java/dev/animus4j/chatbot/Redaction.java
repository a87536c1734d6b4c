package dev.animus4j.chatbot;

import dev.animus4j.failure.Origin;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes out of what is logged whatever is secret: what the environment calls a secret, a key or a
 * token, however it is written; and what looks like one, as the SDK has it. Nobody can write a line
 * of the log of his own, either.
 */
final class Redaction {
  private static final int LONGEST = 16_000;
  private static final int LINES = 60;
  private static final int SHORTEST_SECRET = 8;
  private static final String CUT = "…";
  private static final Pattern NAMED =
      Pattern.compile("secret|key|token|password|credentials", Pattern.CASE_INSENSITIVE);

  /** Of GitHub, Amazon and Slack; other keys the SDK knows. */
  private static final Pattern BARE =
      Pattern.compile("\\b(?:AKIA|gh[pousr]_|github_pat_|xox[a-z]-)[\\w-]{8,}+");

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

  /** A failure, with all that led to it; each line but the first is set in. */
  String of(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    return without(trace.toString())
        .lines()
        .limit(LINES)
        .map(Redaction::line)
        .collect(Collectors.joining("\n    "));
  }

  /** The beginning of a text, in one line. */
  String of(String text) {
    return line(without(text));
  }

  private String without(String text) {
    String left = text.length() > LONGEST ? text.substring(0, LONGEST) + CUT : text;
    for (String secret : secrets) {
      left = left.replace(secret, CUT);
    }
    return BARE.matcher(left).replaceAll(CUT);
  }

  private static String line(String text) {
    return Objects.toString(new Origin("", 0, null, text).excerpt(), "");
  }
}
