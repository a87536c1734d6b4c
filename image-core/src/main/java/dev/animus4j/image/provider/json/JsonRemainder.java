package dev.animus4j.image.provider.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.FailureOrigin;
import dev.animus4j.http.Json;
import java.io.ByteArrayOutputStream;

/** Remainder of a JSON document without its images, of limited size. */
final class JsonRemainder extends ByteArrayOutputStream {
  private final int most;
  private final FailureOrigin origin;

  JsonRemainder(int most, FailureOrigin origin) {
    super(512);
    this.most = most;
    this.origin = origin;
  }

  void append(int b) {
    if (count == most) {
      throw new AnimusException.Protocol(
          origin, "the answer is larger than " + most + " bytes without its pictures", null);
    }
    write(b);
  }

  /** Returns the text added since the mark, without the last byte. */
  String textSince(int mark) {
    return new String(buf, mark, Math.max(0, count - 1 - mark), UTF_8);
  }

  /** Replaces the text added since the mark by the number of an image. */
  void replaceSince(int mark, int number) {
    count = mark;
    writeBytes(Integer.toString(number).getBytes(UTF_8));
  }

  /** Parses the remainder as JSON; the failure of other text quotes its beginning. */
  JsonNode parse() {
    String begin = new String(buf, 0, Math.min(count, 400), UTF_8);
    if (begin.isBlank() || "{[\uFEFF".indexOf(begin.stripLeading().charAt(0)) >= 0) {
      return Json.read(toByteArray(), JsonNode.class, origin);
    }
    FailureOrigin withExcerpt =
        new FailureOrigin(origin.provider(), origin.status(), origin.requestId(), begin);
    throw new AnimusException.Protocol(withExcerpt, "the answer is not JSON", null);
  }
}
