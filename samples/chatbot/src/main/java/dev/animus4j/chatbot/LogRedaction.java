package dev.animus4j.chatbot;

import dev.animus4j.failure.FailureOrigin;
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
 * Removes secrets from log texts: values of variables named as a secret, a key or a token, in any
 * encoding; and text that looks like one, by the rules of the SDK. Also prevents forged log lines.
 */
final class LogRedaction {
  private static final int MAX_LENGTH = 16_000;
  private static final int LINES = 60;
  private static final int SHORTEST_SECRET = 8;
  private static final String ELLIPSIS = "…";
  private static final Pattern SECRET_NAMES =
      Pattern.compile("secret|key|token|password|credentials", Pattern.CASE_INSENSITIVE);

  /** Keys of GitHub, Amazon and Slack; the SDK knows the others. */
  private static final Pattern VENDOR_KEYS =
      Pattern.compile("\\b(?:AKIA|gh[pousr]_|github_pat_|xox[a-z]-)[\\w-]{8,}+");

  private final List<String> secrets;

  private LogRedaction(List<String> secrets) {
    this.secrets = secrets;
  }

  /** Redaction of the secrets in these settings, and in the process. */
  static LogRedaction of(ChatbotSettings settings) {
    ChatbotSettings.Security security = settings.security();
    Stream<String> configured =
        Stream.of(
                security.secrets().stream(),
                Stream.ofNullable(security.operator()),
                Stream.ofNullable(settings.cluster().database()),
                Stream.ofNullable(settings.cluster().password()))
            .flatMap(secrets -> secrets)
            .map(SecretValue::value);
    Map<String, String> process = new HashMap<>(System.getenv());
    System.getProperties().forEach((name, value) -> process.put("" + name, "" + value));
    Stream<String> inProcess =
        process.entrySet().stream()
            .filter(variable -> SECRET_NAMES.matcher(variable.getKey()).find())
            .map(Map.Entry::getValue);
    return new LogRedaction(
        Stream.concat(configured, inProcess)
            .filter(secret -> secret.length() >= SHORTEST_SECRET)
            .flatMap(LogRedaction::spellings)
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

  /** A failure with its causes; each line but the first is indented. */
  String redact(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    return removeSecrets(trace.toString())
        .lines()
        .limit(LINES)
        .map(LogRedaction::toLine)
        .collect(Collectors.joining("\n    "));
  }

  /** The beginning of a text, in one line. */
  String redact(String text) {
    return toLine(removeSecrets(text));
  }

  private String removeSecrets(String text) {
    String redacted = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + ELLIPSIS : text;
    for (String secret : secrets) {
      redacted = redacted.replace(secret, ELLIPSIS);
    }
    return VENDOR_KEYS.matcher(redacted).replaceAll(ELLIPSIS);
  }

  private static String toLine(String text) {
    return Objects.toString(new FailureOrigin("", 0, null, text).excerpt(), "");
  }
}
