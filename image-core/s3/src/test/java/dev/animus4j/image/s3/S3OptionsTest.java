package dev.animus4j.image.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.image.s3.S3Credentials.AccessKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3OptionsTest {
  private static final S3Bucket BUCKET = S3Bucket.aws("eu-west-1", "images");
  private static final S3Credentials CREDENTIALS = S3Credentials.of("id", "the-secret");
  private static final S3Options OPTIONS = S3Options.of(BUCKET, CREDENTIALS);

  @Test
  void bucketsHaveTheAddressesOfTheirServices() {
    assertThat(BUCKET.url()).isEqualTo("https://images.s3.eu-west-1.amazonaws.com");
    assertThat(BUCKET.withPathStyle(true).url())
        .isEqualTo("https://s3.eu-west-1.amazonaws.com/images");
    assertThat(S3Bucket.cloudflare("0a1b", "images").url())
        .isEqualTo("https://0a1b.r2.cloudflarestorage.com/images");
    assertThat(S3Bucket.of(" http://minio:9000/ ", "us-east-1", "images").url())
        .isEqualTo("http://minio:9000/images");
    assertThat(S3Bucket.of("https://acme.example/storage/v1/s3", "x", "images").url())
        .isEqualTo("https://acme.example/storage/v1/s3/images");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "minio:9000",
        "s3://minio",
        "http://",
        "http://user@minio",
        "http://minio?a=b",
        "http://minio#a",
        "http://a b"
      })
  void anEndpointIsAUrl(String endpoint) {
    assertThatThrownBy(() -> S3Bucket.of(endpoint, "us-east-1", "images"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the endpoint");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a/b", "images?", "-images", "bücher", "images\n"})
  void aBucketHasAName(String name) {
    assertThatThrownBy(() -> S3Bucket.of("http://minio", "us-east-1", name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the name of the bucket");
  }

  @ParameterizedTest
  @CsvSource({
    "https://s3.example, my.images",
    "http://127.0.0.1:9000, images",
    "http://[::1], images",
    "https://s3.example, Images",
    "https://s3.example, my_images"
  })
  void whatIsNoPartOfAHostNameNeedsPathStyle(String endpoint, String name) {
    S3Bucket bucket = S3Bucket.of(endpoint, "us-east-1", name);

    assertThatThrownBy(() -> bucket.withPathStyle(false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("path-style");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a/", "a//", "a/../", "./", "../", "a\nb/", "\uD83E/"})
  void aPrefixIsAPath(String prefix) {
    assertThatThrownBy(() -> BUCKET.withPrefix(prefix))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the prefix");
    assertThat(BUCKET.withPrefix("a/.b/c..d-").prefix()).isEqualTo("a/.b/c..d-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "eu west", "eu/west"})
  void aRegionIsAWord(String region) {
    assertThatThrownBy(() -> S3Bucket.of("http://minio", region, "images"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sizesAreWhatServicesTake() {
    assertThatThrownBy(() -> OPTIONS.withPartBytes(5 * 1024 * 1024 - 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OPTIONS.withMaxBytes(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OPTIONS.withMaxBytes(10_000L * 5 * 1024 * 1024 + 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(OPTIONS.withPartBytes(8 << 20).withMaxBytes(1L << 36).maxBytes())
        .isEqualTo(1L << 36);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a b", "a\nb", "ä"})
  void anAccessKeyHasNoBlanks(String text) {
    assertThatThrownBy(() -> new AccessKey("id", text, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AccessKey("id", "secret", text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingTellsASecret() {
    AccessKey key = new AccessKey("id", "the-secret", "the-token");

    assertThat(key).hasToString("AccessKey[id]");
    assertThat(OPTIONS.toString()).contains("images").doesNotContain("the-secret");
  }
}
