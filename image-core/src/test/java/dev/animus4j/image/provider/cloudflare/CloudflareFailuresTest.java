package dev.animus4j.image.provider.cloudflare;

import static dev.animus4j.rules.Growth.excessive;
import static org.assertj.core.api.Assertions.assertThat;

import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.ErrorResponse;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

class CloudflareFailuresTest {
  @Test
  void readsInLinearTime() {
    String[] tokens = {"AiError:", " ", "3030", "nsfw", "flagged", ":", "{", "output"};
    assertThat(excessive(CloudflareFailuresTest::failed, tokens)).isEmpty();
  }

  private static void failed(String text) {
    FailureOrigin origin = new FailureOrigin("server", 500, null, text);
    MultiMap none = MultiMap.caseInsensitiveMultiMap();
    var unused = CloudflareFailures.toException(new ErrorResponse(origin, none, null, null));
  }
}
