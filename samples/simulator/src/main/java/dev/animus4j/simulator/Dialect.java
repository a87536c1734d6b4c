package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Wire protocol of a route. */
enum Dialect {
  ANIMUS {
    @Override
    ObjectNode errorBody(RejectedRequest rejectedRequest) {
      return JsonBuffers.node().put("message", rejectedRequest.message());
    }
  },

  OPENAI {
    @Override
    ObjectNode errorBody(RejectedRequest rejectedRequest) {
      ObjectNode body = JsonBuffers.node();
      body.putObject("error")
          .put("message", rejectedRequest.message())
          .put("type", type(rejectedRequest.status()))
          .put("param", rejectedRequest.param())
          .put("code", rejectedRequest.code());
      return body;
    }

    private String type(int status) {
      return switch (status) {
        case 429 -> "rate_limit_error";
        case 503 -> "service_unavailable_error";
        default -> status >= 500 ? "server_error" : "invalid_request_error";
      };
    }
  },

  GEMINI {
    @Override
    ObjectNode errorBody(RejectedRequest rejectedRequest) {
      ObjectNode body = JsonBuffers.node();
      ObjectNode error =
          body.putObject("error")
              .put("code", rejectedRequest.status())
              .put("message", rejectedRequest.message())
              .put("status", status(rejectedRequest.status()));
      if (String.valueOf(rejectedRequest.code()).startsWith("API_KEY_")) {
        error
            .putArray("details")
            .addObject()
            .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
            .put("reason", rejectedRequest.code())
            .put("domain", "googleapis.com");
      }
      return body;
    }

    private String status(int status) {
      return switch (status) {
        case 400, 413 -> "INVALID_ARGUMENT";
        case 401 -> "UNAUTHENTICATED";
        case 403 -> "PERMISSION_DENIED";
        case 404, 405 -> "NOT_FOUND";
        case 429 -> "RESOURCE_EXHAUSTED";
        case 499 -> "CANCELLED";
        case 503 -> "UNAVAILABLE";
        case 504 -> "DEADLINE_EXCEEDED";
        default -> "INTERNAL";
      };
    }
  },

  CLOUDFLARE {
    @Override
    ObjectNode errorBody(RejectedRequest rejectedRequest) {
      ObjectNode body = JsonBuffers.node().put("success", false);
      body.putArray("errors")
          .addObject()
          .put("code", code(rejectedRequest))
          .put("message", "AiError: " + rejectedRequest.message());
      body.putArray("messages");
      body.putObject("result");
      return body;
    }

    private int code(RejectedRequest rejectedRequest) {
      String code = String.valueOf(rejectedRequest.code());
      return code.matches("\\d{4,5}") ? Integer.parseInt(code) : code(rejectedRequest.status());
    }

    private int code(int status) {
      return switch (status) {
        case 401, 403 -> 10000;
        case 408 -> 3007;
        case 413 -> 3006;
        case 429 -> 3040;
        default -> status >= 500 ? 1000 : 3003;
      };
    }
  };

  abstract ObjectNode errorBody(RejectedRequest rejectedRequest);

  SimulatedResponse errorResponse(RejectedRequest rejectedRequest) {
    return SimulatedResponse.json(rejectedRequest.status(), errorBody(rejectedRequest));
  }
}
