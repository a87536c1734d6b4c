package dev.animus4j.image.provider;

import dev.animus4j.http.HttpCall;
import dev.animus4j.http.Json;
import dev.animus4j.http.StreamedRequestBody;
import dev.animus4j.http.WellFormedText;
import io.reactivex.rxjava3.core.Flowable;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Multipart form with files (RFC 7578), streamed while its files are read. Its texts have U+FFFD in
 * place of each unpaired surrogate.
 */
public final class Multipart {
  private final String boundary = "animus4j-" + UUID.randomUUID();
  private final List<Flowable<Buffer>> parts = new ArrayList<>();
  private long length;

  /** Adds a text field; a value that is no text, number or boolean is written as JSON. */
  public void addField(String name, Object value) {
    append(partHeader(name) + "\r\n\r\n" + fieldText(value) + "\r\n");
  }

  /** Adds a file, read whenever the form is sent, under this name with its extension. */
  public void addFile(String name, String fileName, InputImage file) {
    String full = fileName + "." + file.extension();
    String head = partHeader(name) + "; filename=\"" + quote(full) + "\"";
    append(head + "\r\nContent-Type: " + file.mediaType() + "\r\n\r\n");
    length += file.length();
    parts.add(file.bytes());
    append("\r\n");
  }

  /** Returns the call with the parts added until now as its body. */
  public HttpCall asBodyOf(HttpCall call) {
    return call.withBody(toBody())
        .withHeader("Content-Type", "multipart/form-data; boundary=" + boundary);
  }

  private StreamedRequestBody toBody() {
    Buffer end = Buffer.buffer("--" + boundary + "--\r\n");
    Flowable<Buffer> all = Flowable.concat(List.copyOf(parts)).concatWith(Flowable.just(end));
    return new StreamedRequestBody(length + end.length(), all);
  }

  private void append(String text) {
    Buffer bytes = Buffer.buffer(WellFormedText.of(text));
    length += bytes.length();
    parts.add(Flowable.just(bytes));
  }

  private String partHeader(String name) {
    return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quote(name) + "\"";
  }

  /** Escapes names as browsers do. */
  private static String quote(String name) {
    return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String fieldText(Object value) {
    boolean textual = value instanceof CharSequence || value instanceof Number;
    return textual || value instanceof Boolean ? value.toString() : Json.write(value).toString();
  }
}
