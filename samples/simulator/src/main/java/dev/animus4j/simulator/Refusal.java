package dev.animus4j.simulator;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request answered with an error; the dialect of the route gives it its shape. */
final class Refusal extends RuntimeException {
  private final int status;
  private final @Nullable String param;
  private final @Nullable String code;

  Refusal(int status, String message, @Nullable String param, @Nullable String code) {
    super(message, null, false, false);
    this.status = status;
    this.param = param;
    this.code = code;
  }

  private Refusal(IOException notJson) {
    super("The body of the request is not valid JSON.", notJson, false, false);
    this.status = 400;
    this.param = null;
    this.code = null;
  }

  static Refusal invalid(String message, @Nullable String param, @Nullable String code) {
    return new Refusal(400, message, param, code);
  }

  static Refusal notJson(IOException cause) {
    return new Refusal(cause);
  }

  static Refusal missing(String parameter) {
    return invalid(
        "Missing required parameter: '" + parameter + "'.",
        parameter,
        "missing_required_parameter");
  }

  static Refusal unauthorised(String message) {
    return new Refusal(401, message, null, "invalid_api_key");
  }

  int status() {
    return status;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  @Nullable String param() {
    return param;
  }

  @Nullable String code() {
    return code;
  }
}
