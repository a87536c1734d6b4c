package dev.animus4j.image.s3;

import static dev.animus4j.image.contract.DrawnImages.drawn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.image.s3.S3Credentials.AccessKey;
import dev.animus4j.image.store.ImageStore.Stored;
import dev.animus4j.rules.VertxTest;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what: keys, clocks, and addresses for others. */
@VertxTest
class S3AccessTest {
  private static final Buffer IMAGE = drawn("png", 200, 150);
  private static final String SECRET = "the-secret-of-the-key";
  @RegisterExtension static final S3ServerExtension SERVER = new S3ServerExtension();

  @RegisterExtension final FaultyServer faulty = new FaultyServer();

  private final S3Server server = SERVER.get();
  private final S3ImageStore store = server.store();

  @Test
  void aWrongSecretIsAnAuthenticationFailure() {
    S3ImageStore wrong = store(S3Credentials.of("AKIDFOXES0001", "something-else-entirely"));

    assertThatThrownBy(() -> write(wrong))
        .isInstanceOf(AnimusException.Authentication.class)
        .hasMessageContaining("the access key is not accepted (HTTP 403, SignatureDoesNotMatch)")
        .hasMessageNotContaining("something-else");
    assertThatThrownBy(() -> wrong.check().blockingAwait())
        .isInstanceOf(AnimusException.Authentication.class);
  }

  @Test
  void anUnknownKeyIsAnAuthenticationFailure() {
    S3ImageStore wrong = store(S3Credentials.of("somebody-else", SECRET));

    assertThatThrownBy(() -> write(wrong))
        .isInstanceOf(AnimusException.Authentication.class)
        .hasMessageContaining("InvalidAccessKeyId");
  }

  @Test
  void credentialsThatCannotBeFetchedAreAnAuthenticationFailure() {
    S3ImageStore none = store(() -> Single.error(new IllegalStateException("no vault")));
    S3ImageStore thrown =
        store(
            () -> {
              throw new IllegalStateException("no vault");
            });

    for (S3ImageStore wrong : List.of(none, thrown)) {
      assertThatThrownBy(() -> write(wrong))
          .isInstanceOf(AnimusException.Authentication.class)
          .hasMessageContaining("there is no access key");
    }
  }

  @Test
  void theAccessKeyIsAskedForAnew() {
    AtomicInteger asked = new AtomicInteger();
    S3ImageStore rotating =
        store(
            () ->
                Single.just(
                    new AccessKey(
                        "AKIDFOXES0001", asked.incrementAndGet() == 1 ? SECRET : "old", null)));

    write(rotating);

    assertThatThrownBy(() -> write(rotating)).isInstanceOf(AnimusException.Authentication.class);
    assertThat(asked.get()).isGreaterThan(1);
  }

  @Test
  void theBucketThatIsMissingIsNamed() {
    S3Bucket missing = S3Bucket.of(server.bucket().endpoint(), "us-east-1", "no-such-bucket");
    S3ImageStore lost = server.store(server.options().withBucket(missing));

    assertThatThrownBy(() -> write(lost))
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("there is no bucket no-such-bucket");
    assertThatThrownBy(() -> lost.check().blockingAwait())
        .isInstanceOf(AnimusException.InvalidRequest.class)
        .hasMessageContaining("there is no bucket no-such-bucket");
  }

  @Test
  void aWrongClockIsTold() {
    Clock late = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));
    S3ImageStore wrong = server.store(late);

    assertThatThrownBy(() -> write(wrong))
        .isInstanceOf(AnimusException.Authentication.class)
        .hasMessageContaining("the clock of this machine is wrong");
  }

  @Test
  void aCheckLeavesNothing() {
    store.check().blockingAwait();

    assertThat(server.uploads()).isEmpty();
    assertThat(server.keys()).noneMatch(key -> key.contains("check"));
  }

  @Test
  void anybodyCanReadFromAPresignedAddress() throws Exception {
    Stored stored = write(store);
    S3Bucket prefixed = server.bucket().withPrefix("füchse & co/");
    S3ImageStore other = server.store(server.options().withBucket(prefixed));
    URI address = store.presign(stored.location(), Duration.ofDays(7)).blockingGet();
    URI odd = other.presign(write(other).location(), Duration.ofSeconds(30)).blockingGet();

    assertThat(get(address).statusCode()).isEqualTo(200);
    assertThat(get(address).body()).isEqualTo(IMAGE.getBytes());
    assertThat(get(odd).body()).isEqualTo(IMAGE.getBytes());
    assertThat(address.toString()).contains("X-Amz-Expires=604800").doesNotContain(SECRET);
  }

  @Test
  void aPresignedAddressIsForOneImageAndExpires() throws Exception {
    URI one = store.presign(write(store).location(), Duration.ofHours(1)).blockingGet();
    String other = write(store).location().getPath();
    Clock earlier = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-5));
    S3ImageStore before = server.store(earlier);
    URI expired =
        before.presign(URI.create("s3://images" + other), Duration.ofMinutes(1)).blockingGet();
    URI changed = URI.create(one.toString().replaceFirst("/image_[^?]*", other));

    assertThat(get(changed).statusCode()).isEqualTo(403);
    assertThat(get(expired).statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT0.5S", "P7DT1S", "P365D"})
  void anAddressIsValidForSomeTime(String validity) {
    URI location = URI.create("s3://images/image_m_12345678-1234-1234-1234-123456789abc_1.png");

    assertThatThrownBy(() -> store.presign(location, Duration.parse(validity)).blockingGet())
        .isInstanceOf(AnimusException.InvalidRequest.class);
  }

  @Test
  void temporaryCredentialsSendTheirSessionToken() {
    AccessKey temporary = new AccessKey("id", "secret", "token/of+the=session");
    S3ImageStore session =
        faulty.store(faulty.options().withCredentials(() -> Single.just(temporary)));

    Stored stored = write(session);

    HttpServerRequest put = faulty.requests().get(0);
    assertThat(put.getHeader("X-Amz-Security-Token")).isEqualTo("token/of+the=session");
    assertThat(put.getHeader("Authorization")).contains("x-amz-security-token");
    assertThat(session.presign(stored.location(), Duration.ofHours(1)).blockingGet())
        .asString()
        .contains("X-Amz-Security-Token=token%2Fof%2Bthe%3Dsession");
  }

  private S3ImageStore store(S3Credentials credentials) {
    return server.store(server.options().withCredentials(credentials));
  }

  private static Stored write(S3ImageStore store) {
    return store.write("flux-1", Flowable.just(IMAGE)).blockingGet();
  }

  private static HttpResponse<byte[]> get(URI address) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(address).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
  }
}
