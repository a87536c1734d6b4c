package dev.animus4j.chat.provider.inline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.vertx.core.buffer.Buffer;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large pictures in JSON, before it is parsed. */
class JsonImageScannerTest {
  private static final int MEGABYTE = 1 << 20;
  private static final String BASE64 = base64(2_000);

  private final InlineImages images =
      InlineImageStorage.none("withImages(store)").open("any", "a cat");

  private static String base64(int size) {
    byte[] file = new byte[size];
    System.arraycopy(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}, 0, file, 0, 8);
    return Base64.getEncoder().encodeToString(file);
  }

  private String scan(String json) {
    return JsonImageScanner.scan(Buffer.buffer(json), images).toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'a':'@'}",
        "{'a':'data:image/png;base64,@'}",
        "{'a':'Here:\\n@\\n\\nLike it?'}",
        "{'a':'\\u000a@','b':1}",
        "{'a':'<img src=\\'data:image/png;base64,@\\'>'}",
        "['@','@']"
      })
  void inThePlaceOfAPictureIsAMarker(String json) {
    String written = json.replace('\'', '"');
    String scanned = scan(written.replace("@", BASE64));
    assertThat(scanned.replaceAll(Base64Marker.PATTERN, "@")).isEqualTo(written);
    assertThat(images.image(0)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'function':{'name':'f','arguments':'{\\'image\\':\\'@\\'}'}}",
        "{'arguments' : '@'}",
        "{'a':'x@'}",
        "{'a':'short'}"
      })
  void otherJsonIsUnchanged(String json) {
    String written = json.replace('\'', '"').replace("@", BASE64);
    assertThat(scan(written)).isEqualTo(written);
  }

  @Test
  void slashesMayBeEscaped() {
    byte[] file = new byte[3_000];
    Arrays.fill(file, (byte) 0xFF);
    System.arraycopy(
        new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0}, 0, file, 0, 4);
    String base64 = Base64.getEncoder().encodeToString(file).replace("/", "\\/");
    assertThat(scan("{\"a\":\"" + base64 + "\"}")).hasSizeLessThan(20);
  }

  @Test
  void anImageOf20MegabytesIsNeverInTheHeapAsAWhole() {
    Buffer json = Buffer.buffer("{\"a\":\"" + base64(20 * MEGABYTE) + "\"}");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Buffer scanned = JsonImageScanner.scan(json, images);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(scanned.length()).isLessThan(30);
    assertThat(allocated).isLessThan(MEGABYTE);
  }

  @Test
  void jsonWithoutPicturesIsNotCopied() {
    Buffer json = Buffer.buffer("{\"a\":\"" + "many words ".repeat(10_000) + "\"}", "ISO-8859-1");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Buffer scanned = JsonImageScanner.scan(json, images);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000);
    assertThat(scanned).isSameAs(json);
    assertThat(scanned.toString(ISO_8859_1)).startsWith("{\"a\":\"many words");
  }
}
