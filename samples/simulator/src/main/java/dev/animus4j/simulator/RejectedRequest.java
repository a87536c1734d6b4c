package dev.animus4j.simulator;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Failure of a request with an error response, in the format of the dialect. */
final class RejectedRequest extends RuntimeException {
  private final int status;
  private final @Nullable String param;
  private final @Nullable String code;

  RejectedRequest(int status, String message, @Nullable String param, @Nullable String code) {
    super(message, null, false, false);
    this.status = status;
    this.param = param;
    this.code = code;
  }

  private RejectedRequest(String message, Throwable cause) {
    super(message, cause, false, false);
    this.status = 400;
    this.param = null;
    this.code = null;
  }

  static RejectedRequest invalid(String message, @Nullable String param, @Nullable String code) {
    return new RejectedRequest(400, message, param, code);
  }

  static RejectedRequest notJson(IOException cause) {
    return malformed("The body of the request is not valid JSON.", cause);
  }

  /** Status 400 for what cannot be parsed. */
  static RejectedRequest malformed(String message, Throwable cause) {
    return new RejectedRequest(message, cause);
  }

  static RejectedRequest missing(String parameter) {
    return invalid(
        "Missing required parameter: '" + parameter + "'.",
        parameter,
        "missing_required_parameter");
  }

  static RejectedRequest unauthorized(String message) {
    return new RejectedRequest(401, message, null, "invalid_api_key");
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
