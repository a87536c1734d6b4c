package dev.animus4j.image.s3;

import static dev.animus4j.image.s3.FaultyServer.HEAD;
import static dev.animus4j.image.s3.FaultyServer.error;
import static dev.animus4j.image.s3.FaultyServer.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.s3.FaultyServer.Fault;
import dev.animus4j.rules.VertxTest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@VertxTest
class ListFaultTest {
  @RegisterExtension final FaultyServer server = new FaultyServer();

  @Test
  void readsPageAfterPage() {
    server.with(
        "get", page(3, 5, "a+b/c="), error(503, "SlowDown"), page(1, 3, "next"), page(5, 6, ""));
    server.with("head", HEAD, HEAD, HEAD, HEAD, HEAD);

    assertThat(server.store().list().map(stored -> stored.location().toString()))
        .satisfies(
            images ->
                assertThat(images.toList().blockingGet())
                    .containsExactly(
                        location(1), location(2), location(3), location(4), location(5)));
    assertThat(server.requests().get(1).getParam("continuation-token")).isEqualTo("a+b/c=");
    assertThat(server.requests().get(3).getParam("continuation-token")).isEqualTo("next");
  }

  @Test
  void asksForEachImageWhenItIsDue() {
    server.with("get", page(0, 9, ""));
    server.with("head", HEAD, HEAD, HEAD, HEAD, HEAD, HEAD, HEAD, HEAD, HEAD);

    server.store().list().take(2).blockingSubscribe();

    assertThat(server.asked().stream().filter("head"::equals).count()).isBetween(2L, 4L);
  }

  @Test
  void passesOverWhatHasBeenDeletedMeanwhile() {
    server.with("get", page(0, 3, "")).with("head", HEAD, error(404, ""), HEAD);

    assertThat(server.store().list().toList().blockingGet())
        .extracting(stored -> stored.location().toString())
        .containsExactly(location(0), location(2));
  }

  @Test
  void aListThatIsNotAllowedIsAFailure() {
    server.with("get", error(403, "AccessDenied"));

    assertThatThrownBy(() -> server.store().list().blockingSubscribe())
        .isInstanceOf(AnimusException.Authentication.class);
  }

  private static Fault page(int from, int to, String next) {
    String objects =
        IntStream.range(from, to)
            .mapToObj(at -> "<Contents><Key>" + key(at) + "</Key></Contents>")
            .collect(Collectors.joining());
    String more = "<NextContinuationToken>" + next + "</NextContinuationToken>";
    return xml(
        "<ListBucketResult><IsTruncated>%s</IsTruncated>%s%s</ListBucketResult>"
            .formatted(!next.isEmpty(), objects, next.isEmpty() ? "" : more));
  }

  private static String key(int at) {
    return "image_m_12345678-1234-1234-1234-123456789abc_" + at + ".png";
  }

  private static String location(int at) {
    return "s3://images/" + key(at);
  }
}
