package dev.animus4j.image.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Json;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataUrlTest {
  private static final byte[] BYTES = {0, 1, 2, 3, (byte) 0xFB, (byte) 0xF0};

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data:image/png;base64,AAECA/vw",
        "DATA:IMAGE/PNG;BASE64,AAECA/vw",
        "data:image/png;charset=utf-8;base64,AAECA/vw",
        "data:;base64,AAECA/vw",
        "data:image/png;base64,AAEC\r\n A/vw",
        "data:image/png;base64,AAECA%2Fvw%0A",
        "data:image/png;base64,AAECA_vw"
      })
  void everyWayOfWritingBase64IsRead(String url) {
    assertThat(DataUrl.isDataUrl(url)).isTrue();
    assertThat(read(url)).isEqualTo(Buffer.buffer(BYTES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"data:;base64,AAEC+w==", "data:;base64,AAEC+w", "data:;base64,AAEC-w%3D%3d"})
  void paddingMayBeLeftOut(String url) {
    assertThat(read(url)).isEqualTo(Buffer.buffer(new byte[] {0, 1, 2, (byte) 0xFB}));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data:image/png;base64",
        "data:image/svg+xml,%3Csvg/%3E",
        "data:image/png;base64,AAE*Aw==",
        "data:image/png;base64,A"
      })
  void anythingElseIsRefused(String url) {
    assertThatThrownBy(() -> read(url)).isInstanceOf(AnimusException.Protocol.class);
  }

  @Test
  void aLargeFileIsReadInPieces() {
    byte[] large = new byte[1_000_001];
    new Random(7).nextBytes(large);
    DataUrl url =
        url("data:;base64," + Base64.getUrlEncoder().withoutPadding().encodeToString(large));

    assertThat(read(url.text())).isEqualTo(Buffer.buffer(large));
    assertThat(url.bytes().count().blockingGet()).isGreaterThan(10);
  }

  @Test
  void aFileIsWrittenAsItIsRead() {
    String json = Json.write(new DataUrl.File("image/p\"g", BYTES)).toString();

    assertThat(json).isEqualTo("\"data:image/p\\\"g;base64,AAECA/vw\"");
    assertThat(read(json.substring(1, json.length() - 1))).isEqualTo(Buffer.buffer(BYTES));
  }

  private static Buffer read(String url) {
    return url(url).bytes().collect(Buffer::buffer, Buffer::appendBuffer).blockingGet();
  }

  private static DataUrl url(String text) {
    return new DataUrl(text, FailureOrigin.of("animus"));
  }
}
