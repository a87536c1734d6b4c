package dev.animus4j.image.provider.openai;

import dev.animus4j.http.StreamedRequestBody;
import dev.animus4j.image.provider.InputImage;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Multipart form with files (RFC 7578), streamed while its files are read. */
final class Multipart {
  private final String boundary = "animus4j-" + UUID.randomUUID();
  private final List<Flowable<Buffer>> parts = new ArrayList<>();
  private long length;

  void addField(String name, String value) {
    append(Buffer.buffer(partHeader(name) + "\r\n\r\n" + value + "\r\n"));
  }

  void addFile(String name, String fileName, InputImage file) {
    String head = partHeader(name) + "; filename=\"" + quote(fileName) + "\"";
    append(Buffer.buffer(head + "\r\nContent-Type: " + file.mediaType() + "\r\n\r\n"));
    length += file.length();
    parts.add(file.bytes());
    append(Buffer.buffer("\r\n"));
  }

  String mediaType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  /** Creates the body of the form with the parts added until now. */
  StreamedRequestBody toBody() {
    Buffer end = Buffer.buffer("--" + boundary + "--\r\n");
    Flowable<Buffer> all = Flowable.concat(List.copyOf(parts)).concatWith(Flowable.just(end));
    return new StreamedRequestBody(length + end.length(), all);
  }

  private void append(Buffer text) {
    length += text.length();
    parts.add(Flowable.just(text));
  }

  private String partHeader(String name) {
    return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quote(name) + "\"";
  }

  /** Escapes names as browsers do. */
  private static String quote(String name) {
    return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }
}
