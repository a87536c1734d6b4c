package dev.animus4j.image.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.animus4j.failure.AnimusException;
import dev.animus4j.failure.Origin;
import dev.animus4j.http.Json;
import java.io.ByteArrayOutputStream;

/** What is left of a JSON document when its pictures are taken out; bounded. */
final class Skeleton extends ByteArrayOutputStream {
  private final int most;
  private final Origin origin;

  Skeleton(int most, Origin origin) {
    super(512);
    this.most = most;
    this.origin = origin;
  }

  void add(int b) {
    if (count == most) {
      throw new AnimusException.Protocol(
          origin, "the answer is larger than " + most + " bytes without its pictures", null);
    }
    write(b);
  }

  /** What has been added since, without the last byte. */
  String textSince(int mark) {
    return new String(buf, mark, Math.max(0, count - 1 - mark), UTF_8);
  }

  /** Puts the number of a picture in place of what has been added since. */
  void replaceSince(int mark, int number) {
    count = mark;
    writeBytes(Integer.toString(number).getBytes(UTF_8));
  }

  /** What has been added, as JSON; of what is none, the failure has the beginning. */
  JsonNode read() {
    String begin = new String(buf, 0, Math.min(count, 400), UTF_8);
    if (begin.isBlank() || "{[\uFEFF".indexOf(begin.stripLeading().charAt(0)) >= 0) {
      return Json.read(toByteArray(), JsonNode.class, origin);
    }
    Origin said = new Origin(origin.provider(), origin.status(), origin.requestId(), begin);
    throw new AnimusException.Protocol(said, "the answer is not JSON", null);
  }
}
