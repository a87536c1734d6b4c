package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Which wire protocol a route speaks. */
enum Dialect {
  ANIMUS {
    @Override
    ObjectNode error(Refusal refusal) {
      return Json.node().put("message", refusal.message());
    }
  },

  OPENAI {
    @Override
    ObjectNode error(Refusal refusal) {
      ObjectNode body = Json.node();
      body.putObject("error")
          .put("message", refusal.message())
          .put("type", type(refusal.status()))
          .put("param", refusal.param())
          .put("code", refusal.code());
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
    ObjectNode error(Refusal refusal) {
      ObjectNode body = Json.node();
      ObjectNode error =
          body.putObject("error")
              .put("code", refusal.status())
              .put("message", refusal.message())
              .put("status", status(refusal.status()));
      if (String.valueOf(refusal.code()).startsWith("API_KEY_")) {
        error
            .putArray("details")
            .addObject()
            .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
            .put("reason", refusal.code())
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
    ObjectNode error(Refusal refusal) {
      ObjectNode body = Json.node().put("success", false);
      body.putArray("errors")
          .addObject()
          .put("code", code(refusal))
          .put("message", "AiError: " + refusal.message());
      body.putArray("messages");
      body.putObject("result");
      return body;
    }

    private int code(Refusal refusal) {
      String code = String.valueOf(refusal.code());
      return code.matches("\\d{4,5}") ? Integer.parseInt(code) : code(refusal.status());
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

  abstract ObjectNode error(Refusal refusal);

  Answer refuse(Refusal refusal) {
    return Answer.json(refusal.status(), error(refusal));
  }
}
