package dev.animus4j.image.provider;

import dev.animus4j.http.Upload;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A form with files (RFC 7578), written while its files are read. */
final class Multipart {
  private final String boundary = "animus4j-" + UUID.randomUUID();
  private final List<Flowable<Buffer>> parts = new ArrayList<>();
  private long length;

  void field(String name, String value) {
    add(Buffer.buffer(head(name) + "\r\n\r\n" + value + "\r\n"));
  }

  void file(String name, String fileName, InputPicture file) {
    String head = head(name) + "; filename=\"" + quoted(fileName) + "\"";
    add(Buffer.buffer(head + "\r\nContent-Type: " + file.mediaType() + "\r\n\r\n"));
    length += file.length();
    parts.add(file.bytes());
    add(Buffer.buffer("\r\n"));
  }

  String mediaType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  /** The form, with what has been added until now. */
  Upload upload() {
    Buffer end = Buffer.buffer("--" + boundary + "--\r\n");
    Flowable<Buffer> all = Flowable.concat(List.copyOf(parts)).concatWith(Flowable.just(end));
    return new Upload(length + end.length(), all);
  }

  private void add(Buffer text) {
    length += text.length();
    parts.add(Flowable.just(text));
  }

  private String head(String name) {
    return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quoted(name) + "\"";
  }

  /** As browsers write names. */
  private static String quoted(String name) {
    return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }
}
