package dev.animus4j.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Which of the two wire protocols a route speaks. */
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
  };

  abstract ObjectNode error(Refusal refusal);

  Answer refuse(Refusal refusal) {
    return Answer.json(refusal.status(), error(refusal));
  }
}
